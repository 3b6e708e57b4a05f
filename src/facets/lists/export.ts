/**
 * How does a list look as a file?
 *
 * NDJSON that `importList` reads back without a change: one object per row with `wfo_id`, for snippets `body`, and the
 * row's other columns in `meta`.
 */

import { nameId } from "../records/identifiers.ts";
import { findScore, scoreOfSourceKey } from "../records/layout.ts";
import { NO_METADATA } from "../store/commit/commit.ts";
import type { FacetStore } from "../store/store.ts";

/**
 * Lines of a source's list, by name id, each with its line feed; with `nameOf` also what it says of each id. The source must exist; an empty list gives none.
 * Reads one snapshot, so a list is never half old and half new.
 */
export async function* exportList(
  store: FacetStore,
  source: number,
  nameOf?: (id: string) => unknown,
): AsyncGenerator<string> {
  const { databases } = store;
  const transaction = databases.state.useReadTransaction();
  const read = { transaction };
  const range = { ...read, start: scoreOfSourceKey(source, 0, 0), end: scoreOfSourceKey(source + 1, 0, 0) };
  // As it is kept: parsed and written again, columns named by numbers would come first.
  const metaOf = (key: Buffer): string => (key.equals(NO_METADATA) ? "null" : (store.metadata(key, read) ?? "null"));
  const named = (id: string): string => (nameOf === undefined ? "" : `,"name":${JSON.stringify(nameOf(id))}`);
  try {
    for (const key of databases.scoresOfSource.getKeys({ ...range }) as Iterable<Buffer>) {
      const name = key.readUIntBE(4, 5);
      const { scores } = store.name(name, read);
      const at = findScore(scores, key.readUInt32BE(9), source);
      const meta = at < 0 ? "null" : metaOf(Buffer.from(scores.subarray(at + 8, at + 16)));
      yield `{"wfo_id":"${nameId(name)}"${named(nameId(name))},"meta":${meta}}\n`;
    }
    for (const { key, value } of databases.snippetsOfSource.getRange({ ...range })) {
      const snippet = store.snippet(value.readUInt32BE(0), read);
      if (snippet === undefined) continue;
      const id = nameId((key as Buffer).readUIntBE(4, 5));
      const meta = metaOf(Buffer.from(snippet.metadata));
      yield `{"wfo_id":"${id}"${named(id)},"body":${JSON.stringify(snippet.body)},"meta":${meta}}\n`;
    }
  } finally {
    transaction.done();
  }
}
