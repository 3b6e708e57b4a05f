/** What does one take home? All columns as they were, what was found for each row, and what was decided. */
import { withoutApostrophe, writeRow } from "../../../tables/write.ts";
import { writeXlsx } from "../../../tables/write-workbook.ts";
import { taxonAt, wordsOf } from "../../answer.ts";
import type { Download, DownloadForm } from "../protocol.ts";
import type { NameList } from "./name-list.ts";

/** Columns that stand behind those of the list. */
export const ADDED_COLUMNS = [
  "matchType",
  "confidence",
  "matchedKey",
  "matchedName",
  "matchedRank",
  "matchedStatus",
  "acceptedKey",
  "acceptedName",
  "kingdom",
  "phylum",
  "class",
  "order",
  "family",
  "genus",
  "reasons",
  "decision",
  "decidedAt",
] as const;

const RANKS = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS"];

/** The titles of all columns of a download. A column of the list may be called like an added one; that keeps its name. */
export function downloadHeader(list: NameList): string[] {
  const { header, table } = list.origin;
  const width = table.rows.reduce((most, row) => Math.max(most, row.length), header.length);
  const own = Array.from({ length: width }, (_, at) => header[at] || (width === 1 ? "name" : `column ${at + 1}`));
  return [...own, ...ADDED_COLUMNS.map((title) => (own.includes(title) ? `binomen ${title}` : title))];
}

/**
 * Cells of {@link ADDED_COLUMNS} of a row. A rejected row has no match any more; `decision` tells it from one that nobody
 * looked at, which is empty there.
 */
export function addedCells(list: NameList, row: number): string[] {
  const decision = list.decisions.get(row);
  const found = list.settled(row);
  if (!found) return ADDED_COLUMNS.map((title) => (title === "decision" ? (decision?.kind ?? "") : ""));
  const isRejected = decision?.kind === "rejected";
  const reasons = [
    ...found.reasons.map(wordsOf),
    ...(found.qualifier ? [`marked "${found.qualifier}"`] : []),
    ...(found.note ? [found.note] : []),
  ];
  const { usage, accepted } = isRejected ? {} : found;
  return [
    found.type,
    usage && found.confidence !== undefined ? String(found.confidence) : "",
    usage?.key ?? "",
    usage?.name ?? "",
    usage?.rank ?? "",
    usage?.status ?? "",
    accepted?.key ?? "",
    accepted?.name ?? "",
    ...RANKS.map((rank) => (isRejected ? "" : taxonAt(found.classification, rank))),
    reasons.join("; "),
    decision?.kind ?? "",
    decision?.at ?? "",
  ];
}

/** The whole list in one of the forms. CSV begins with a mark by which spreadsheets know UTF-8. */
export function download(list: NameList, form: DownloadForm): Download {
  const header = downloadHeader(list);
  const own = header.length - ADDED_COLUMNS.length;
  const { rows } = list.origin.table;
  const cellsOf = (row: number) => [
    ...Array.from({ length: own }, (_, at) => rows[row]?.[at] ?? ""),
    ...addedCells(list, row),
  ];
  if (form === "xlsx") {
    const all = function* () {
      for (let row = 0; row < rows.length; row++) yield cellsOf(row).map(withoutApostrophe);
    };
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    const cutRows = new Set<number>();
    const bytes = writeXlsx(header, all(), (row) => cutRows.add(row)) as Uint8Array<ArrayBuffer>;
    return { file: new Blob([bytes], { type }), cutRows: [...cutRows] };
  }
  const delimiter = form === "csv" ? "," : "\t";
  const parts: string[] = [form === "csv" ? "\uFEFF" : "", writeRow(header, delimiter), "\r\n"];
  for (let row = 0; row < rows.length; row++) parts.push(writeRow(cellsOf(row), delimiter), "\r\n");
  const type = form === "csv" ? "text/csv;charset=utf-8" : "text/tab-separated-values;charset=utf-8";
  return { file: new Blob(parts, { type }), cutRows: [] };
}
