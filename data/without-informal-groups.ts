/**
 * Which rows of the bundled archive are not names but informal groups?
 *
 * NCBI's taxonomy has groups such as "Heliantheae alliance" or "Astyanax clade" between families and genera. They came into
 * the archive as species, so that genera and tribes had a species as parent. This script takes them out: what stands below
 * such a group moves up to the next taxon that is a name, and synonyms of a group go with it.
 *
 *   node data/without-informal-groups.ts old.zip new.zip
 *
 * The same archive gives the same bytes each time; run on its own result it changes nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** Ranks that may stand below a species. */
const BELOW_SPECIES = new Set(["subspecies", "variety", "form", "species", "unranked"]);
/** Second words that make a group of what looks like a binomial. "Group" alone is the rank of cultivars: it needs children. */
const INFORMAL = /^\S+ (alliance|clade|cluster|lineages?|taxa|unplaced|grade|assemblage|complex)$/;
/** Written into the zip: the archive must not depend on the day of the script. */
const MODIFIED = new Date(2026, 10, 22);

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error("node data/without-informal-groups.ts OLD.zip NEW.zip");
const files = unzipSync(readFileSync(from));
const [header = "", ...lines] = strFromU8(files["taxon.txt"]!).trimEnd().split("\n");
const names = header.split("\t");
const [id, parent, accepted, name, rank, status] = [
  "taxonID",
  "parentNameUsageID",
  "acceptedNameUsageID",
  "scientificName",
  "taxonRank",
  "taxonomicStatus",
].map((column) => names.indexOf(column)) as [number, number, number, number, number, number];
const rows = lines.map((line) => line.split("\t"));
const byId = new Map(rows.map((row) => [row[id]!, row]));

const groups = new Set<string>();
for (const row of rows) {
  if (row[rank] === "species" && row[status] === "accepted" && INFORMAL.test(row[name]!)) groups.add(row[id]!);
  const above = byId.get(row[parent]!);
  if (row[status] === "accepted" && above?.[rank] === "species" && !BELOW_SPECIES.has(row[rank]!)) groups.add(above[id]!);
}

/** The next higher taxon that is a name. */
function nameAbove(key: string): string {
  let above = key;
  while (groups.has(above)) above = byId.get(above)![parent]!;
  return above;
}

const isGone = (row: readonly string[]): boolean => groups.has(row[id]!) || groups.has(row[accepted]!);
const gone = new Set(rows.filter(isGone).map((row) => row[id]!));
let moved = 0;
const kept = rows.filter((row) => !isGone(row));
for (const row of kept) {
  const above = nameAbove(row[parent]!);
  if (above !== row[parent]) moved++;
  row[parent] = above;
}
const vernaculars = strFromU8(files["vernacularname.txt"]!)
  .trimEnd()
  .split("\n")
  .filter((line) => !gone.has(line.split("\t")[0]!));
const text = (all: readonly string[]): Uint8Array => strToU8(`${all.join("\n")}\n`);
const result = {
  ...files,
  "taxon.txt": text([header, ...kept.map((row) => row.join("\t"))]),
  "vernacularname.txt": text(vernaculars),
};
writeFileSync(to, zipSync(result, { level: 9, mtime: MODIFIED }));
process.stdout.write(
  `${groups.size} groups and ${gone.size - groups.size} synonyms of theirs left out, ${moved} rows moved up, ${kept.length} names, ${vernaculars.length - 1} vernacular names kept\n`,
);
for (const key of groups) process.stdout.write(`  ${byId.get(key)![name]}\n`);
