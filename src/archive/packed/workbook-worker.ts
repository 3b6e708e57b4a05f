/** Reads a workbook off the main thread. Started by `workbook.ts`, which says which sheet it wants. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { evenRows, openWorkbook, sheetHeaders } from "../../tables/workbook.ts";
import { type Workbook, WorkbookProblem } from "../../tables/workbook-form.ts";
import { tableText, writeOwnRow } from "../../tables/write.ts";
import type { WorkbookReply } from "./workbook.ts";

function tell(make: () => WorkbookReply): void {
  let reply: WorkbookReply;
  try {
    reply = make();
  } catch (error) {
    if (!(error instanceof WorkbookProblem)) throw error;
    reply = { problem: { code: error.code, message: error.message } };
  }
  parentPort!.postMessage(
    reply,
    (reply.pieces ?? []).map(({ buffer }) => buffer as ArrayBuffer),
  );
}

let workbook: Workbook;
tell(() => {
  workbook = openWorkbook(readFileSync(workerData as string));
  return { sheets: sheetHeaders(workbook) };
});
parentPort!.once("message", (sheet: string) => {
  tell(() => {
    const encoder = new TextEncoder();
    const rows = evenRows(workbook.rows(sheet));
    const pieces = Array.from(tableText(rows, ",", writeOwnRow), (text) => encoder.encode(text));
    return { pieces, merged: workbook.merged?.(sheet) ?? [] };
  });
});
