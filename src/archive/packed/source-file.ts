/** What is a file of a source, and which files are none? */

import { basename } from "node:path";
import type { ProblemReport } from "../../taxonomy/problem-report.ts";

/** One file of a source. */
export interface SourceFile {
  /** Path inside the source with `/`, without the packing suffix: `"data/taxon.tsv"`. */
  readonly name: string;
  /** Bytes that {@link read} counts in `onBytes`: inside a zip or tar the unpacked size, of a packed single file the packed. */
  readonly size: number;
  /** Path on disk when the file is plain and can be read from the middle. */
  readonly plainPath?: string | undefined;
  /** The unpacked bytes. Stopping early closes the file. */
  read(onBytes?: (count: number) => void): AsyncIterable<Buffer>;
}

/** The files of a source; `close` releases the zip. */
export interface SourceFiles {
  readonly files: readonly SourceFile[];
  /** Also one file on its own. */
  readonly packing: "folder" | "zip" | "tar" | "file";
  /** Ranges of cells of a sheet that are one cell of several rows. */
  readonly merged?: readonly string[] | undefined;
  /** Names that a zip has twice. */
  readonly repeated?: readonly string[] | undefined;
  /** Bytes around a zip that are not of it. */
  readonly around?: { readonly before: number; readonly behind: number } | undefined;
  close(): Promise<void>;
}

/** Tells of what is odd about a zip or workbook, each time that a reading begins. */
export function reportPacking(
  { around, repeated = [], merged = [] }: SourceFiles,
  path: string,
  report: ProblemReport,
): void {
  for (const range of merged) report.addAlways("MERGED_CELLS", Number(/\d+/.exec(range)), range, basename(path));
  for (const name of repeated) report.addAlways("REPEATED_FILE", 1, name, basename(path));
  if (around !== undefined)
    report.addAlways(
      "BYTES_AROUND_ZIP",
      1,
      `${around.before} bytes before it, ${around.behind} behind it`,
      basename(path),
    );
}

/** True for files that operating systems leave in archives and that are never data. */
export function isLitter(name: string): boolean {
  return /(^|\/)(__MACOSX\/|\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(name);
}
