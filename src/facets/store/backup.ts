/**
 * How is a store copied, and how is a copy put in its place?
 *
 * A backup is a consistent copy of one commit, taken while the store is used. A restored store has a new epoch: clients
 * that read changes the backup does not know are told to begin anew instead of silently missing what was lost.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { BinomenError } from "../../errors.ts";
import { lastTold } from "./readers.ts";
import { restamp } from "./restamp.ts";
import { FacetStore } from "./store.ts";
import { type Verification, verifyStore } from "./verify.ts";

/**
 * Copies the store into an empty or new folder and checks the copy.
 * @throws BinomenError FACET_FILE_INVALID when the folder holds something
 */
export async function backUp(store: FacetStore, folder: string): Promise<Verification> {
  await requireEmpty(folder);
  await store.copyTo(folder);
  const copy = await FacetStore.open(folder, { readOnly: true });
  try {
    return await verifyStore(copy);
  } finally {
    await copy.close();
  }
}

/**
 * Makes a store out of a backup in an empty or new folder; no server may have it open. The backup stays as it is.
 *
 * Everything gets a new second, later than any that a reader of the lost store may have been told: whoever asks for what
 * was modified since then is told all of it again, since some of what he was told is lost.
 * @throws BinomenError FACET_FILE_INVALID when the folder holds something or the backup is damaged
 */
export async function restore(
  backup: string,
  folder: string,
  now: () => number = Date.now,
): Promise<Verification & { clockAheadSeconds: number }> {
  await requireEmpty(folder);
  const source = await FacetStore.open(backup, { readOnly: true });
  let checked: Verification;
  try {
    checked = await verifyStore(source);
  } finally {
    await source.close();
  }
  if (checked.problemCount > 0) {
    const problem = `the backup is damaged: ${checked.problems[0]} (${checked.problemCount} in all). Take another one.`;
    throw new BinomenError("FACET_FILE_INVALID", { file: backup, problem });
  }
  // Made beside its place: a restore that is killed leaves no store that looks whole.
  const unfinished = `${folder}-restoring-${randomUUID()}`;
  await mkdir(dirname(folder), { recursive: true });
  await cp(backup, unfinished, { recursive: true, filter: (path) => !path.endsWith("lock.mdb") });
  const store = await FacetStore.open(unfinished);
  const nowSeconds = Math.floor(now() / 1000);
  const from = Math.max(nowSeconds, store.head().tick, await lastTold(folder)) + 1;
  await store.exclusively(() => {
    const tick = restamp(store.databases, from);
    const epoch = randomBytes(6).toString("hex");
    const secret = randomBytes(16).toString("hex");
    store.databases.state.put("head", { ...store.head(), tick, epoch, secret });
  });
  const { tick } = store.head();
  await store.close();
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return { ...checked, clockAheadSeconds: Math.max(0, tick - nowSeconds) };
}

async function requireEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  if (found.length === 0) return;
  const problem = "the folder is not empty. Name a new one, or move what is there away.";
  throw new BinomenError("FACET_FILE_INVALID", { file: folder, problem });
}
