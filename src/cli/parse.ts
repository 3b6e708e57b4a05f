import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { parseName } from "../names/parse.ts";
import { openInput } from "./input.ts";

/** `binomen parse <name…>`: what name strings say, one JSON object a line. Needs no checklist. */
export function parseCommand(): Command {
  return new Command("parse")
    .description("take name strings apart: one JSON object per name")
    .argument("[name...]", "name strings; without any, one name a line is read from --file or stdin")
    .option("--file <file>", "file with one name a line, - for stdin", "-")
    .action(async (names: string[], flags: { file: string }) => {
      const lines = names.length > 0 ? names : await linesOf(flags.file);
      await pipeline(Readable.from(parsed(lines)), process.stdout, { end: false });
    });
}

async function linesOf(path: string): Promise<AsyncIterable<string>> {
  const { bytes } = await openInput(path);
  return createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* parsed(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let text = "";
  for await (const line of lines) {
    text += `${JSON.stringify(parseName(line))}\n`;
    if (text.length < 1 << 16) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
