/** What a terminal is shown, and what a pipe is spared. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned } from "../../src/cli/terminal/aligned.ts";
import { ProgressLine } from "../../src/cli/terminal/progress.ts";

/** A stream that keeps what is written to it. */
function streamWith(isTTY: boolean, columns = 20) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { stream, written };
}

test("progress is one line that is written over, as long as the terminal is wide, and goes before what stays", () => {
  const { stream, written } = streamWith(true);
  const progress = new ProgressLine(stream);
  progress.show(() => "12,000 of 48,000 names, 25 %");
  progress.say("done");
  progress.end();
  assert.deepEqual(written, ["\r\u001b[K12,000 of 48,000 na", "\r\u001b[K", "done\n"]);
});

test("a pipe gets no progress, only what stays", () => {
  const { stream, written } = streamWith(false);
  const progress = new ProgressLine(stream);
  let asked = 0;
  progress.show(() => `${asked++}`);
  progress.say("done");
  progress.end();
  assert.deepEqual([written, asked], [["done\n"], 0]);
});

test("the columns of a table stand below each other, and no cell moves the cursor", () => {
  const table = aligned([
    ["change", "name"],
    ["other accepted name", "Abies\u001b[2J alba\r\n\u202e"],
  ]);
  assert.equal(table, "change               name\nother accepted name  Abies�[2J alba���\n");
  assert.match(aligned([["x".repeat(60), "y"]]), /^x{60} {2}y\n$/);
});
