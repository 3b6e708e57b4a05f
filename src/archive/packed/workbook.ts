/** What is in a spreadsheet (XLSX, ODS) that holds names or records? Its sheet becomes a table like any other. */
import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { BinomenError } from "../../errors.ts";
import { chosenSheet, type SheetHeader } from "../../tables/workbook.ts";
import { WorkbookProblem } from "../../tables/workbook-form.ts";
import type { SourceFiles } from "./source-file.ts";

/** Largest workbook, packed; it must be held in memory. */
const LARGEST_BYTES = 1 << 28;
/** Heap of the thread that reads it. */
const MOST_MEMORY_MB = 4096;

const WORKER_FILE = new URL(`./workbook-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** What the thread tells: first the sheets, then the one that was asked for as CSV. */
export interface WorkbookReply {
  readonly sheets?: readonly SheetHeader[];
  readonly pieces?: readonly Uint8Array[];
  readonly merged?: readonly string[];
  readonly problem?: Pick<WorkbookProblem, "code" | "message">;
}

/** True for the files of a zip that is a workbook. */
export function isWorkbook({ files, packing }: SourceFiles): boolean {
  if (packing !== "zip") return false;
  const names = new Set(files.map(({ name }) => name));
  return names.has("xl/workbook.xml") || (names.has("content.xml") && names.has("mimetype"));
}

/**
 * The sheet of names or records as a file of its own; the one with the most columns that are known when none is named.
 * It is read in a thread: a million rows take ten seconds, in which a server would not answer.
 *
 * @param known how many of the cells of a header the caller knows
 * @param look sees the headers of all sheets before one is chosen, and may throw
 *
 * @throws SOURCE_DAMAGED when the workbook cannot be read, is too large, or has no such sheet
 */
export async function workbookSheet(
  path: string,
  sheet: string | undefined,
  known: (cells: readonly string[]) => number,
  look?: (sheets: readonly SheetHeader[]) => void,
): Promise<SourceFiles> {
  const { size } = await stat(path);
  if (size > LARGEST_BYTES)
    throw new BinomenError("SOURCE_DAMAGED", {
      path,
      problem: `has ${size} bytes; workbooks are read up to ${LARGEST_BYTES}. Save the sheet as CSV.`,
    });
  const worker = new Worker(WORKER_FILE, {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const next = () => nextReply(worker);
  try {
    const { sheets = [] } = await next();
    look?.(sheets);
    const title = sheet ?? chosenSheet(sheets, known);
    worker.postMessage(title);
    const { pieces = [], merged } = await next();
    const file = {
      name: `${title}.csv`,
      size,
      async *read(onBytes?: (count: number) => void): AsyncGenerator<Buffer> {
        for (const { buffer, byteOffset, length } of pieces) yield Buffer.from(buffer, byteOffset, length);
        onBytes?.(size);
      },
    };
    return { files: [file], packing: "file", merged, close: async () => {} };
  } catch (cause) {
    if (!(cause instanceof WorkbookProblem)) throw cause;
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: workbookFault(cause) }, { cause });
  } finally {
    await worker.terminate();
  }
}

/** @throws WorkbookProblem that the thread met, or that it took too much memory */
async function nextReply(worker: Worker): Promise<WorkbookReply> {
  const reply = await new Promise<WorkbookReply>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      reject(isMemory ? new WorkbookProblem("tooLarge", `more than ${MOST_MEMORY_MB} MB of memory`) : error);
    });
  });
  if (reply.problem) throw new WorkbookProblem(reply.problem.code, reply.problem.message);
  return reply;
}

/** A sentence for whoever gave the workbook. */
function workbookFault({ code, message }: WorkbookProblem): string {
  if (code === "noSheet") return `the workbook has no such sheet, or none with cells (${message}).`;
  if (code === "tooLarge") return `the workbook unpacks to more than can be read (${message}). Save the sheet as CSV.`;
  return `the workbook is damaged (${message}). Open it and save it again.`;
}
