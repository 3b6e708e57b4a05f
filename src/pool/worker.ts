/**
 * Answers batches from shared images.
 *
 * Keeps one matcher per release until it is told to forget the release; then its memory can be freed.
 */
import { BroadcastChannel, workerData } from "node:worker_threads";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { Answerer } from "../answer/answerer.ts";
import { answerBatch, type BatchAnswer } from "../bulk/batch.ts";
import { type NameList, parseNames } from "../bulk/parse-names.ts";
import { BinomenError } from "../errors.ts";
import { ImageReader } from "../image/read.ts";
import { collectGarbage } from "./collect-garbage.ts";
import type { BatchMessage, BatchReply, ParseReply, SharedRelease, WorkerSettings } from "./messages.ts";

const { forgetChannel, answerCache, cacheCounts } = workerData as WorkerSettings;
const answerers = new Map<string, Answerer>();

const channel = new BroadcastChannel(forgetChannel);
channel.onmessage = (event: unknown) => {
  if (answerers.delete((event as { data: string }).data)) collectGarbage();
};
channel.unref();

/** Answers one batch. */
export default function answer({ release, form, bytes, room }: BatchMessage): BatchReply | Transferred {
  const answerer = answererOf(release);
  const before = answerer.cacheCounts();
  try {
    const rows = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const reply = answerBatch(answerer, rows, form, room);
    const after = answerer.cacheCounts();
    Atomics.add(cacheCounts, 0, BigInt(after.asked - before.asked));
    Atomics.add(cacheCounts, 1, BigInt(after.known - before.known));
    if (reply.bytes.buffer !== room.buffer) return transferred(reply);
    const { bytes: written, ...counts } = reply;
    return { length: written.length, ...counts };
  } catch (error) {
    if (!(error instanceof BinomenError)) throw error;
    return { error: { code: error.code, details: error.details } };
  }
}

/** Parses a list of names. Piscina calls it by its name. */
export function parse(list: NameList): ParseReply | Transferred {
  try {
    const bytes = parseNames(list);
    return transferred({ bytes: new Uint8Array(bytes), rowCount: 0, failedCount: 0 });
  } catch (error) {
    if (!(error instanceof BinomenError)) throw error;
    return { error: { code: error.code, details: error.details } };
  }
}

function answererOf({ releaseId, image }: SharedRelease): Answerer {
  let answerer = answerers.get(releaseId);
  if (!answerer) {
    answerer = new Answerer(new ImageReader(image), answerCache);
    answerers.set(releaseId, answerer);
  }
  return answerer;
}

type Transferred = ReturnType<typeof move>;

/** Hands the bytes of a reply over to the main thread instead of copying them. */
function transferred(reply: BatchAnswer): Transferred {
  const movable = { [transferableSymbol]: [reply.bytes.buffer], [valueSymbol]: reply };
  return move(movable);
}
