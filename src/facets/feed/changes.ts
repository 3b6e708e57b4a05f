/**
 * What has changed after this cursor?
 *
 * The change feed, `GET /facets/changes`. A page:
 *
 *   { "kind": "changes", "epoch": "…",
 *     "results": [{ "seq": "17", "kind": "score", "id": "wfo-fvs-wfo-0000632146-60-52", "op": "upsert" | "delete",
 *                   "wfo_id": "wfo-0000632146", "modified": "2026-03-30T14:29:41Z", "doc": {…} }],
 *     "cursor": "…", "more": true, "high": "17", "oldest": "0" }
 *
 * - `seq` grows with every change; commit order is the order of `seq`. A thing appears once, at its newest change.
 * - `wfo_id` stands on scores, snippets and names; `doc` only with include_docs, on upserts of anything but names.
 * - names: `op` is "touch", with the newest `reasons` (score, snippet, source-flag, facet-heritable, label, move) and
 *   `descendants`: whether the documents of the name's descendants change as well. Accepted name of a synonym and
 *   descendants are for the reader to look up: the store knows no classification. A name may stand twice: its newest
 *   touch and its newest one with `descendants`.
 * - `more: false`: that was all; `cursor` is the reader's checkpoint, also on an empty page.
 * - At least once: applying a page twice does no harm. Deletes are told until they are forgotten (`oldest`).
 */

import { facetTag, nameId, scoreTag, snippetTag, sourceTag, tickTime, valueTag } from "../records/identifiers.ts";
import { type ChangeKind, KINDS } from "../records/layout.ts";
import {
  blocksFrom,
  DELETED,
  DESCENDANTS,
  entryAt,
  type LogBlock,
  OF_SNIPPETS,
  type ReadOptions,
  SUPERSEDED,
} from "../records/log.ts";
import { type Head, KIND_WORD, REASONS, type Reason } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import type { FacetStore } from "../store/store.ts";
import { makeCursor, readCursor } from "./cursor.ts";
import {
  facetDocument,
  fullSnippetDocument,
  type StoreDocument,
  scoreDocument,
  sourceDocument,
  valueDocument,
} from "./documents.ts";

/** Most changes of one page. */
export const MAX_PAGE = 5000;

/** A change as the feed tells it. */
interface Change {
  seq: string;
  kind: string;
  id: string;
  op: "upsert" | "delete" | "touch";
  wfo_id?: string;
  modified: string;
  reasons?: Reason[];
  descendants?: boolean;
  doc?: StoreDocument;
}

/** A page of the feed. */
export interface ChangesPage {
  kind: "changes";
  epoch: string;
  results: Change[];
  cursor: string;
  more: boolean;
  /** Newest sequence of the store. */
  high: string;
  /** Deletes up to this sequence may be forgotten. */
  oldest: string;
}

/** What to read. */
export interface ChangesQuestion {
  /** `undefined`: from the beginning; `"now"`: from the newest change on. */
  cursor?: string | undefined;
  limit?: number | undefined;
  kinds?: readonly ChangeKind[] | undefined;
  includeDocs?: boolean | undefined;
}

/**
 * A page of changes, read from one commit.
 * @throws BinomenError FACET_CURSOR_INVALID · FACET_EPOCH_CHANGED · FACET_CURSOR_TOO_OLD
 */
export function changesPage(
  store: FacetStore,
  { cursor, limit = 1000, kinds = KINDS, includeDocs = false }: ChangesQuestion = {},
): ChangesPage {
  const transaction = store.databases.state.useReadTransaction();
  try {
    const read = { transaction };
    const head = store.head(read);
    const vocabulary = store.vocabulary(read);
    const after = cursor === undefined ? 0 : cursor === "now" ? head.sequence : readCursor(head, kinds, cursor);
    const results: Change[] = [];
    let last = head.sequence;
    let more = false;
    pages: for (const block of mergedBlocks(store, kinds, after + 1, read)) {
      for (let i = Math.max(0, after + 1 - block.sequence); i < block.count; i++) {
        const at = entryAt(block, i);
        if ((block.bytes[at] as number) & SUPERSEDED) continue;
        if (results.length === limit) {
          more = true;
          last = Number(results.at(-1)?.seq);
          break pages;
        }
        results.push(toChange(store, vocabulary, block, at, block.sequence + i, includeDocs, read));
      }
    }
    return {
      kind: "changes",
      epoch: head.epoch,
      results,
      cursor: makeCursor(head, kinds, last),
      more,
      high: String(head.sequence),
      oldest: String(head.oldest),
    };
  } finally {
    transaction.done();
  }
}

/** Sequence a cursor stands at, for the lag of its reader; -1 when it is not usable. */
export function cursorSequence(head: Head, kinds: readonly ChangeKind[], cursor: string): number {
  try {
    return readCursor(head, kinds, cursor);
  } catch {
    return -1;
  }
}

/** Blocks of several kinds in the order of their sequences. A commit numbers kind by kind, so blocks never interleave. */
function* mergedBlocks(
  store: FacetStore,
  kinds: readonly ChangeKind[],
  fromSequence: number,
  read: ReadOptions,
): Generator<LogBlock> {
  const heads: { block: LogBlock; rest: Generator<LogBlock> }[] = [];
  try {
    for (const kind of kinds) {
      const rest = blocksFrom(store.databases, kind, fromSequence, read);
      const first = rest.next();
      if (!first.done) heads.push({ block: first.value, rest });
    }
    while (heads.length > 0) {
      let least = 0;
      for (let i = 1; i < heads.length; i++)
        if ((heads[i] as { block: LogBlock }).block.sequence < (heads[least] as { block: LogBlock }).block.sequence)
          least = i;
      const head = heads[least] as (typeof heads)[0];
      yield head.block;
      const next = head.rest.next();
      if (next.done) heads.splice(least, 1);
      else head.block = next.value;
    }
  } finally {
    for (const { rest } of heads) rest.return(undefined);
  }
}

function toChange(
  store: FacetStore,
  vocabulary: Vocabulary,
  block: LogBlock,
  at: number,
  sequence: number,
  includeDocs: boolean,
  read: ReadOptions,
): Change {
  const { bytes } = block;
  const kind = KINDS[block.kind] as ChangeKind;
  const flags = bytes[at] as number;
  const deleted = (flags & DELETED) !== 0;
  const op = deleted ? "delete" : "upsert";
  const change = { seq: String(sequence), kind: KIND_WORD[kind], op, modified: tickTime(block.tick) } as const;
  const withDoc = (rest: { id: string; wfo_id?: string }, doc: () => StoreDocument | undefined): Change => {
    const told: Change = { seq: change.seq, kind: change.kind, ...rest, op, modified: change.modified };
    const found = includeDocs && !deleted ? doc() : undefined;
    if (found !== undefined) told.doc = found;
    return told;
  };
  switch (kind) {
    case "facets": {
      const id = bytes.readUInt32BE(at + 1);
      return withDoc({ id: facetTag(id) }, () => facetDocument(vocabulary, id));
    }
    case "values": {
      const id = bytes.readUInt32BE(at + 1);
      return withDoc({ id: valueTag(id) }, () => valueDocument(vocabulary, id));
    }
    case "sources": {
      const id = bytes.readUInt32BE(at + 1);
      const source = vocabulary.sources.get(id);
      const ofSnippets = source === undefined ? (flags & OF_SNIPPETS) !== 0 : source.facetValueId === null;
      return withDoc({ id: sourceTag(id, ofSnippets) }, () => source && sourceDocument(source));
    }
    case "scores": {
      const name = bytes.readUIntBE(at + 1, 5);
      const value = bytes.readUInt32BE(at + 6);
      const source = bytes.readUInt32BE(at + 10);
      return withDoc({ id: scoreTag(name, source, value), wfo_id: nameId(name) }, () => {
        const metadata = store.metadata(bytes.subarray(at + 14, at + 22), read);
        return scoreDocument(name, value, source, block.tick, metadata ?? "{}");
      });
    }
    case "snippets": {
      const id = bytes.readUInt32BE(at + 1);
      const name = nameId(bytes.readUIntBE(at + 5, 5));
      return withDoc({ id: snippetTag(id), wfo_id: name }, () => {
        const snippet = store.snippet(id, read);
        return snippet && fullSnippetDocument(id, snippet, store.metadata(snippet.metadata, read));
      });
    }
    case "names": {
      const id = nameId(bytes.readUIntBE(at + 1, 5));
      const bits = bytes[at + 6] as number;
      const reasons = (Object.keys(REASONS) as Reason[]).filter((reason) => bits & REASONS[reason]);
      const descendants = (flags & DESCENDANTS) !== 0;
      return { ...change, id, op: "touch", wfo_id: id, reasons, descendants };
    }
  }
}
