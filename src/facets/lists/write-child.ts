/** Makes the commits of a server in a process of its own, see write-process.ts: `node write-child.ts <folder>`. */
import { readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { BinomenError } from "../../errors.ts";
import { FacetStore } from "../store/store.ts";
import { applyEdit } from "./edits.ts";
import { importList, rollBack } from "./imports.ts";
import { unpackList } from "./unpack.ts";
import type { ToldTask, WriteReply } from "./write-process.ts";

const WRITING_NICENESS = 10;
const directory = process.argv[2] as string;
// Where both want the processor, whoever reads has it.
setPriority(WRITING_NICENESS);
// Signals go to the whole group of a terminal; the server decides when this process has done its work.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

const opening = FacetStore.open(directory, { isChecked: true });
let turn: Promise<unknown> = opening;
process.on("message", ({ id, task }: { id: number; task: ToldTask }) => {
  turn = turn.then(
    async () => process.send?.({ id, reply: await answer(task) }),
    (error: Error) => process.send?.({ id, reply: { failure: error.message } satisfies WriteReply }),
  );
});
// The server has gone, or needs nothing more.
process.on("disconnect", () => {
  turn.then(
    async () => {
      await (await opening).close();
      process.exit(0);
    },
    () => process.exit(1),
  );
});

async function answer(task: ToldTask): Promise<WriteReply> {
  try {
    return { done: await perform(await opening, task) };
  } catch (error) {
    if (error instanceof BinomenError) return { error: { code: error.code, details: error.details } };
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function perform(store: FacetStore, task: ToldTask) {
  switch (task.do) {
    case "import": {
      const packed = "path" in task.file ? await readFile(task.file.path) : Buffer.from(task.file.bytes);
      const list = await unpackList(packed, task.options.fileName ?? "upload");
      return importList(store, task.source, list, task.options);
    }
    case "rollback":
      return rollBack(store, task.importId, task.by);
    case "edit":
      return store.write((writer) => applyEdit(writer, task.edit));
  }
}
