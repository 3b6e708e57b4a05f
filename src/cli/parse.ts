import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { writeCell } from "../bulk/delimited-text.ts";
import { gbifParsedName } from "../names/gbif-parsed-name.ts";
import { GNPARSER_COLUMNS, gnparserRow } from "../names/gnparser-columns.ts";
import { parseName } from "../names/parse.ts";
import type { ParsedName } from "../names/parsed-name.ts";
import { openInput } from "./input.ts";

type Format = "json" | "gbif" | "gnparser";

/** `binomen parse <name…>`: what name strings say. Needs no checklist. */
export function parseCommand(): Command {
  return new Command("parse")
    .description("take name strings apart, one line per name")
    .argument("[name...]", "name strings; without any, one name a line is read from --file or stdin")
    .option("--file <file>", "file with one name a line, - for stdin", "-")
    .addOption(
      new Option("--format <format>", "json: all that is known; gbif: GBIF's name parser; gnparser: its CSV")
        .choices(["json", "gbif", "gnparser"] satisfies Format[])
        .default("json"),
    )
    .action(async (names: string[], flags: { file: string; format: Format }) => {
      const lines = names.length > 0 ? names : await linesOf(flags.file);
      await pipeline(Readable.from(parsed(lines, flags.format)), process.stdout, { end: false });
    });
}

const WRITERS: Readonly<Record<Format, (name: ParsedName) => string>> = {
  json: (name) => JSON.stringify(name),
  gbif: (name) => JSON.stringify(gbifParsedName(name)),
  gnparser: (name) => csvRow(gnparserRow(name, gnparserId)),
};

/** A chunk of lines is written at once. */
const CHUNK_LENGTH = 1 << 16;

async function* parsed(lines: Iterable<string> | AsyncIterable<string>, format: Format): AsyncGenerator<string> {
  const write = WRITERS[format];
  let text = format === "gnparser" ? `${csvRow(GNPARSER_COLUMNS)}\n` : "";
  for await (const line of lines) {
    text += `${write(parseName(line))}\n`;
    if (text.length < CHUNK_LENGTH) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

async function linesOf(path: string): Promise<AsyncIterable<string>> {
  const { bytes } = await openInput(path);
  return createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY });
}

function csvRow(cells: readonly string[]): string {
  return cells.map((cell) => writeCell(cell, ",")).join(",");
}

/** gnparser's id of a name string: UUID version 5 under the namespace of globalnames.org. */
function gnparserId(nameString: string): string {
  return uuid5(GLOBAL_NAMES, nameString);
}

const DNS_NAMESPACE = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const GLOBAL_NAMES = uuid5(DNS_NAMESPACE, "globalnames.org");

/** RFC 9562 §5.5. */
function uuid5(namespace: string, name: string): string {
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
