/** What do the main thread and the workers say to each other? */
import type { BatchAnswer, BatchForm } from "../bulk/batch.ts";
import type { ErrorCode } from "../errors.ts";

/** A release as workers see it: the image is shared memory, sending it copies nothing. */
export interface SharedRelease {
  releaseId: string;
  image: Uint8Array;
}

/** "Answer these rows." */
export interface BatchMessage {
  release: SharedRelease;
  form: BatchForm;
  bytes: Uint8Array;
  /** Where to write the answers: shared memory. */
  room: Uint8Array<SharedArrayBuffer>;
}

/** The answers as bytes of their own, for which there was no room. */
type OwnAnswer = BatchAnswer;

/** How many bytes of the room are the answers. */
export interface AnswerInRoom extends Omit<BatchAnswer, "bytes"> {
  length: number;
}

/** The answers, or why there are none; errors lose their class on the way between threads. */
export type BatchReply = AnswerInRoom | OwnAnswer | { error: BatchError };

/** What a list of names says as JSON, or why not. */
export type ParseReply = OwnAnswer | { error: BatchError };

/** Why a batch is not answered. */
export interface BatchError {
  code: ErrorCode;
  details: Record<string, unknown>;
}

/** What a worker is told when it starts. */
export interface WorkerSettings {
  /** Name of the channel on which ids of releases that shall be forgotten are sent. */
  forgetChannel: string;
  /** Answers to remember per release. */
  answerCache: number;
  /** Two counters: answers asked for and answers that were remembered. */
  cacheCounts: BigUint64Array;
}
