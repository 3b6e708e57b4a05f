/**
 * How is a store copied, and how is a copy put in its place?
 *
 * A backup is a consistent copy of one commit, taken while the store is used. A restored store has a new epoch: clients
 * that read changes the backup does not know are told to begin anew instead of silently missing what was lost.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
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
 * Makes a store out of a backup in an empty or new folder; no server may have it open. The backup
 * stays as it is: it may lie where nothing can be written.
 *
 * Everything gets a new second, later than any that a reader of the lost store may have been told: whoever asks for what
 * was modified since then is told all of it again, since some of what he was told is lost.
 * @throws BinomenError FACET_FILE_INVALID when the folder holds something or the backup is damaged, SOURCE_NOT_FOUND when
 * there is no backup, STORE_DAMAGED when its bytes cannot be read
 */
export async function restore(
  backup: string,
  folder: string,
  now: () => number = Date.now,
): Promise<Verification & { clockAheadSeconds: number }> {
  await requireEmpty(folder);
  if (!existsSync(join(backup, "data.mdb")))
    throw new BinomenError("SOURCE_NOT_FOUND", { path: join(backup, "data.mdb") });
  // Made beside its place: a restore that is killed leaves no store that looks whole.
  const unfinished = `${folder}-restoring-${randomUUID()}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await cp(backup, unfinished, { recursive: true, filter: (path) => !path.endsWith("lock.mdb") });
    const restored = await renew(backup, unfinished, now, await lastTold(folder));
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    return restored;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Checks the copy of a backup, brought to the present format, and gives all of it a new second and itself a new epoch. */
async function renew(
  backup: string,
  copy: string,
  now: () => number,
  told: number,
): Promise<Verification & { clockAheadSeconds: number }> {
  const store = await FacetStore.open(copy);
  try {
    const checked = await verifyStore(store);
    if (checked.problemCount > 0) {
      const problem = `the backup is damaged: ${checked.problems[0]} (${checked.problemCount} in all). Take another one.`;
      throw new BinomenError("FACET_FILE_INVALID", { file: backup, problem });
    }
    const nowSeconds = Math.floor(now() / 1000);
    await store.exclusively(() => {
      const tick = restamp(store.databases, Math.max(nowSeconds, store.head().tick, told) + 1);
      const epoch = randomBytes(6).toString("hex");
      const secret = randomBytes(16).toString("hex");
      store.databases.state.put("head", { ...store.head(), tick, epoch, secret });
    });
    return { ...checked, clockAheadSeconds: Math.max(0, store.head().tick - nowSeconds) };
  } finally {
    await store.close();
  }
}

async function requireEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  if (found.length === 0) return;
  const problem = "the folder is not empty. Name a new one, or move what is there away.";
  throw new BinomenError("FACET_FILE_INVALID", { file: folder, problem });
}
