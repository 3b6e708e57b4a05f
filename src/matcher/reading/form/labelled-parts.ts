/**
 * Which name do parts make that each stand behind the word for them: "Genus: Quercus Species: robur", "[g]Quercus[s]robur"?
 *
 * Told by form alone: the words for ranks in every language that are known as such, and for authors.
 */
import { UNKNOWN_WORDS } from "../../../names/words/prose.ts";
import { parseRank } from "../../../taxonomy/rank-spelling.ts";

const LABEL = /(?:^|[;,|\s([{&]+)["']?(\p{L}{1,20})(?:["']?\s*[:=]|_(?=\p{L})|\])\s*["']?/gu;
/** Without any sign: "Género Quercus, especie robur". */
const UNSIGNED = /^(\p{L}+)\.?\s+(\p{Lu}\p{Ll}{2,})[\s,;]+(\p{L}+)\.?\s+(\p{Ll}{3,}.*)$/u;

/** What a label may stand for, beside ranks. */
const OTHER_LABELS: Readonly<Record<string, string>> = {
  g: "GENUS",
  s: "SPECIES",
  род: "GENUS",
  вид: "SPECIES",
  属: "GENUS",
  种: "SPECIES",
  epithet: "SPECIES",
  specificepithet: "SPECIES",
  author: "AUTHOR",
  authors: "AUTHOR",
  authority: "AUTHOR",
  authorship: "AUTHOR",
  autor: "AUTHOR",
  auteur: "AUTHOR",
};

/** The name that the labelled parts make: `"Genus: Quercus; Species: robur"` → `"Quercus robur"`; `undefined` for none. */
export function nameOfLabelledParts(text: string): string | undefined {
  const [, genusWord, genus, speciesWord, species] = UNSIGNED.exec(text) ?? [];
  if (genusWord !== undefined && meaningOf(genusWord) === "GENUS" && meaningOf(speciesWord!) === "SPECIES")
    return `${genus} ${species}`;
  if (!/[:=_\]]/.test(text)) return undefined;
  const labels = [...text.matchAll(LABEL)];
  if (labels.length < 2) return undefined;
  const parts = new Map<string, string>();
  for (const [at, label] of labels.entries()) {
    const meaning = meaningOf(label[1]!);
    // A single letter that is no rank's is an initial.
    if (meaning === undefined && label[1]!.length > 1) return undefined;
    const value = text.slice(label.index + label[0].length, labels[at + 1]?.index).replace(/[\s;,|&"'\])}]+$/u, "");
    if (meaning !== undefined) parts.set(meaning, value.replace(/^["']|_(?=\p{L})/gu, " ").trim());
  }
  const found = parts.get("SPECIES");
  const before = parts.get("GENUS");
  if (found === undefined || found === "") return undefined;
  const author = parts.get("AUTHOR");
  const behind = [parts.get("SUBSPECIES") ?? parts.get("VARIETY"), author].filter((part) => part !== undefined);
  if (/^\p{Lu}\p{Ll}+\s/u.test(found)) return [found, ...behind].join(" ");
  if (before === undefined || !/^\p{Lu}\p{L}+$/u.test(before) || !/^\p{L}/u.test(found)) return undefined;
  if (UNKNOWN_WORDS.has(found.toLowerCase())) return `${before} sp.`;
  return [before, found.charAt(0).toLowerCase() + found.slice(1), ...behind].join(" ");
}

function meaningOf(label: string): string | undefined {
  const lower = label.toLowerCase();
  const other = OTHER_LABELS[lower];
  if (other !== undefined || lower.length < 2) return other;
  return parseRank(lower);
}
