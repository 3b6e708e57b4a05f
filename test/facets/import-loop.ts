/**
 * Imports one version of a list after the other and says so: `node import-loop.ts <store> <first version>`.
 *
 * Run as a child process that is killed in the middle. A line with the version goes to stdout when it is acknowledged.
 */
import { writeSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { importList } from "../../src/facets/lists/imports.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { FacetStore } from "../../src/facets/store/store.ts";

/** Names of a list; versions share two thirds of them. */
export const LIST_NAMES = 3000;
/** The source that the list belongs to. */
export const LIST_SOURCE = 1;

/** Name and row of every score of a version. */
export function versionRows(version: number): [name: number, row: string][] {
  const rows: [number, string][] = [];
  for (let name = 1; name <= LIST_NAMES; name++)
    if ((name + version) % 3 !== 0)
      rows.push([name, JSON.stringify({ wfo_id: nameId(name), note: String(name % 5 === 0 ? version : 0) })]);
  return rows;
}

/** Opens a store with a source for the list. */
export async function openListStore(directory: string): Promise<FacetStore> {
  const store = await FacetStore.open(directory);
  await store.write((writer) => {
    if (writer.vocabulary.sources.has(LIST_SOURCE)) return;
    const facetId = writer.putFacet({ name: "Habit", heritable: true });
    const facetValueId = writer.putValue({ name: "Tree", facetId });
    writer.putSource({ id: LIST_SOURCE, name: "trees", facetValueId });
  });
  return store;
}

async function importForEver(directory: string, first: number): Promise<never> {
  const store = await openListStore(directory);
  for (let version = first; ; version++) {
    const rows = versionRows(version).map(([, row]) => JSON.parse(row) as { wfo_id: string; note: string });
    const csv = `wfo_id,note\n${rows.map(({ wfo_id, note }) => `${wfo_id},${note}\n`).join("")}`;
    await importList(store, LIST_SOURCE, Buffer.from(csv), { by: "loop", force: true });
    writeSync(1, `${version}\n`);
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) await importForEver(argv[2] as string, Number(argv[3]));
