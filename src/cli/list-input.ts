/** How is a list of names opened, whatever it is: a table, lines, JSON, a workbook; packed or not; a file or stdin? */
import { formatOfContent, formatOfFileName } from "../bulk/detect.ts";
import type { BulkFormat } from "../bulk/format.ts";
import { refuseBinary } from "../bulk/list-start.ts";
import { openInput } from "./terminal/input.ts";
import { mayBeWorkbook, workbookCsv } from "./workbook-list.ts";

/** What the command line says of a list. */
export interface ListFlags {
  from?: BulkFormat | undefined;
  map?: Record<string, string> | undefined;
  column?: string | undefined;
  sheet?: string | undefined;
}

/** A list that is ready to be read. */
export interface OpenedList {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly asked: BulkFormat;
  /** Set where it is known: workbooks come as CSV. */
  readonly delimiter?: string | undefined;
  readonly map: Readonly<Record<string, string>>;
  /** What is to be said of a workbook: other sheets with names, merged cells. */
  readonly notes: readonly string[];
  /** How much of the file was read, 0-1; `undefined` for stdin. */
  share(): number | undefined;
}

/** Forms that `--from` takes. */
export const LIST_FORMS: readonly BulkFormat[] = ["csv", "tsv", "ndjson", "json", "msgpack", "text"];

/**
 * Opens a list; its form is seen from name and content unless it is given.
 * @param file path, `-` for stdin
 * @throws SOURCE_NOT_FOUND, SOURCE_DAMAGED, FILE_NOT_A_TABLE, REQUEST_TOO_LARGE
 */
export async function openList(file: string, flags: ListFlags): Promise<OpenedList> {
  const input = await openInput(file);
  const map = { ...(flags.column && { [flags.column]: "scientificName" }), ...flags.map };
  const where = input.name ?? "The list";
  if (mayBeWorkbook(input.start)) {
    const { csv, notes } = await workbookCsv(input.bytes, where, { sheet: flags.sheet, map });
    return { bytes: csv, asked: "csv", delimiter: ",", map, notes, share: () => undefined };
  }
  if (flags.from !== "msgpack") refuseBinary(input.start, where);
  const asked = flags.from ?? formatOfFileName(input.name ?? "") ?? formatOfContent(input.start, map);
  return { bytes: input.bytes, asked, map, notes: [], share: () => input.share() };
}
