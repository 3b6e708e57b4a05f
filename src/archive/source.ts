/** What does every source give, whatever its format? */
import type { NameUsage, VernacularName } from "../taxonomy/name-usage.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import type { UsageTable } from "./usage-table.ts";

/** The formats that are told apart. */
export type SourceFormat = "dwca" | "coldp" | "gbif-simple" | "acef" | "text-tree" | "delimited" | "ndjson";

/** What a source says about itself. Absent and empty are the same. */
export interface SourceMetadata {
  title?: string | undefined;
  version?: string | undefined;
  /** Publication date as written. */
  issued?: string | undefined;
  licence?: string | undefined;
  doi?: string | undefined;
}

/** How far a source was read. Compressed single files count compressed bytes, everything else the bytes inside. */
export interface ByteProgress {
  read: number;
  readonly total: number;
}

/** An opened source. `usages` and `vernaculars` may be called again and then start over. */
export interface Source {
  /** Path it was opened from. */
  readonly path: string;
  readonly format: SourceFormat;
  readonly metadata: SourceMetadata;
  /** Fills while usages are read, and begins anew with each `usages()`; the object stays the same. */
  readonly report: ProblemReport;
  readonly progress: ByteProgress;
  /**
   * All usages in the order of the source, in batches of some thousand. Constant memory, except where a format joins
   * files by id or refers by name (ColDP with Name and Taxon files, DwC with `acceptedNameUsage` only).
   *
   * @throws SOURCE_DAMAGED when a file cannot be decompressed.
   */
  usages(): AsyncIterable<NameUsage[]>;
  /** Common names, empty when the source has none. */
  vernaculars(): AsyncIterable<VernacularName>;
  /**
   * Set when the usages stand in one uncompressed file that can be read from the middle: threads can then share the
   * work with `splitTable` and `readTableRange` of `usage-table.ts`.
   */
  readonly table?: UsageTable | undefined;
  /** Closes the files. Safe to call twice. */
  close(): Promise<void>;
}
