/** Lists as people have them: real misspellings, odd columns, repeated names, rows without a name. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const DATA = join(import.meta.dirname, "..", "..", "data", "misspellings.tsv");

/** A misspelling with the name that is meant. */
export interface Misspelling {
  wrong: string;
  correct: string;
}

/** Real misspellings of the NCBI Taxonomy. */
export function misspellings(): Misspelling[] {
  const [head = "", ...lines] = readFileSync(DATA, "utf8").trim().split("\n");
  const header = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return { wrong: cells[header.indexOf("wrong")] ?? "", correct: cells[header.indexOf("correct")] ?? "" };
  });
}

/** Header of {@link dirtyRows}: nothing in it is a term of Darwin Core. */
export const ODD_HEADER = ["No.", "Was gefunden wurde", "Ort; Datum", "family"];

/**
 * `count` rows with {@link ODD_HEADER}: misspellings, each tenth a name that is right, each hundredth a homonym, some
 * rows without a name, and the first three names again at the end.
 */
export function dirtyRows(count: number): string[][] {
  const names = misspellings();
  return Array.from({ length: count }, (_, at) => {
    const { wrong, correct } = names[(at >= count - 3 ? at - count + 3 : at) % names.length] as Misspelling;
    const name = at % 100 === 50 ? "Oenanthe" : at % 100 === 60 ? "" : at % 10 === 5 ? correct : wrong;
    return [String(at + 1), name, `"Köln", ${at % 28}.5.`, ""];
  });
}
