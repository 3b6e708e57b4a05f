/**
 * Who is meant by an authorship, and do two authorships mean the same people?
 */
import { clean } from "./clean.ts";
import type { AuthorTeam } from "./parsed-name.ts";
import { Scan } from "./scan.ts";
import { AuthorScanner } from "./scan-authors.ts";
import { emptyName } from "./scan-name.ts";
import { readNotes } from "./scan-notes.ts";

const scan = new Scan();
const scanner = new AuthorScanner(scan);

/** Parts of an authorship that stands in a column of its own. */
export interface ParsedAuthorship {
  combination: AuthorTeam | undefined;
  basionym: AuthorTeam | undefined;
  /** `"(Basionym) Author, year"`, empty when nothing was read. */
  text: string;
  taxonomicNote: string | undefined;
  nomenclaturalNote: string | undefined;
}

/** Reads an authorship alone: `"(L.) Mill., 1768"`. Never throws. */
export function parseAuthorship(text: string): ParsedAuthorship {
  const cleaned = clean(text);
  scan.begin(cleaned.text);
  const end = scan.tokens.count;
  const read = scanner.read(0, end);
  const notes = emptyName(text);
  readNotes(scan, notes, read === undefined ? 0 : read.to, end);
  return {
    combination: read?.combination,
    basionym: read?.basionym,
    text: read?.text ?? "",
    taxonomicNote: notes.taxonomicNote,
    nomenclaturalNote: notes.nomenclaturalNote,
  };
}
