/** What is in a file of JSON lines? One object per usage, members named as the columns of tables are. */

import { decodeSample } from "../tables/encoding.ts";
import { parseLongAsText } from "../tables/long-numbers.ts";
import { decodePieces, reportCharacters } from "../tables/text.ts";
import type { NameUsage, VernacularName } from "../taxonomy/name-usage.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import type { MapOptions } from "./delimited.ts";
import type { SourceFile, SourceFiles } from "./packed/source-file.ts";
import { readSample } from "./sniff.ts";
import type { ByteProgress, Source } from "./source.ts";
import { mapColumns } from "./terms.ts";
import { UsageRows, type UsageRules } from "./usage-rows.ts";

/** Cells come one by one, so no column is read as part of a text. */
const CELLS = { encoding: "utf-8", newline: "\n", delimiter: "", quote: "", headerLines: 0 };

const TEXT = { encoding: "utf-8", newline: "\n" };

/** Opens JSON lines; `undefined` when the first line is no object with a name. */
export async function openNdjson(
  path: string,
  { files, close }: SourceFiles,
  { map }: MapOptions,
): Promise<Source | undefined> {
  const file = files.length === 1 ? files[0]! : undefined;
  if (!file) return undefined;
  const sample = decodeSample(await readSample(file), "utf-8").replace(/^\uFEFF/, "");
  if (!/^\s*\{/.test(sample)) return undefined;
  // Objects leave out empty members, so the members of the first lines together are the columns.
  const members = new Set(
    sample
      .split("\n")
      .slice(0, 200)
      .flatMap((line) => Object.keys(objectOf(line) ?? {})),
  );
  const columns = [...members];
  const fields = mapColumns(columns, map);
  const { scientificName, canonicalName, genericName, uninomial } = fields.columns;
  if ((scientificName ?? canonicalName ?? genericName ?? uninomial) === undefined) return undefined;
  return new NdjsonSource(path, file, columns, fields, close);
}

class NdjsonSource implements Source {
  readonly path: string;
  readonly format = "ndjson";
  readonly metadata = {};
  readonly progress: ByteProgress;
  readonly report = new ProblemReport();
  readonly #file: SourceFile;
  readonly #columns: readonly string[];
  readonly #fields: ReturnType<typeof mapColumns>;
  readonly #close: () => Promise<void>;

  constructor(
    path: string,
    file: SourceFile,
    columns: readonly string[],
    fields: ReturnType<typeof mapColumns>,
    close: () => Promise<void>,
  ) {
    this.path = path;
    this.progress = { read: 0, total: file.size };
    this.#file = file;
    this.#columns = columns;
    this.#fields = fields;
    this.#close = close;
  }

  async *usages(): AsyncIterable<NameUsage[]> {
    this.report.clear();
    this.progress.read = 0;
    const { columns } = this.#fields;
    const rules: UsageRules = {
      parentOfSynonymIsAccepted: columns.acceptedId === undefined && columns.parentId !== undefined,
      statusWhenEmpty: "ACCEPTED",
    };
    const rows = new UsageRows(CELLS, this.#fields, rules, this.report);
    const members = rows.wanted.map((column) => this.#columns[column]!);
    const cells = members.map(() => "");
    let line = 0;
    const bytes = this.#file.read((count) => {
      this.progress.read += count;
    });
    for await (const piece of decodePieces(bytes, TEXT, this.path)) {
      reportCharacters(piece, line + 1, this.report);
      const batch: NameUsage[] = [];
      const lines = piece.text.split("\n");
      if (lines.at(-1) === "") lines.pop();
      for (const text of lines) {
        line++;
        if (!text.trim()) continue;
        const object = objectOf(text);
        if (!object) {
          this.report.add("BAD_ROW", line, text);
          continue;
        }
        members.forEach((member, slot) => {
          cells[slot] = textOf(object[member]);
        });
        const usage = rows.usageOf(cells, line);
        if (usage) batch.push(usage);
      }
      if (batch.length) yield batch;
    }
  }

  async *vernaculars(): AsyncIterable<VernacularName> {}

  close(): Promise<void> {
    return this.#close();
  }
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value = parseLongAsText(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Names and keys are texts or numbers; anything else says nothing about a usage. */
function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}
