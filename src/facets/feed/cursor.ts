/**
 * Where does a reader of the feed stand?
 *
 * A cursor names the store's epoch, the last sequence read and the kinds asked for, signed with the store's secret: it
 * cannot be made up, used on another store or carried over to another question. Opaque to clients.
 *
 *   base64url of  version(1) kinds(1: bit per kind) sequence(6) epoch(6) signature(8)
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { BinomenError } from "../../errors.ts";
import { type ChangeKind, KIND_NUMBER } from "../records/layout.ts";
import type { Head } from "../records/records.ts";

const VERSION = 1;
const SIGNED_BYTES = 14;
const SNAPSHOT_PATH = "/facets/snapshot";

/** The cursor after `sequence` for a reader of `kinds`. */
export function makeCursor(head: Head, kinds: readonly ChangeKind[], sequence: number): string {
  const bytes = Buffer.alloc(SIGNED_BYTES);
  bytes[0] = VERSION;
  bytes[1] = kindBits(kinds);
  bytes.writeUIntBE(sequence, 2, 6);
  bytes.write(head.epoch, 8, "hex");
  return Buffer.concat([bytes, sign(head, bytes)]).toString("base64url");
}

/**
 * The sequence after which a cursor continues.
 * @throws BinomenError FACET_CURSOR_INVALID (not ours, or of other kinds) · FACET_EPOCH_CHANGED (another history of the
 *   store) · FACET_CURSOR_TOO_OLD (deletes after it are forgotten)
 */
export function readCursor(head: Head, kinds: readonly ChangeKind[], cursor: string): number {
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length !== SIGNED_BYTES + 8 || bytes[0] !== VERSION || bytes.toString("base64url") !== cursor)
    throw new BinomenError("FACET_CURSOR_INVALID", { problem: "it is none of ours." });
  const signed = bytes.subarray(0, SIGNED_BYTES);
  const sequence = bytes.readUIntBE(2, 6);
  // Before the signature: a store made anew has another secret, too, and its readers have to start over all the same.
  if (signed.toString("hex", 8, 14) !== head.epoch || sequence > head.sequence)
    throw new BinomenError("FACET_EPOCH_CHANGED", { snapshot: SNAPSHOT_PATH });
  if (!timingSafeEqual(bytes.subarray(SIGNED_BYTES), sign(head, signed)))
    throw new BinomenError("FACET_CURSOR_INVALID", { problem: "its signature is wrong." });
  if (bytes[1] !== kindBits(kinds))
    throw new BinomenError("FACET_CURSOR_INVALID", { problem: "it was made for other kinds." });
  if (sequence < head.oldest)
    throw new BinomenError("FACET_CURSOR_TOO_OLD", { oldest: head.oldest, snapshot: SNAPSHOT_PATH });
  return sequence;
}

function sign(head: Head, bytes: Buffer): Buffer {
  return createHmac("sha256", head.secret).update(bytes).digest().subarray(0, 8);
}

function kindBits(kinds: readonly ChangeKind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KIND_NUMBER[kind]), 0);
}
