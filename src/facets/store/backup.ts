/**
 * How is a store copied, and how is a copy put in its place?
 *
 * A backup is a consistent copy of one commit, taken while the store is used. A restored store has a new epoch: clients
 * that read changes the backup does not know are told to begin anew instead of silently missing what was lost.
 */
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir } from "node:fs/promises";
import { BinomenError } from "../../errors.ts";
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
 * @throws BinomenError FACET_FILE_INVALID when the folder holds something or the backup is damaged
 */
export async function restore(backup: string, folder: string): Promise<Verification> {
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
  await mkdir(folder, { recursive: true });
  await cp(backup, folder, { recursive: true, filter: (path) => !path.endsWith("lock.mdb") });
  const store = await FacetStore.open(folder);
  await store.exclusively(() => {
    const epoch = randomBytes(6).toString("hex");
    const secret = randomBytes(16).toString("hex");
    store.databases.state.put("head", { ...store.head(), epoch, secret });
  });
  await store.close();
  return checked;
}

async function requireEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => []);
  if (found.length === 0) return;
  const problem = "the folder is not empty. Name a new one, or move what is there away.";
  throw new BinomenError("FACET_FILE_INVALID", { file: folder, problem });
}
