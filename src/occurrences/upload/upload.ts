/** What is asked of a job that interprets an upload, and what it can become. */
import type { SharedChecklist } from "../dataset/messages.ts";
import type { InterpretationOptions } from "../interpretation/tools.ts";

/** What an upload can become. */
export const UPLOAD_RESULTS = ["dwca", "simple-csv", "ndjson", "parquet", "species-list", "dataset"] as const;
export type UploadResult = (typeof UPLOAD_RESULTS)[number];

/** What is asked for. */
export interface InterpretUpload {
  /** Name of the file in the folder of the job. */
  readonly upload: string;
  /** How the client calls it. */
  readonly name: string;
  readonly bytes: number;
  readonly result: UploadResult;
  readonly options: Partial<InterpretationOptions>;
  /** Go on although there are no rows, or many cannot be kept. */
  readonly force?: boolean | undefined;
  /** What counts as the present, milliseconds. */
  readonly now: number;
}

/** What uploads are interpreted with. */
export interface UploadSettings {
  /** The checklists of the moment. */
  readonly checklists: () => readonly SharedChecklist[];
  readonly version: string;
  readonly workers: number;
  /** Most bytes of an upload that is unpacked. */
  readonly unpackedLimit: number;
}
