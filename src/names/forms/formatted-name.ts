/** How is a name set in print? Latin words in italics, rank words and authorship upright. */

/** GBIF's type of a name, as far as its spelling tells. */
export type NameType = "SCIENTIFIC" | "VIRUS" | "HYBRID_FORMULA" | "OTU" | "INFORMAL";

const LATIN_NAME = /^[\p{Lu}×]?[\p{L}-]+\.?(?: [\p{Ll}\d-]+){0,3}$/u;

/** Type of a name by its canonical form: `"BOLD:AAX3687"` → `"OTU"`. */
export function nameType(canonicalName: string): NameType {
  if (/virus|viroid|virophage|\bphage\b|\bNPV\b|\bGV\b/i.test(canonicalName) && canonicalName.includes(" ")) {
    return "VIRUS";
  }
  if (LATIN_NAME.test(canonicalName)) return "SCIENTIFIC";
  if (/^(?:BOLD:|SH\d)/i.test(canonicalName)) return "OTU";
  if (/ [×x] /.test(canonicalName)) return "HYBRID_FORMULA";
  return "INFORMAL";
}

/** `"Abies alba Mill."` with canonical name `"Abies alba"` → `"<i>Abies</i> <i>alba</i> Mill."`. */
export function formattedName(name: string, canonicalName: string, type: NameType): string {
  if (type !== "SCIENTIFIC") return name;
  let formatted = "";
  let at = 0;
  for (const word of canonicalName.split(" ")) {
    const start = wordIndex(name, word, at);
    if (start < 0) return name;
    formatted += `${name.slice(at, start)}<i>${word}</i>`;
    at = start + word.length;
  }
  return formatted + name.slice(at);
}

/** Where `word` stands as a whole word in `text`, from `start` on; −1 when nowhere. */
function wordIndex(text: string, word: string, start: number): number {
  for (let at = text.indexOf(word, start); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = at === 0 ? " " : text.charAt(at - 1);
    const after = text.charAt(at + word.length);
    if ((before === " " || before === "×" || before === "(") && (after === "" || after === " " || after === ")"))
      return at;
  }
  return -1;
}
