/** Makes sources for tests: folders, zips and single files in a folder that is removed with the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { pack } from "tar-stream";
import { type OpenOptions, openSource } from "../../src/archive/open.ts";
import type { Source } from "../../src/archive/source.ts";
import type { NameUsage, VernacularName } from "../../src/taxonomy/name-usage.ts";

/** Files by name. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Writes files into a new folder and gives its path. */
export function folderOf(t: TestContext, files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-source-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Writes one file and gives its path. */
export function fileOf(t: TestContext, name: string, content: string | Buffer): string {
  return join(folderOf(t, { [name]: content }), name);
}

/** Writes files into a zip and gives its path. */
export function zipOf(t: TestContext, files: Files): string {
  return fileOf(t, "source.zip", zipBytes(files));
}

/** A tar of files, with the folders that they lie in, as `tar` writes it. */
export async function tarBytes(files: Files): Promise<Buffer> {
  const tar = pack();
  for (const folder of new Set(Object.keys(files).map((name) => dirname(name))))
    if (folder !== ".") tar.entry({ name: `${folder}/`, type: "directory" });
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  return buffer(tar);
}

/** Opens a source that closes with the test. */
export async function opened(t: TestContext, path: string, options?: OpenOptions): Promise<Source> {
  const source = await openSource(path, options);
  t.after(() => source.close());
  return source;
}

/** All usages of a source. */
export async function usagesOf(source: Source): Promise<NameUsage[]> {
  const usages: NameUsage[] = [];
  for await (const batch of source.usages()) usages.push(...batch);
  return usages;
}

/** All vernacular names of a source. */
export async function vernacularsOf(source: Source): Promise<VernacularName[]> {
  const names: VernacularName[] = [];
  for await (const name of source.vernaculars()) names.push(name);
  return names;
}

/** Kinds of problems with the lines where they were seen. */
export function problemsOf(source: Source): Record<string, number[]> {
  return Object.fromEntries(source.report.toJSON().map(({ kind, first }) => [kind, first.map(({ line }) => line)]));
}

/** A zip as every packing program writes it (APPNOTE.TXT 4.3): local headers with data, then the central directory. */
export function zipBytes(files: Files): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const at = Buffer.alloc(14);
    at.writeUInt32LE(offset, 10);
    local.push(Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), common, at, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from("PK\x05\x06"), end]);
}
