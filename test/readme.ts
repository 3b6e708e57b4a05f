/**
 * What does the README tell its reader to type, and what does it say will be answered?
 *
 * A fenced block of language `sh` is typed; a block of another language right after it (only blank lines between) is
 * what the reader will see. `…` (or `...`) in an answer stands for anything.
 */
import assert from "node:assert/strict";

export interface Typed {
  /** Line of the README where the block starts, from 1. */
  readonly line: number;
  /** One command; continued lines are joined, comments and prompts are gone. */
  readonly command: string;
  /** What is said to be answered to the last command of the block. */
  readonly answer: { readonly language: string; readonly text: string } | undefined;
}

/** All commands in their order. */
export function commandsOf(markdown: string): Typed[] {
  const lines = markdown.split("\n");
  const typed: Typed[] = [];
  let last: { end: number; indexes: number[] } | undefined;
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\w*)/.exec(lines[at]!);
    if (!fence) continue;
    const start = at + 1;
    for (at = start; at < lines.length && !lines[at]!.startsWith("```"); at++);
    const inside = lines.slice(start, at);
    if (fence[1] === "sh") {
      const commands = splitCommands(inside);
      last = { end: at, indexes: commands.map((_, i) => typed.length + i) };
      for (const command of commands) typed.push({ line: start, command, answer: undefined });
    } else if (last && lines.slice(last.end + 1, start - 1).every((line) => line.trim() === "")) {
      const index = last.indexes.at(-1);
      if (index !== undefined)
        typed[index] = { ...typed[index]!, answer: { language: fence[1]!, text: inside.join("\n") } };
      last = undefined;
    }
  }
  return typed;
}

function splitCommands(lines: readonly string[]): string[] {
  const commands: string[] = [];
  let open = "";
  for (const line of lines) {
    const text = open === "" ? line.replace(/^\$ /, "") : line;
    if (open === "" && (text.trim() === "" || text.trimStart().startsWith("#"))) continue;
    open += text;
    // A command goes on after a backslash, a pipe and inside quotes.
    if (/(\\|\||&&)\s*$/.test(open) || (open.split("'").length - 1) % 2 === 1) {
      open += "\n";
      continue;
    }
    commands.push(open.replace(/\s+#\s.*$/, ""));
    open = "";
  }
  assert.equal(open, "", "a command of the README does not end");
  return commands;
}

/** Fails unless the output says what the README promises. */
export function assertAnswer(promised: NonNullable<Typed["answer"]>, output: string): void {
  if (promised.language === "json" && !/…|\.\.\./.test(promised.text)) {
    assertContains(JSON.parse(output), JSON.parse(promised.text), "answer");
    return;
  }
  const squeeze = (text: string) => text.replace(/\s+/g, promised.language === "json" ? "" : " ").trim();
  const parts = promised.text.split(/…|\.\.\./).map(squeeze);
  const found = squeeze(output);
  let at = 0;
  for (const part of parts) {
    const next = found.indexOf(part, at);
    assert.ok(
      next >= 0,
      `the README promises ${JSON.stringify(part)}, found ${JSON.stringify(found.slice(at, at + 1500))}`,
    );
    at = next + part.length;
  }
}

/** Every member that is promised is there; more may be. Lists have the promised length. */
function assertContains(actual: unknown, promised: unknown, path: string): void {
  if (typeof promised !== "object" || promised === null) {
    assert.equal(actual, promised, path);
    return;
  }
  assert.ok(typeof actual === "object" && actual !== null, `${path} is missing`);
  if (Array.isArray(promised)) assert.equal((actual as unknown[]).length, promised.length, `length of ${path}`);
  for (const [name, value] of Object.entries(promised))
    assertContains((actual as Record<string, unknown>)[name], value, `${path}.${name}`);
}
