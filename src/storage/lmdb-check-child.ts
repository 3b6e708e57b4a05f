/** Reads every entry of an LMDB file and ends with 0; see lmdb-check.ts: `node lmdb-check-child.ts <file>`. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname } from "node:path";
import { open } from "lmdb";

const path = process.argv[2] as string;
const MAGIC = 0xbeefc0de;
/** Where the magic stands: behind the head of the page, whose size depends on the version of the format. */
const MAGIC_PLACES = [16, 24];

function refuse(problem: string): never {
  process.stderr.write(`damaged: ${problem}\n`);
  process.exit(1);
}

const start = Buffer.alloc(64);
const file = openSync(path, "r");
const stats = fstatSync(file);
readSync(file, start, 0, start.length, 0);
closeSync(file);
if (!stats.isFile()) refuse("it is not a regular file");
if (stats.size > 0 && !MAGIC_PLACES.some((place) => start.readUInt32LE(place) === MAGIC)) refuse("it is no LMDB file");

// A folder of a store names its file data.mdb; a file alone stands for itself.
const isFolder = basename(path) === "data.mdb";
try {
  const root = open({ path: isFolder ? dirname(path) : path, noSubdir: !isFolder, readOnly: true, maxDbs: 64 });
  const names = [...root.getKeys({})].map(String);
  let bytes = 0;
  for (const name of names) {
    // A key that names no database is an entry of the file itself: so a server remembers its readers.
    const database = root.openDB<Buffer, Buffer>({ name, keyEncoding: "binary", encoding: "binary" }) as
      | ReturnType<typeof root.openDB<Buffer, Buffer>>
      | undefined;
    if (database === undefined) {
      bytes += root.getBinary(name)?.length ?? Number.NaN;
      continue;
    }
    for (const { key, value } of database.getRange({})) bytes += Number(key?.length) + Number(value?.length);
  }
  if (Number.isNaN(bytes)) refuse("it has entries without bytes");
  await root.close();
} catch (error) {
  refuse((error as Error).message.split("\n")[0]!.replace(/\.$/, ""));
}
