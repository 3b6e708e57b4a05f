/**
 * How is a batch answered that a worker died of?
 *
 * In halves: each worker reads the whole batch and answers its slice of the rows. A slice that kills again is read once more
 * and every row of it is told that it has no answer; when even reading kills, rows are only counted. So the rows before and
 * behind the deadly one keep their answers, and the server reads nothing itself that a worker died of.
 */
import { RowCursor } from "../tables/row-cursor.ts";
import { answerEnd, answerSeparator, answerStart, type BatchAnswer, type BatchForm, problemRows } from "./batch.ts";

/** The answers to the slices of a batch as the answer to the batch. */
export function joinSlices(form: BatchForm, slices: readonly BatchAnswer[]): BatchAnswer {
  const rowCount = slices.reduce((sum, slice) => sum + slice.rowCount, 0);
  const failedCount = slices.reduce((sum, slice) => sum + slice.failedCount, 0);
  const separator = Buffer.from(answerSeparator(form));
  const parts: Uint8Array[] = [];
  if (!form.isPart) parts.push(form.answered === "msgpack" ? listHead(rowCount) : Buffer.from(answerStart(form)));
  for (const [i, { bytes }] of slices.filter(({ rowCount: rows }) => rows > 0).entries())
    parts.push(...(i > 0 ? [separator] : []), bytes);
  if (!form.isPart) parts.push(Buffer.from(answerEnd(form)));
  return { bytes: Buffer.concat(parts), rowCount, failedCount, problems: slices[0]?.problems };
}

/** The answer to a batch of rows that no worker could even read: every row says so. */
export function unreadBatch(bytes: Buffer, form: BatchForm, message: string): BatchAnswer {
  const text = bytes.toString("latin1");
  const { header } = form;
  const dialect = header?.dialect ?? { delimiter: "", quote: "", newline: form.newline ?? "\n" };
  const cursor = new RowCursor(dialect, { columnCount: header?.columns.length ?? 1 });
  let count = 0;
  for (cursor.begin(text, true); cursor.next(); ) count++;
  return problemRows(count, form, message);
}

/** "array 32" of MessagePack. */
function listHead(length: number): Buffer {
  const head = Buffer.alloc(5, 0xdd);
  head.writeUInt32BE(length, 1);
  return head;
}
