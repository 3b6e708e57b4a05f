/**
 * How are many lists imported at once?
 *
 * One after the other, and many in one commit: each name that is touched is written once for all of them, and the disk is
 * waited for once. A list that cannot be taken is reported and leaves the others alone. At most GROUP_ROWS rows, or
 * GROUP_BYTES of files, are in memory.
 */
import type { FacetStore } from "../store/store.ts";
import { keepImport } from "./history.ts";
import { finished, type ImportOptions, type ImportReport, type ReadList, readList } from "./read-list.ts";
import { writeList } from "./write-list.ts";

/** Rows from which on a group is written. */
const GROUP_ROWS = 100_000;
/** Bytes of files from which on a group is written. */
const GROUP_BYTES = 1 << 26;

/** A list to import, or why it cannot be. */
export interface GivenList {
  name: string;
  source: number;
  /** Unpacked. @throws whatever keeps this list from being read */
  read: () => Promise<Buffer>;
  options: ImportOptions;
}

/** What became of one list. */
export type ListOutcome = { name: string; source: number } & ({ report: ImportReport } | { error: unknown });

/** Imports lists in their order; yields what became of each, after the commit that holds it. */
export async function* importLists(
  store: FacetStore,
  lists: Iterable<GivenList> | AsyncIterable<GivenList>,
): AsyncGenerator<ListOutcome> {
  let group: { given: GivenList; list: ReadList }[] = [];
  let rows = 0;
  let bytes = 0;
  for await (const given of lists) {
    let list: ReadList;
    try {
      list = await readList(store.vocabulary(), given.source, await given.read(), given.options);
    } catch (error) {
      yield { name: given.name, source: given.source, error };
      continue;
    }
    // Twice in one commit a list would be compared with what is not numbered yet.
    if (group.some((other) => other.given.source === given.source)) {
      yield* written(store, group);
      [group, rows, bytes] = [[], 0, 0];
    }
    group.push({ given, list });
    rows += list.rows.length;
    bytes += list.bytes.length;
    if (rows < GROUP_ROWS && bytes < GROUP_BYTES) continue;
    yield* written(store, group);
    [group, rows, bytes] = [[], 0, 0];
  }
  yield* written(store, group);
}

async function* written(
  store: FacetStore,
  group: readonly { given: GivenList; list: ReadList }[],
): AsyncGenerator<ListOutcome> {
  if (group.length === 0) return;
  const failed = new Map<GivenList, unknown>();
  const isDryRun = group[0]?.given.options.dryRun === true;
  let sequence: number | null = null;
  try {
    const commit = await store.write((writer) => {
      for (const { given, list } of group)
        try {
          writeList(writer, list);
          if (!isDryRun) keepImport(store, writer, list);
        } catch (error) {
          // Refused before anything of it was written.
          failed.set(given, error);
        }
      if (isDryRun) throw new DryRunEnds();
    });
    sequence = commit.sequence;
  } catch (error) {
    if (!(error instanceof DryRunEnds)) throw error;
  }
  for (const { given, list } of group) {
    const { name, source } = given;
    list.report.sequence = sequence;
    yield failed.has(given) ? { name, source, error: failed.get(given) } : { name, source, report: finished(list) };
  }
}

class DryRunEnds extends Error {}
