/** What the main thread and the workers of an attempt say to each other. */
import type { ProblemCount } from "../../taxonomy/problem-report.ts";
import type { InterpretationOptions } from "../interpretation/tools.ts";
import type { RowChunk } from "../reading/rows.ts";
import type { SideRow } from "./chunk/interpret-chunk.ts";

/** A checklist as workers see it: the image is shared memory. */
export interface SharedChecklist {
  readonly checklistKey: string;
  readonly releaseId: string;
  readonly image: Uint8Array;
}

/** What all chunks of an attempt have in common, as a worker is told when it starts. */
export interface AttemptSettings {
  readonly checklists: readonly SharedChecklist[];
  readonly ownDictionaries: string | undefined;
  readonly options: InterpretationOptions;
  readonly defaults: Readonly<Record<string, string>> | undefined;
  readonly now: number;
  readonly createdBy: string;
}

/** "Write the hashes of these rows." */
export interface SurveyMessage {
  readonly kind: "survey";
  readonly chunk: RowChunk;
  readonly path: string;
}

/** "Write these rows of another table with the hash of the record they belong to." */
export interface SideMessage {
  readonly kind: "side";
  readonly chunk: RowChunk;
  readonly rowType: string;
  /** Joined by the id of the core row, or by the occurrenceID in the row. */
  readonly joinBy: "row" | "occurrenceID";
  readonly path: string;
}

/** "Interpret these rows and write what becomes of them." */
export interface InterpretMessage {
  readonly kind: "interpret";
  readonly chunk: RowChunk;
  readonly keys: Float64Array;
  readonly fates: Uint8Array;
  readonly sides: readonly SideRow[];
  readonly coreTerms: readonly string[];
  readonly terms: readonly string[];
  /** Folder of the attempt; the number of the chunk names the files. */
  readonly folder: string;
}

/** "Match the names of a part again." */
export interface RefreshMessage {
  readonly kind: "refresh";
  readonly part: string;
  readonly from: string;
  readonly folder: string;
}

/** "Interpret these JSON lines and give back the records as JSON lines." */
export interface StreamMessage {
  readonly kind: "stream";
  readonly chunk: RowChunk;
  readonly options: InterpretationOptions;
  readonly now: number;
}

/** Any message. */
export type AttemptMessage = SurveyMessage | SideMessage | InterpretMessage | RefreshMessage | StreamMessage;

/** How many rows a chunk has. */
export interface ChunkDone {
  readonly rows: number;
  /** Only for a survey: lines that hold no record, with the first of them. */
  readonly unreadable?: { readonly count: number; readonly lines: readonly number[] } | undefined;
  /** Only for rows of other tables: what was wrong with them. */
  readonly problems?: readonly ProblemCount[] | undefined;
  /** Only for a stream: the records. */
  readonly bytes?: Uint8Array | undefined;
}

/** For a message with a chunk: its bytes are handed over, not copied. The sender has them no more. */
export function handedOver({ bytes }: RowChunk): { transferList: ArrayBuffer[] } {
  return { transferList: [bytes.buffer as ArrayBuffer] };
}
