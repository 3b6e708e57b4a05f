import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { GBIF_MEMBERS, gbifParsedName } from "../names/forms/gbif-parsed-name.ts";
import { GNPARSER_COLUMNS, gnparserRow } from "../names/forms/gnparser-columns.ts";
import { parseName } from "../names/parse.ts";
import type { ParsedName } from "../names/parsed-name.ts";
import { type Delimiter, writeCell } from "../tables/write.ts";
import { openInput } from "./terminal/input.ts";

interface ParseFlags {
  readonly file: string;
  readonly format: "json" | "csv" | "tsv";
  readonly shape: "binomen" | "gbif" | "gnparser";
}

/** Bytes of output that are gathered before they are written. */
const PIECE = 1 << 16;

/** `binomen parse <name…>`: what name strings say. Needs no checklist. */
export function parseCommand(): Command {
  return new Command("parse")
    .description("take name strings apart, one line per name")
    .argument("[name...]", "name strings; without any, one name a line is read from --file or stdin")
    .option("--file <file>", "file with one name a line, - for stdin", "-")
    .addOption(
      new Option("--format <format>", "json: an object a line; csv and tsv: a table with a header")
        .choices(["json", "csv", "tsv"])
        .default("json"),
    )
    .option("--json", "an object a line, the default; problems as JSON, too")
    .addOption(
      new Option("--shape <shape>", "members: all that binomen knows, GBIF's ParsedName, or gnparser's flat columns")
        .choices(["binomen", "gbif", "gnparser"])
        .default("binomen"),
    )
    .action(async (names: string[], given: ParseFlags & { json?: true }) => {
      const flags: ParseFlags = given.json ? { ...given, format: "json" } : given;
      const lines = names.length > 0 ? names : linesOf(flags.file);
      const written = flags.format === "json" ? objects(lines, flags) : table(lines, flags);
      await pipeline(Readable.from(inPieces(written)), process.stdout, { end: false });
    });
}

/** Lines of a file. The reader is made when the first line is asked for: it does not wait for whoever comes later. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const { bytes } = await openInput(path);
  yield* createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY });
}

type Lines = Iterable<string> | AsyncIterable<string>;

async function* objects(lines: Lines, { shape }: ParseFlags): AsyncGenerator<string> {
  for await (const line of lines) {
    const name = parseName(line);
    if (shape === "binomen") yield JSON.stringify(name);
    else if (shape === "gbif") yield JSON.stringify(gbifParsedName(name));
    else yield JSON.stringify(membersOf(GNPARSER_COLUMNS, gnparserRow(name, uuid5)));
  }
}

async function* table(lines: Lines, { shape, format }: ParseFlags): AsyncGenerator<string> {
  const delimiter: Delimiter = format === "csv" ? "," : "\t";
  const [columns, cellsOf] = TABLES[shape];
  yield columns.join(delimiter);
  for await (const line of lines) {
    yield cellsOf(parseName(line))
      .map((cell) => writeCell(cell, delimiter))
      .join(delimiter);
  }
}

/** Columns of binomen's own table, in Darwin Core's terms where it has one. */
const COLUMNS: readonly (readonly [column: string, cell: (name: ParsedName) => string | number | undefined])[] = [
  ["verbatim", (name) => name.verbatim],
  ["kind", (name) => name.kind],
  ["canonicalName", (name) => name.canonicalName],
  ["canonicalFull", (name) => name.canonicalFull],
  ["canonicalStem", (name) => name.canonicalStem],
  ["uninomial", (name) => name.uninomial],
  ["genericName", (name) => name.genus],
  ["infragenericEpithet", (name) => name.infragenericEpithet],
  ["specificEpithet", (name) => name.specificEpithet],
  ["infraspecificEpithet", (name) => name.infraspecificEpithet],
  ["cultivarEpithet", (name) => name.cultivarEpithet],
  ["taxonRank", (name) => name.rank],
  ["nomenclaturalCode", (name) => name.code],
  ["scientificNameAuthorship", (name) => name.authorship],
  ["year", (name) => name.combinationAuthorship?.year ?? name.basionymAuthorship?.year],
  ["qualifier", (name) => name.qualifiers.map(({ term }) => term).join(" ")],
  ["taxonomicNote", (name) => name.taxonomicNote],
  ["nomenclaturalNote", (name) => name.nomenclaturalNote],
  ["phrase", (name) => name.phrase],
  ["tail", (name) => name.tail],
  ["cardinality", (name) => name.cardinality],
  ["quality", (name) => name.quality],
  ["warnings", (name) => name.warnings.join("; ")],
];

const TABLES: Record<ParseFlags["shape"], readonly [readonly string[], (name: ParsedName) => string[]]> = {
  binomen: [COLUMNS.map(([column]) => column), (name) => COLUMNS.map(([, cell]) => String(cell(name) ?? ""))],
  gbif: [
    GBIF_MEMBERS,
    (name) => {
      const shown = gbifParsedName(name);
      return GBIF_MEMBERS.map((column) => String(shown[column] ?? ""));
    },
  ],
  gnparser: [GNPARSER_COLUMNS, (name) => gnparserRow(name, uuid5)],
};

function membersOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] as string]));
}

/** Name space of gnparser's ids: the UUID version 5 of "globalnames.org" among DNS names. */
const GLOBAL_NAMES = uuid5Hex("6ba7b8109dad11d180b400c04fd430c8", "globalnames.org");

/** UUID version 5 (RFC 9562 §5.5) of a name string, in gnparser's name space. */
function uuid5(verbatim: string): string {
  return uuid5Hex(GLOBAL_NAMES, verbatim).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function uuid5Hex(space: string, text: string): string {
  const bytes = createHash("sha1").update(Buffer.from(space, "hex")).update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString("hex");
}

/** Lines with their line feeds, gathered into pieces worth a write. */
async function* inPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = "";
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
