/**
 * How far has the index followed the feed?
 *
 * A small JSON file, replaced whole after the index has acknowledged a page. It names feed and index: the cursor of
 * one pair would skip changes of another.
 */
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { BinomenError } from "../errors.ts";

export interface Checkpoint {
  readonly feed: string;
  readonly index: string;
  readonly kinds: readonly string[];
  readonly cursor: string;
  readonly epoch: string;
}

/**
 * The checkpoint in this file, or `undefined` when there is no file.
 *
 * @throws CHECKPOINT_FOREIGN when it belongs to another feed, index or choice of kinds, or cannot be read.
 */
export async function readCheckpoint(
  path: string,
  pair: Pick<Checkpoint, "feed" | "index" | "kinds">,
): Promise<Checkpoint | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const kept = parsed(text);
  const expected = describe(pair);
  if (!kept || describe(kept) !== expected)
    throw new BinomenError("CHECKPOINT_FOREIGN", { path, expected, found: kept ? describe(kept) : "no checkpoint" });
  return kept;
}

/** Replaces the file; a crash leaves the old or the new one, never a half. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  const file = await open(fresh, "w");
  try {
    await file.writeFile(`${JSON.stringify(checkpoint, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

function describe({ feed, index, kinds }: Pick<Checkpoint, "feed" | "index" | "kinds">): string {
  return `${feed} → ${index} (${kinds.join(", ") || "all kinds"})`;
}

function parsed(text: string): Checkpoint | undefined {
  try {
    const value = JSON.parse(text) as Partial<Checkpoint> | null;
    const texts = [value?.feed, value?.index, value?.cursor, value?.epoch];
    return texts.every((member) => typeof member === "string") && Array.isArray(value?.kinds)
      ? (value as Checkpoint)
      : undefined;
  } catch {
    return undefined;
  }
}
