/**
 * Of which names does a commit change the index document?
 *
 * Name records are read once, changed in memory and written when the commit ends. A name is *touched* when its index
 * document changes; the reasons of all its changes are gathered in one entry of the names log.
 */

import {
  decodeNameRecord,
  emptyNameRecord,
  encodeNameRecord,
  type NameRecord,
  numberKey,
} from "../../records/layout.ts";
import { DESCENDANTS, ENTRY_BYTES, type Superseded } from "../../records/log.ts";
import { REASONS, type Reason } from "../../records/records.ts";
import type { Entries, OpenCommit } from "./commit.ts";

/** A score that was put or deleted. */
export interface ScoreChange {
  name: number;
  value: number;
  source: number;
  /** Sequence before this commit; 0: it did not exist. */
  before: number;
}

/** A name record as it stands in this commit. */
export interface OpenName {
  record: NameRecord;
  /** Each score once, whatever happened to it. */
  scoreChanges: ScoreChange[];
  isNew: boolean;
}

const NAME_ENTRY = ENTRY_BYTES[5] as number;
/** Above the reason bits. */
const DESCENDANTS_BIT = 0x100;

/** The names of one commit. */
export class CommitNames {
  readonly #commit: OpenCommit;
  readonly #open = new Map<number, OpenName>();
  readonly #touched = new Map<number, number>();

  constructor(commit: OpenCommit) {
    this.#commit = commit;
  }

  /** The record of a name; an empty one when nothing is known of it. Changes of it count when the name is touched. */
  open(name: number): OpenName {
    let open = this.#open.get(name);
    if (open === undefined) {
      const bytes = this.#commit.databases.names.get(numberKey(name, 5));
      // Copied: scores are changed in place.
      const record = bytes === undefined ? emptyNameRecord() : decodeNameRecord(Buffer.from(bytes));
      open = { record, scoreChanges: [], isNew: bytes === undefined };
      this.#open.set(name, open);
    }
    return open;
  }

  /** All scores that were put or deleted. */
  scoreChanges(): ScoreChange[] {
    const changes: ScoreChange[] = [];
    for (const open of this.#open.values()) for (const change of open.scoreChanges) changes.push(change);
    return changes;
  }

  /** Notes that an index document of the name changes. */
  touch(name: number, reason: Reason, descendants: boolean): void {
    const flags = REASONS[reason] | (descendants ? DESCENDANTS_BIT : 0);
    this.#touched.set(name, (this.#touched.get(name) ?? 0) | flags);
  }

  /** Numbers and writes the names that were touched. */
  finish(): Entries {
    const { head, databases } = this.#commit;
    const touched = [...this.#touched].sort((a, b) => a[0] - b[0]);
    const entries = Buffer.alloc(touched.length * NAME_ENTRY);
    const old: Superseded[] = [];
    touched.forEach(([name, flags], index) => {
      const sequence = head.sequence + index + 1;
      const open = this.open(name);
      const isDeep = (flags & DESCENDANTS_BIT) !== 0;
      const at = index * NAME_ENTRY;
      entries[at] = isDeep ? DESCENDANTS : 0;
      entries.writeUIntBE(name, at + 1, 5);
      entries[at + 6] = flags & 0xff;
      supersedeOlder(open.record, sequence, isDeep, old);
      if (open.isNew) head.counts.names++;
      databases.names.put(numberKey(name, 5), encodeNameRecord(open.record));
    });
    return [entries, old];
  }
}

/** The name's newest entry gets a successor; one that concerned descendants only by one that does, too. */
function supersedeOlder(record: NameRecord, sequence: number, isDeep: boolean, old: Superseded[]): void {
  if (record.touched > 0) {
    const soft = record.touched === record.deep && !isDeep;
    old.push({ sequence: record.touched, by: sequence, soft });
    if (isDeep && record.deep > 0 && record.deep !== record.touched) old.push({ sequence: record.deep, by: sequence });
  }
  record.touched = sequence;
  if (isDeep) record.deep = sequence;
}
