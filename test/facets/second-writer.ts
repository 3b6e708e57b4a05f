/**
 * A process of its own that writes a store which is open here for reading only.
 *
 *   const write = secondWriter(t, store);
 *   await write((writer) => writer.putScore(5, 20, 6, null));
 */
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { FacetStore } from "../../src/facets/store/store.ts";

type Call = [method: keyof FacetWriter, ...args: unknown[]];

/** Forgets deletes in a process of its own. */
export function compactBeside(store: FacetStore, days: number): void {
  const modules = new URL("../../src/facets/store/", import.meta.url);
  const script = `import { FacetStore } from "${modules}store.ts"; import { compactStore } from "${modules}compact.ts";
    const store = await FacetStore.open(${JSON.stringify(store.directory)});
    await compactStore(store, ${days}); await store.close();`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script]);
  store.refresh();
}

/** Starts the process with the first write; it ends with the test. The calls of one write are made in one commit. */
export function secondWriter(t: Pick<TestContext, "after">, store: FacetStore) {
  let child: ChildProcess | undefined;
  t.after(async () => {
    if (child === undefined) return;
    const exited = once(child, "exit");
    child.disconnect();
    await exited;
  });
  return async (change: (writer: FacetWriter) => unknown): Promise<void> => {
    child ??= fork(fileURLToPath(import.meta.url), [store.directory], { serialization: "advanced" });
    const calls: Call[] = [];
    const recorder = new Proxy({} as FacetWriter, {
      get: (_, method) =>
        // As it stands before the commit: what the calls do to it is not known here.
        method === "vocabulary"
          ? store.vocabulary()
          : (...args: unknown[]) => void calls.push([method as keyof FacetWriter, ...args]),
    });
    change(recorder);
    const answered = once(child, "message");
    child.send(calls);
    const [problem] = await answered;
    if (problem !== null) throw new Error(problem as string);
    store.refresh();
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const store = await FacetStore.open(process.argv[2] as string);
  process.on("message", async (calls: Call[]) => {
    const done = store.write((writer) => {
      for (const [method, ...args] of calls) (writer[method] as (...args: unknown[]) => unknown).call(writer, ...args);
    });
    process.send?.(await done.then(() => null, String));
  });
  process.on("disconnect", () => void store.close());
}
