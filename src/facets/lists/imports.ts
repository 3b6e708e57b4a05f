/**
 * How is the list of a source replaced by a file?
 *
 * A source is one list of names with one facet value, or one list of snippets. Its file replaces what the store has of it
 * in one commit: readers see the old list or the new one, never half of it.
 *
 *   const report = await importList(store, 12, bytes, { by: "cli" });
 *
 * It is read first (read-list.ts), outside of the commit, then written (write-list.ts), and kept to be taken back
 * (history.ts).
 */
import type { FacetStore } from "../store/store.ts";
import { keepImport, pastImport } from "./history.ts";
import { finished, type ImportOptions, type ImportReport, readList } from "./read-list.ts";
import { writeList } from "./write-list.ts";

/**
 * Replaces the list of a source by a file.
 *
 * @param bytes the list, unpacked (unpack.ts)
 * @throws BinomenError FACET_NOT_FOUND, FACET_IMPORT_ENCODING, FACET_IMPORT_EMPTY, FACET_IMPORT_REMOVES,
 *   FACET_IMPORT_COLUMN, FILE_NOT_A_TABLE
 */
export async function importList(
  store: FacetStore,
  sourceId: number,
  bytes: Buffer,
  options: ImportOptions,
): Promise<ImportReport> {
  const list = await readList(store.vocabulary(), sourceId, bytes, options);
  try {
    const commit = await store.write((writer) => {
      writeList(writer, list);
      if (list.report.dryRun) throw new DryRunEnds();
      keepImport(store, writer, list);
    });
    list.report.sequence = commit.sequence;
  } catch (error) {
    // A dry run does all that an import does and then lets the transaction go, so the two cannot disagree.
    if (!(error instanceof DryRunEnds)) throw error;
  }
  return finished(list);
}

/**
 * Makes a source's list what it was after an earlier import.
 * @throws BinomenError FACET_NOT_FOUND when the history has no such import, or its file is no longer kept
 */
export async function rollBack(store: FacetStore, importId: number, by: string): Promise<ImportReport> {
  const { source, bytes, options } = pastImport(store, importId, by);
  return importList(store, source, bytes, options);
}

class DryRunEnds extends Error {}
