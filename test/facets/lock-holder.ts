/** A process that holds the store's write lock: `node lock-holder.ts <folder> <file>`, until the file is there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync, writeSync } from "node:fs";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { FacetStore } from "../../src/facets/store/store.ts";

/** Holds the lock from when this resolves until `release` is called, or the test ends. */
export async function holdLock(t: Pick<TestContext, "after">, directory: string): Promise<() => Promise<void>> {
  const file = `${directory}-release`;
  rmSync(file, { force: true });
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), directory, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const release = async (): Promise<void> => {
    if (child.exitCode === null) writeFileSync(file, "");
    await exited;
  };
  t.after(release);
  await once(child.stdout, "data");
  return release;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , directory, file] = process.argv as [string, string, string, string];
  const store = await FacetStore.open(directory);
  await store.exclusively(() => {
    writeSync(1, "held\n");
    const cell = new Int32Array(new SharedArrayBuffer(4));
    while (!existsSync(file)) Atomics.wait(cell, 0, 0, 10);
  });
  await store.close();
}
