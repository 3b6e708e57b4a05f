/** What is each word of a name? The parts that the parser found, put back onto the text as it was written. */

/** What a stretch of a name is. */
export type Part = "genus" | "epithet" | "infraspecific" | "marker" | "author" | "year" | "other";

/** A stretch of the text and what it is. */
export interface Piece {
  text: string;
  part: Part;
}

/** A reply of `/v1/parser/name`, as far as it is read. */
export interface ParsedName {
  type?: string;
  parsed?: boolean;
  genusOrAbove?: string;
  infraGeneric?: string;
  specificEpithet?: string;
  infraSpecificEpithet?: string;
  cultivarEpithet?: string;
  strain?: string;
  authorship?: string;
  bracketAuthorship?: string;
  year?: string;
  bracketYear?: string;
  rankMarker?: string;
  canonicalName?: string;
}

const MARKER =
  /^(?:[×x✕]|subsp|ssp|subspecies|var|varietas|f|forma?|subvar|subf|cv|aff|cf|nr|sp|spp|gen|nov|sect|subg|subgen|ser|agg|hybr?|nothosubsp|nothovar|convar|morph|ab|strain|group|sensu|auct|non|nec|emend|ex|in|et|&)\.?$/iu;

const plain = (word: string) =>
  word
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

/** Takes a name apart: `"Abies cf. alba Mill."` → genus, marker, epithet, author with the spaces between them. */
export function anatomyOf(text: string, parsed: ParsedName): Piece[] {
  const authors = plain([parsed.bracketAuthorship, parsed.authorship].join(" "));
  const years = new Set([parsed.year, parsed.bracketYear].filter(Boolean).map((year) => plain(String(year))));
  const wanted: [string | undefined, Part][] = [
    [parsed.genusOrAbove, "genus"],
    [parsed.infraGeneric, "genus"],
    [parsed.specificEpithet, "epithet"],
    [parsed.infraSpecificEpithet, "infraspecific"],
    [parsed.cultivarEpithet, "infraspecific"],
    [parsed.strain, "infraspecific"],
  ];
  const open = wanted.flatMap(([words, part]) =>
    (words ?? "")
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => ({ word: plain(word), part })),
  );
  const pieces: Piece[] = [];
  for (const word of text.match(/\s+|[^\s]+/gu) ?? []) {
    if (/^\s/u.test(word)) {
      pieces.push({ text: word, part: "other" });
      continue;
    }
    const bare = plain(word);
    const at = open.findIndex((one) => one.word !== "" && isSameWord(bare, one.word));
    const found = at < 0 ? undefined : open[at];
    if (found) {
      open.splice(0, at + 1);
      pieces.push({ text: word, part: found.part });
    } else if (bare === "" && !/[×✕&]/u.test(word)) pieces.push({ text: word, part: "other" });
    else if (MARKER.test(word)) pieces.push({ text: word, part: "marker" });
    else if (years.has(bare) || /^\(?(?:1[6-9]|20)\d\d[a-z]?\)?[,.]?$/u.test(word))
      pieces.push({ text: word, part: "year" });
    else if (bare !== "" && authors.includes(bare)) pieces.push({ text: word, part: "author" });
    else pieces.push({ text: word, part: "other" });
  }
  return joined(pieces);
}

/** An abbreviated or wrongly cased word is still that word: `"P."` of `"Puma"`. */
function isSameWord(written: string, word: string): boolean {
  return written === word || (written.length > 0 && written.length <= 2 && word.startsWith(written));
}

/** Neighbours of one kind are one piece, with the space between them. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const before = result.at(-2);
    if (last && last.part === piece.part) last.text += piece.text;
    else if (last && before && before.part === piece.part && piece.part === "author" && last.text.trim() === "") {
      before.text += last.text + piece.text;
      result.pop();
    } else result.push({ ...piece });
  }
  return result;
}
