/**
 * What is there now, all of it?
 *
 * A reader that begins, or whose cursor is too old, reads a snapshot and then the feed from the snapshot's starting
 * cursor. The snapshot is walked in pages without keeping one read transaction open (that would let the file grow), so
 * it may mix commits; the changes from its starting cursor on repair that.
 *
 *   {"kind":"snapshot","cursor":"…","epoch":"…"}     read changes from this cursor afterwards
 *   {"kind":"score","id":"…","doc":{…}} …            in the order of keys
 *   {"kind":"end","count":123}                       without this line the snapshot was cut off
 */

import { nameId } from "../records/identifiers.ts";
import { type ChangeKind, decodeNameRecord, KINDS, numberKey, SCORE_BYTES } from "../records/layout.ts";
import { KIND_WORD } from "../records/records.ts";
import type { FacetStore } from "../store/store.ts";
import { makeCursor } from "./cursor.ts";
import {
  facetDocument,
  fullSnippetDocument,
  type StoreDocument,
  scoreDocument,
  sourceDocument,
  valueDocument,
} from "./documents.ts";

/** Keys read between two looks at everybody else. */
const PAGE = 500;

/** Lines of the snapshot, each with its line end, some per piece. */
export async function* snapshotLines(
  store: FacetStore,
  kinds: readonly ChangeKind[] = KINDS,
  nameOf?: (id: string) => unknown,
): AsyncGenerator<string> {
  const head = store.head();
  const start = { kind: "snapshot", cursor: makeCursor(head, kinds, head.sequence), epoch: head.epoch, kinds };
  yield `${JSON.stringify(start)}\n`;
  const lineOf = (kind: ChangeKind, doc: StoreDocument) => ({ kind: KIND_WORD[kind], id: doc.id });
  const named = (kind: ChangeKind, doc: StoreDocument) => {
    const id = kind === "names" ? doc.id : doc["wfo_id_s"];
    return nameOf === undefined || typeof id !== "string" ? {} : { name: nameOf(id) };
  };
  let count = 0;
  for (const kind of KINDS) {
    if (!kinds.includes(kind)) continue;
    for await (const documents of documentsOf(store, kind)) {
      count += documents.length;
      if (documents.length > 0)
        yield documents
          .map((doc) => `${JSON.stringify({ ...lineOf(kind, doc), ...named(kind, doc), doc })}\n`)
          .join("");
    }
  }
  yield `${JSON.stringify({ kind: "end", count })}\n`;
}

async function* documentsOf(store: FacetStore, kind: ChangeKind): AsyncGenerator<StoreDocument[]> {
  switch (kind) {
    case "facets":
    case "values": {
      const vocabulary = store.vocabulary();
      const document = kind === "facets" ? facetDocument : valueDocument;
      yield [...vocabulary[kind].keys()].flatMap((id) => document(vocabulary, id) ?? []);
      return;
    }
    case "sources":
      yield [...store.vocabulary().sources.values()].map(sourceDocument);
      return;
    case "snippets":
      for (let from = 0; ; ) {
        const range = { start: numberKey(from, 4), limit: PAGE };
        const page: StoreDocument[] = [];
        let last = -1;
        for (const { key, value } of store.databases.snippets.getRange(range)) {
          last = (key as Buffer).readUInt32BE(0);
          page.push(fullSnippetDocument(last, value, store.metadata(Buffer.from(value.metadata))));
        }
        yield page;
        if (last < 0) return;
        from = last + 1;
        await new Promise(setImmediate);
      }
    default:
      for (let from = 0; ; ) {
        const page: StoreDocument[] = [];
        let last = -1;
        for (const { key, value } of store.databases.names.getRange({ start: numberKey(from, 5), limit: PAGE })) {
          last = (key as Buffer).readUIntBE(0, 5);
          const { scores, touched } = decodeNameRecord(value);
          if (kind === "names") page.push({ id: nameId(last), kind_s: "wfo-name", touched: String(touched) });
          else
            for (let at = 0; at < scores.length; at += SCORE_BYTES)
              page.push(
                scoreDocument(
                  last,
                  scores.readUInt32BE(at),
                  scores.readUInt32BE(at + 4),
                  scores.readUIntBE(at + 22, 5),
                  store.metadata(scores.subarray(at + 8, at + 16)) ?? "{}",
                ),
              );
        }
        yield page;
        if (last < 0) return;
        from = last + 1;
        await new Promise(setImmediate);
      }
  }
}
