/** Which file of a source without descriptor holds the records, and how is it to be read? */
import type { SourceFile, SourceFiles } from "../../archive/packed/source-file.ts";
import { workbookSheet } from "../../archive/packed/workbook.ts";
import { readSample, type SniffedTable, sniffTable } from "../../archive/sniff.ts";
import { BinomenError } from "../../errors.ts";
import { binaryKind } from "../../tables/binary.ts";
import { decodeSample, detectEncoding } from "../../tables/encoding.ts";
import { asUtf8 } from "../../tables/text.ts";
import { isCutAtLines } from "./cut.ts";
import { whyNoRecords } from "./refusal.ts";
import type { RowForm } from "./rows.ts";
import { countKnownTerms, distinctTerms, hasRecords } from "./terms.ts";

/** A file of records. */
export interface TableOfRecords {
  readonly format: "table" | "ndjson" | "gbif-simple-csv";
  readonly file: SourceFile;
  readonly form: RowForm;
  /** Titles and comments above the header. */
  readonly titles: SniffedTable["titles"];
}

/** More than a table has columns: one of records is preferred to any other. */
const MOST_TERMS = 10_000;

/** The sheet of a workbook that holds records; sheets of their events or media are passed over. */
export function sheetOfRecords(path: string): Promise<SourceFiles> {
  const isOfRecords = (header: readonly string[]) => hasRecords(distinctTerms(header));
  return workbookSheet(
    path,
    undefined,
    (header) => countKnownTerms(header) + (isOfRecords(header) ? MOST_TERMS : 0),
    (sheets) => {
      const found = sheets.flatMap(({ sheet, header }) => (header && isOfRecords(header) ? [sheet] : []));
      if (found.length < 2) return;
      throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
        path,
        problem: `Several sheets of it hold records (${found.slice(0, 5).join(", ")}). Save each as CSV, or as a workbook of its own.`,
      });
    },
  );
}

/** The table, or the JSON lines, of a source that has no descriptor. @throws SOURCE_UNKNOWN_FORMAT when it has none, or several */
export async function tableOfRecords(path: string, source: SourceFiles): Promise<TableOfRecords> {
  let best:
    | { file: SourceFile; known: number; form: RowForm; terms: readonly string[]; titles: SniffedTable["titles"] }
    | undefined;
  const ofRecords: string[] = [];
  const candidates = source.packing === "file" ? source.files : source.files.filter(mayBeTable);
  for (const file of candidates) {
    const sample = await readSample(file);
    if (binaryKind(sample, false)) continue;
    const encoding = detectEncoding(sample);
    const start = decodeSample(sample, encoding);
    if (/^\uFEFF?\s*[{[]/.test(start.slice(0, 200))) {
      const members = firstMembers(start);
      if (members === undefined) continue;
      const isOfRecords = hasRecords(distinctTerms(members));
      if (isOfRecords) ofRecords.push(file.name);
      const known = countKnownTerms(members) + (isOfRecords ? MOST_TERMS : 0);
      if (best === undefined || known > best.known)
        best = {
          file: encoding.startsWith("utf-16") ? asUtf8File(file, encoding) : file,
          known,
          form: { kind: "json" },
          terms: [],
          titles: [],
        };
      continue;
    }
    const { format, firstLine, titles } = sniffTable(sample, {}, file.name);
    const terms = distinctTerms(firstLine);
    const isOfRecords = hasRecords(terms);
    if (isOfRecords) ofRecords.push(file.name);
    const known = countKnownTerms(firstLine) + (isOfRecords ? MOST_TERMS : 0);
    if (known === 0 || (best !== undefined && known <= best.known)) continue;
    const form: RowForm = {
      kind: isCutAtLines(format) ? "lines" : "cells",
      format,
      columnCount: firstLine.length,
      terms: isSimpleCsv(terms) ? verbatimColumns(terms) : terms,
      defaults: {},
      idColumn: undefined,
    };
    best = { file, known, form, terms: form.terms.filter((term) => term !== undefined), titles };
  }
  if (ofRecords.length > 1)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `Several files in it hold records (${ofRecords.slice(0, 5).join(", ")}), and no meta.xml says how they belong together. Give one of them.`,
    });
  if (best === undefined)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: await whyNoRecords(source, candidates) });
  const format =
    best.form.kind === "json"
      ? "ndjson"
      : isSimpleCsv(distinctTerms(await headerOf(best.file)))
        ? "gbif-simple-csv"
        : "table";
  return { format, file: best.file, form: best.form, titles: best.titles };
}

async function headerOf(file: SourceFile): Promise<readonly string[]> {
  return sniffTable(await readSample(file)).firstLine;
}

/** JSON lines are cut at bytes. */
function asUtf8File(file: SourceFile, encoding: string): SourceFile {
  const { name, size } = file;
  return {
    ...{ name, size },
    async *read(onBytes) {
      for await (const bytes of asUtf8(file.read(onBytes), encoding)) yield Buffer.from(bytes);
    },
  };
}

/** What stands beside tables in archives and folders. */
function mayBeTable({ name }: SourceFile): boolean {
  return (
    !/\.(xml|html?|rtf|pdf|md|json|png|jpe?g)$/i.test(name) && !/(^|\/)(rights|citations?|readme)\.txt$/i.test(name)
  );
}

/** Members of the first line that is a JSON object; `undefined` when the whole is one JSON value. */
function firstMembers(text: string): string[] | undefined {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const line of lines) {
    try {
      const first = JSON.parse(line) as Record<string, unknown>;
      // An array, and a page of an API, are one line, too.
      if (Array.isArray(first) || Array.isArray(first["results"])) return undefined;
      const core = (first["verbatim"] as { core?: object } | undefined)?.core;
      return Object.keys(core ?? first);
    } catch {}
  }
  const isIndented = /^\s*[{[]\s*$/.test(lines[0]!) && /^\s+["{[]/.test(lines[1] ?? "");
  return isIndented || /^\s*\[/.test(lines[0]!) ? undefined : [];
}

function isSimpleCsv(terms: readonly (string | undefined)[]): boolean {
  return ["gbifID", "verbatimScientificName", "taxonKey", "lastInterpreted"].every((term) => terms.includes(term));
}

/** Of a SIMPLE_CSV the verbatim name is asked again, not the one that GBIF made of it, nor the parts of that. */
function verbatimColumns(terms: readonly (string | undefined)[]): (string | undefined)[] {
  const verbatim: Record<string, string> = {
    verbatimScientificName: "scientificName",
    verbatimScientificNameAuthorship: "scientificNameAuthorship",
    scientificName: "gbifScientificName",
    genus: "gbifGenus",
    species: "gbifSpecies",
    infraspecificEpithet: "gbifInfraspecificEpithet",
    taxonRank: "gbifTaxonRank",
    lastInterpreted: "gbifLastInterpreted",
    issue: "gbifIssue",
  };
  return terms.map((term) => (term === undefined ? undefined : (verbatim[term] ?? term)));
}
