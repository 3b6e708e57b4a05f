/** What is a job? Work that runs longer than a request: a download that is made, records that are interpreted. */
import type { ProcessIdentity } from "../storage/processes.ts";

/** GBIF's states of downloads. */
export const JOB_STATUSES = [
  "PREPARING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "CANCELLED",
  "SUSPENDED",
  "FILE_ERASED",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** How far a job is. */
export interface JobProgress {
  /** What is done at the moment: `"interpreting"`. */
  readonly phase: string;
  /** Records done in this phase. */
  readonly done: number;
  /** Of so many, where that is known. */
  readonly total?: number | undefined;
  /** Which share is done, 0 to 1, where only that is known. */
  readonly share?: number | undefined;
}

/** The file that a job made, as it was when it was whole. */
export interface JobFile {
  /** Name in the folder of the job. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** Whom to tell when a job has ended, and how far that is. */
export interface JobWebhook {
  readonly url: string;
  readonly state: "WAITING" | "DELIVERED" | "FAILED";
  readonly tries: number;
  /** When to try (again), milliseconds since 1970. */
  readonly nextTry: number;
  readonly problem?: string | undefined;
}

/** A job as it is kept. Times are milliseconds since 1970. */
export interface Job {
  readonly key: string;
  /** Which kind of work: `"download"`. */
  readonly kind: string;
  /** Label of the API key that asked for it. */
  readonly owner: string;
  readonly created: number;
  readonly modified: number;
  /** From then on its files are removed. */
  readonly eraseAfter: number;
  readonly status: JobStatus;
  /** Equal for requests that ask for the same. */
  readonly same: string;
  /** How often it was begun. */
  readonly starts: number;
  readonly progress: JobProgress;
  /** Who does it at the moment. */
  readonly runner?: ProcessIdentity | undefined;
  readonly file?: JobFile | undefined;
  /** What the kind of work tells of it: numbers, sizes. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problem?: { readonly code: string; readonly message: string } | undefined;
  readonly webhook?: JobWebhook | undefined;
}

/** True while a job waits or is worked on. */
export function isUnderWay({ status }: Pick<Job, "status">): boolean {
  return status === "PREPARING" || status === "RUNNING" || status === "SUSPENDED";
}

/** `"2026-01-15T15:05:53.007+00:00"`: times as GBIF writes them. */
export function stampOf(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+00:00");
}
