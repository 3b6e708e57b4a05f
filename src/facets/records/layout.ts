/**
 * Which bytes does the store keep under which bytes?
 *
 * Numbers are big endian, so that the order of keys is the order of numbers. Sizes in brackets are bytes.
 *
 *   database        key                               value
 *   names           name(5)                           NameRecord, below: everything known of one name, one read
 *   scoresOfSource  source(4) name(5) value(4)        empty
 *   snippets        snippet(4)                        msgpack SnippetRecord
 *   snippetsOfSource source(4) name(5) identity(16)   snippet(4): the same text keeps its id over re-imports
 *   formerSnippets  source(4) name(5) identity(16)    snippet(4) of one that was deleted: it gets its id back
 *   metadata        owner(1) 0 number(6)              JSON of one row of a source, numbered as they come
 *   vocabulary      kind(1) id(4)                     msgpack Facet | FacetValue | Source
 *   log             kind(1) sequence(6)               LogBlock (log.ts): ≤ 250 changes of one kind and one tick
 *   ticks           kind(1) tick(5)                   sequence(6) of that tick's first block
 *   spent           tick(5) sequence(6)               empty: a block of names without a live entry since that tick
 *   tombstones      kind(1) key                       sequence(6) of the delete
 *   usage           value(4) source(4)                scores(4)
 *   imports         import(4)                         msgpack ImportRecord (lists/history.ts)
 *   importFiles     import(4)                         its file, Zstandard
 *   importsOfSource source(4) import(4)               empty
 *   state           "head", "format"                  Head (records.ts), the version of these bytes
 *
 *   NameRecord
 *   0           6        12             14           14 + 27·n
 *   | touched(6)| deep(6)| n = scores(2)| Score × n  | snippet(4) …
 *   Score:  value(4) source(4) metadata(8) sequence(6) tick(5), ascending by value, source
 *
 * One record per name instead of one row per score: 4.6 million scores are 0.5 million keys, and an index document
 * costs one read per name of its graph. `touched` is the sequence of the name's newest entry in the names log, `deep` of the
 * newest one that concerns descendants; the record stays when the last score has gone, so that the name is still listed
 * as modified. `owner` of a row is 1: the row belongs to one score or snippet and goes with it. Before format 2 equal rows
 * of one commit shared a key (owner 0): those go when `facets compact` finds that nothing points to them.
 */

/** The six kinds of change, in the order in which one commit numbers them. */
export const KINDS = ["facets", "values", "sources", "scores", "snippets", "names"] as const;
/** A kind of change. */
export type ChangeKind = (typeof KINDS)[number];
/** Number of a kind in keys. */
export const KIND_NUMBER: Readonly<Record<ChangeKind, number>> = {
  facets: 0,
  values: 1,
  sources: 2,
  scores: 3,
  snippets: 4,
  names: 5,
};

export const SCORE_BYTES = 27;
const HEADER_BYTES = 14;
const NO_SCORES = Buffer.alloc(0);

/** All that is stored of one name. `scores` holds `SCORE_BYTES` per score as drawn above. */
export interface NameRecord {
  touched: number;
  deep: number;
  scores: Buffer;
  snippets: number[];
}

/** The record of a name nobody has said anything about. */
export function emptyNameRecord(): NameRecord {
  return { touched: 0, deep: 0, scores: NO_SCORES, snippets: [] };
}

/** Reads a name record. `scores` is a view of `bytes`, valid as long as they are. */
export function decodeNameRecord(bytes: Buffer): NameRecord {
  const end = HEADER_BYTES + bytes.readUInt16BE(12) * SCORE_BYTES;
  const snippets: number[] = [];
  for (let at = end; at < bytes.length; at += 4) snippets.push(bytes.readUInt32BE(at));
  return {
    touched: bytes.readUIntBE(0, 6),
    deep: bytes.readUIntBE(6, 6),
    scores: bytes.subarray(HEADER_BYTES, end),
    snippets,
  };
}

/** Writes a name record into new bytes. */
export function encodeNameRecord(record: NameRecord): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + record.scores.length + record.snippets.length * 4);
  bytes.writeUIntBE(record.touched, 0, 6);
  bytes.writeUIntBE(record.deep, 6, 6);
  bytes.writeUInt16BE(record.scores.length / SCORE_BYTES, 12);
  bytes.set(record.scores, HEADER_BYTES);
  let at = HEADER_BYTES + record.scores.length;
  for (const snippet of record.snippets) at = bytes.writeUInt32BE(snippet, at);
  return bytes;
}

/** Offset of the score in `scores`, or `-1 - offset` where it would have to be inserted. */
export function findScore(scores: Buffer, value: number, source: number): number {
  let low = 0;
  let high = scores.length / SCORE_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * SCORE_BYTES;
    const order = scores.readUInt32BE(at) - value || scores.readUInt32BE(at + 4) - source;
    if (order === 0) return at;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1 - low * SCORE_BYTES;
}

/** A copy of `scores` with a score inserted (zeroed sequence and tick) at `at`. */
export function insertScore(scores: Buffer, at: number, value: number, source: number): Buffer {
  const grown = Buffer.allocUnsafe(scores.length + SCORE_BYTES);
  grown.set(scores.subarray(0, at), 0);
  grown.writeUInt32BE(value, at);
  grown.writeUInt32BE(source, at + 4);
  grown.fill(0, at + 8, at + SCORE_BYTES);
  grown.set(scores.subarray(at), at + SCORE_BYTES);
  return grown;
}

/** A copy of `scores` without the score at `at`. */
export function removeScore(scores: Buffer, at: number): Buffer {
  return Buffer.concat([scores.subarray(0, at), scores.subarray(at + SCORE_BYTES)]);
}

/** Key of one number of `bytes` bytes. */
export function numberKey(value: number, bytes: 4 | 5): Buffer {
  const key = Buffer.allocUnsafe(bytes);
  key.writeUIntBE(value, 0, bytes);
  return key;
}

export function scoreOfSourceKey(source: number, name: number, value: number): Buffer {
  const key = Buffer.allocUnsafe(13);
  key.writeUInt32BE(source, 0);
  key.writeUIntBE(name, 4, 5);
  key.writeUInt32BE(value, 9);
  return key;
}

/** Key of a snippet by its identity: 16 bytes of hash in `identity`. */
export function snippetOfSourceKey(source: number, name: number, identity: Buffer): Buffer {
  const key = Buffer.allocUnsafe(25);
  key.writeUInt32BE(source, 0);
  key.writeUIntBE(name, 4, 5);
  key.set(identity, 9);
  return key;
}

export function vocabularyKey(kind: "facets" | "values" | "sources", id: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = KIND_NUMBER[kind];
  key.writeUInt32BE(id, 1);
  return key;
}

/** Key of a log block (`bytes` 6, a sequence) or of a tick (`bytes` 5). */
export function kindKey(kind: number, number: number, bytes: 5 | 6): Buffer {
  const key = Buffer.allocUnsafe(1 + bytes);
  key[0] = kind;
  key.writeUIntBE(number, 1, bytes);
  return key;
}

export function usageKey(value: number, source: number): Buffer {
  const key = Buffer.allocUnsafe(8);
  key.writeUInt32BE(value, 0);
  key.writeUInt32BE(source, 4);
  return key;
}
