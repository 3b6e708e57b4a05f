/**
 * Does everything in the store fit together?
 *
 * Reads one snapshot and checks every record against every other one that must agree with it: names, scores, snippets,
 * vocabulary, counters and log. Meant for after a crash, a restore, or a doubt; costs a few seconds per million scores.
 */
import type { Databases } from "../records/databases.ts";
import { nameId } from "../records/identifiers.ts";
import {
  type ChangeKind,
  decodeNameRecord,
  findScore,
  KINDS,
  numberKey,
  SCORE_BYTES,
  scoreOfSourceKey,
  usageKey,
} from "../records/layout.ts";
import {
  blocksFrom,
  DELETED,
  ENTRY_BYTES,
  entryAt,
  type LogBlock,
  type ReadOptions,
  SUPERSEDED,
  supersededBy,
} from "../records/log.ts";
import { isSnippetSource } from "../records/records.ts";
import { OWNED } from "./commit/commit.ts";
import type { FacetStore } from "./store.ts";

/** Problems shown; all are counted. */
const SHOWN = 20;

/** What was looked at, and what does not fit. */
export interface Verification {
  sequence: number;
  checked: { names: number; scores: number; snippets: number; sources: number; logEntries: number };
  problemCount: number;
  /** The first problems, for people. */
  problems: string[];
}

/** Checks the whole store as of one commit. Never throws for what it finds. */
export function verifyStore(store: FacetStore): Promise<Verification> {
  return store.onSnapshot((read) => new Verifier(store, read).run());
}

// lmdb's getKeys writes into the options it is given, so ranges get copies.
class Verifier {
  readonly #store: FacetStore;
  readonly #databases: Databases;
  readonly #read: ReadOptions;
  readonly #found: Verification;
  readonly #usage = new Map<string, number>();
  /** A bit for each row that a score or snippet owns. */
  readonly #owned: Uint8Array;
  #ownedCount = 0;

  constructor(store: FacetStore, read: ReadOptions) {
    this.#store = store;
    this.#databases = store.databases;
    this.#read = read;
    const checked = { names: 0, scores: 0, snippets: 0, sources: 0, logEntries: 0 };
    const { sequence, nextId } = store.head(read);
    this.#owned = new Uint8Array((nextId.metadata >> 3) + 1);
    this.#found = { sequence, checked, problemCount: 0, problems: [] };
  }

  run(): Verification {
    this.#vocabulary();
    this.#names();
    this.#scoresOfSources();
    this.#snippets();
    this.#rows();
    this.#usageCounts();
    for (const kind of KINDS) this.#log(kind);
    this.#headCounts();
    return this.#found;
  }

  #vocabulary(): void {
    const { facets, values, sources } = this.#store.vocabulary(this.#read);
    for (const value of values.values())
      if (!facets.has(value.facetId))
        this.#problem(`value ${value.id} belongs to facet ${value.facetId}, which is not there`);
    for (const source of sources.values()) {
      this.#found.checked.sources++;
      if (source.facetValueId !== null && !values.has(source.facetValueId))
        this.#problem(`source ${source.id} gives value ${source.facetValueId}, which is not there`);
      if ((source.facetValueId !== null) === isSnippetSource({ ...source, facetValueId: null }))
        this.#problem(`source ${source.id} is neither a list of scores nor a list of snippets, or both`);
    }
  }

  #names(): void {
    const { names, metadata, scoresOfSource, snippets } = this.#databases;
    const { values, sources } = this.#store.vocabulary(this.#read);
    const { checked } = this.#found;
    for (const { key, value } of names.getRange({ ...this.#read })) {
      const name = (key as Buffer).readUIntBE(0, 5);
      const record = decodeNameRecord(value);
      checked.names++;
      if (record.touched > this.#found.sequence) this.#problem(`${nameId(name)} was touched after the newest commit`);
      let before = -1;
      for (let at = 0; at < record.scores.length; at += SCORE_BYTES) {
        checked.scores++;
        const valueId = record.scores.readUInt32BE(at);
        const source = record.scores.readUInt32BE(at + 4);
        const what = `the score of ${nameId(name)} for value ${valueId} by source ${source}`;
        const order = valueId * 2 ** 26 + source;
        if (order <= before) this.#problem(`${what} is out of order`);
        before = order;
        if (!values.has(valueId) || !sources.has(source)) this.#problem(`${what} has no value or no source`);
        else if (sources.get(source)?.facetValueId !== valueId)
          this.#problem(`${what} stands in a list that gives ${sources.get(source)?.facetValueId ?? "snippets"}`);
        if (scoresOfSource.get(scoreOfSourceKey(source, name, valueId), this.#read) === undefined)
          this.#problem(`${what} is missing from the list of its source`);
        const row = record.scores.subarray(at + 8, at + 16);
        if (row.readBigUInt64BE(0) !== 0n && metadata.get(Buffer.from(row), this.#read) === undefined)
          this.#problem(`${what} has lost its row`);
        this.#noteRow(row, what);
        const usage = `${valueId} ${source}`;
        this.#usage.set(usage, (this.#usage.get(usage) ?? 0) + 1);
      }
      for (const id of record.snippets) {
        const snippet = snippets.get(numberKey(id, 4), this.#read);
        if (snippet?.name !== name) this.#problem(`snippet ${id} of ${nameId(name)} is not there`);
      }
    }
  }

  #scoresOfSources(): void {
    let count = 0;
    for (const _ of this.#databases.scoresOfSource.getKeys({ ...this.#read })) count++;
    if (count !== this.#found.checked.scores)
      this.#problem(`sources list ${count} scores, names have ${this.#found.checked.scores}`);
  }

  #snippets(): void {
    const { snippets, snippetsOfSource } = this.#databases;
    const { sources } = this.#store.vocabulary(this.#read);
    const { checked } = this.#found;
    for (const { key, value } of snippets.getRange({ ...this.#read })) {
      const id = (key as Buffer).readUInt32BE(0);
      checked.snippets++;
      const source = sources.get(value.source);
      if (source === undefined) this.#problem(`snippet ${id} has no source`);
      else if (!isSnippetSource(source)) this.#problem(`snippet ${id} stands in a list of scores`);
      this.#noteRow(Buffer.from(value.metadata), `snippet ${id}`);
      if (!this.#store.name(value.name, this.#read).snippets.includes(id))
        this.#problem(`snippet ${id} is missing from ${nameId(value.name)}`);
    }
    let listed = 0;
    for (const _ of snippetsOfSource.getKeys({ ...this.#read })) listed++;
    if (listed !== checked.snippets) this.#problem(`sources list ${listed} snippets, there are ${checked.snippets}`);
  }

  /** A row that says it has one owner has it. */
  #noteRow(key: Buffer, owner: string): void {
    if (key[0] !== OWNED) return;
    const row = key.readUIntBE(2, 6);
    const mask = 1 << (row & 7);
    if ((this.#owned[row >> 3] as number) & mask) this.#problem(`${owner} shares its row`);
    else this.#ownedCount++;
    this.#owned[row >> 3] = (this.#owned[row >> 3] as number) | mask;
  }

  #rows(): void {
    const range = { ...this.#read, start: Buffer.of(OWNED), end: Buffer.of(OWNED + 1) };
    let count = 0;
    for (const _ of this.#databases.metadata.getKeys(range)) count++;
    if (count !== this.#ownedCount) this.#problem(`${count} rows are kept, ${this.#ownedCount} are pointed to`);
  }

  #usageCounts(): void {
    let count = 0;
    for (const { key, value } of this.#databases.usage.getRange({ ...this.#read })) {
      count++;
      const valueId = (key as Buffer).readUInt32BE(0);
      const source = (key as Buffer).readUInt32BE(4);
      const actual = this.#usage.get(`${valueId} ${source}`) ?? 0;
      if (value.readUInt32BE(0) !== actual)
        this.#problem(
          `value ${valueId} is counted ${value.readUInt32BE(0)} times in source ${source}, it stands ${actual} times`,
        );
    }
    if (count === this.#usage.size) return;
    for (const usage of this.#usage.keys()) {
      const [value, source] = usage.split(" ").map(Number) as [number, number];
      if (this.#databases.usage.get(usageKey(value, source), this.#read) === undefined)
        this.#problem(`value ${value} of source ${source} is not counted`);
    }
  }

  /** Blocks follow each other, and every live entry tells the sequence that its thing has. */
  #log(kind: ChangeKind): void {
    let end = 0;
    let alive = 0;
    for (const block of blocksFrom(this.#databases, kind, 0, this.#read)) {
      if (block.sequence < end) this.#problem(`${kind}: blocks of the log overlap at sequence ${block.sequence}`);
      end = block.sequence + block.count;
      if (end - 1 > this.#found.sequence) this.#problem(`${kind}: the log goes on after the newest commit`);
      let live = 0;
      for (let i = 0; i < block.count; i++) {
        this.#found.checked.logEntries++;
        const at = entryAt(block, i);
        const flags = block.bytes[at] as number;
        if (flags & SUPERSEDED) continue;
        live++;
        if (flags & DELETED) continue;
        // A touch of descendants is told beside a newer one without them.
        const isOlderTouch = kind === "names" && supersededBy(block, at) !== 0;
        if (!isOlderTouch) alive++;
        const sequence = this.#sequenceOf(block, at, isOlderTouch);
        if (sequence !== block.sequence + i)
          this.#problem(`${kind}: entry ${block.sequence + i} of the log is live, its thing has sequence ${sequence}`);
      }
      if (live !== block.live)
        this.#problem(`${kind}: block ${block.sequence} counts ${block.live} live entries of ${live}`);
      if (block.bytes.length !== entryAt(block, 0) + block.count * (ENTRY_BYTES[block.kind] as number))
        this.#problem(`${kind}: block ${block.sequence} of the log is cut short`);
    }
    const things = this.#thingsOf(kind);
    if (alive !== things) this.#problem(`${kind}: ${alive} live entries in the log for ${things} things`);
  }

  #thingsOf(kind: ChangeKind): number {
    const { checked } = this.#found;
    if (kind === "names" || kind === "scores" || kind === "snippets") return checked[kind];
    return this.#store.vocabulary(this.#read)[kind].size;
  }

  /** Sequence that the thing of a log entry has; 0 when it is not there. */
  #sequenceOf({ kind, bytes, tick }: LogBlock, at: number, isOlderTouch: boolean): number {
    const { facets, values, sources } = this.#store.vocabulary(this.#read);
    switch (KINDS[kind]) {
      case "facets":
        return facets.get(bytes.readUInt32BE(at + 1))?.sequence ?? 0;
      case "values":
        return values.get(bytes.readUInt32BE(at + 1))?.sequence ?? 0;
      case "sources":
        return sources.get(bytes.readUInt32BE(at + 1))?.sequence ?? 0;
      case "snippets":
        return this.#store.snippet(bytes.readUInt32BE(at + 1), this.#read)?.sequence ?? 0;
      case "names":
        return this.#store.name(bytes.readUIntBE(at + 1, 5), this.#read)[isOlderTouch ? "deep" : "touched"];
      default: {
        const { scores } = this.#store.name(bytes.readUIntBE(at + 1, 5), this.#read);
        const score = findScore(scores, bytes.readUInt32BE(at + 6), bytes.readUInt32BE(at + 10));
        if (score < 0) return 0;
        const tickOfScore = scores.readUIntBE(score + 22, 5);
        if (tickOfScore !== tick)
          this.#problem(`scores: the log and the score differ in their second, ${tick}, ${tickOfScore}`);
        return scores.readUIntBE(score + 16, 6);
      }
    }
  }

  #headCounts(): void {
    const { counts } = this.#store.head(this.#read);
    const { checked } = this.#found;
    for (const what of ["names", "scores", "snippets"] as const)
      if (counts[what] !== checked[what]) this.#problem(`the head counts ${counts[what]} ${what} of ${checked[what]}`);
  }

  #problem(text: string): void {
    this.#found.problemCount++;
    if (this.#found.problems.length < SHOWN) this.#found.problems.push(text);
  }
}
