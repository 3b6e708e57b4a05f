import assert from "node:assert/strict";
import { test } from "node:test";
import { logLine, logLines } from "../../src/http/log-lines.ts";

const TIME = Date.UTC(2026, 10, 30, 1, 2, 3);

test("an event is one line: when, how grave, what, and what it tells of", () => {
  const event = { level: 40, time: TIME, pid: 1, hostname: "vm", checklistKey: "col", n: 3, msg: "release loaded" };
  assert.equal(logLine(JSON.stringify(event)), "2026-11-30T01:02:03Z warn: release loaded (checklistKey=col, n=3)\n");
});

test("the stack of an error stands below its line, moved in", () => {
  const err = { type: "Error", message: "x", stack: "Error: x\n    at y" };
  assert.equal(
    logLine(JSON.stringify({ level: 50, time: TIME, err, msg: "failed" })),
    "2026-11-30T01:02:03Z error: failed\n    Error: x\n        at y\n",
  );
});

test("what came from outside neither breaks the line nor talks to the terminal", () => {
  const line = logLine(
    JSON.stringify({ level: 30, time: TIME, msg: "a\nb\u001b[31m\u202e", url: "\r\n2026 fatal: all is lost" }),
  );
  assert.equal(line.split("\n").length, 2);
  assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\u202e]/u);
  assert.match(line, /a\\u000ab\\u001b\[31m\\u202e/);
});

test("what is no JSON is passed on, and the address is left to serve", () => {
  const written: string[] = [];
  const lines = logLines({ write: (text) => written.push(text) });
  lines.write("plain\n");
  lines.write(JSON.stringify({ level: 30, time: TIME, msg: "Server listening at http://127.0.0.1:1" }));
  assert.deepEqual(written, ["plain\n"]);
});
