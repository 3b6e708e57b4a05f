/**
 * Measures: nothing. Do other programs read what binomen writes of occurrence records?
 * Clients: python-dwca-reader from PyPI for Darwin Core archives, in an environment of its own; DuckDB for the Parquet files
 * of a dataset and of an export. What cannot be had here is left out, and said.
 * Compared with: the records themselves, as the export of JSON lines has them.
 *
 *   node bench/clients/readers.ts
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { madeUpRecords } from "../interpret/made-up.ts";

const READER = "0.17.1";
const TERMS = ["occurrenceID", "scientificName", "eventDate", "countryCode", "locality", "issue"] as const;
const COUNT = 10_000;
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const HERE = fileURLToPath(new URL("./", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "binomen-readers-"));

try {
  const source = join(folder, "records.tsv");
  await madeUpRecords(source, COUNT, 25);
  const text = readFileSync(source, "utf8").split("\n");
  // Quotes, tabs' neighbours, characters beyond the first plane, media: what readers stumble over.
  text[0] += "\tassociatedMedia\tfieldNotes";
  for (let i = 1; i <= COUNT; i++)
    text[i] +=
      `\t${i % 3 === 0 ? `https://example.org/${i}.jpg|https://example.org/${i}b.jpg` : ""}\t"quoted, ${i}" ß 🦋 \\`;
  writeFileSync(source, text.join("\n"));
  const dataset = join(folder, "dataset");
  const cli = (...parameters: string[]) => execFileSync(process.execPath, [MAIN, ...parameters], { stdio: "pipe" });
  cli("interpret", source, "--out", dataset);
  const exported = (format: string) => {
    const path = join(folder, `${format}.out`);
    cli("export", dataset, "--format", format, "--out", path);
    return path;
  };
  const records = readFileSync(exported("ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const wanted = records.map((record) => TERMS.map((term) => cellOf(record[term === "issue" ? "issues" : term])));
  const media = records.reduce((sum, { media: list }) => sum + ((list as unknown[] | undefined)?.length ?? 0), 0);
  const rows = [...(await readByPython(exported("dwca"), wanted, media)), ...(await readByDuckDb(dataset, wanted))];
  console.table(rows);
  if (rows.length === 0 || rows.some(({ equal, of }) => equal !== of || of < COUNT)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Found = { reader: string; file: string; equal: number; of: number; note: string };

function cellOf(value: unknown): string {
  return value === undefined || value === null ? "" : Array.isArray(value) ? value.join(";") : String(value);
}

function equalRows(found: readonly (readonly string[])[], wanted: readonly (readonly string[])[]): number {
  return wanted.filter((row, i) => row.every((cell, j) => cell === found[i]?.[j])).length;
}

async function readByPython(archive: string, wanted: string[][], media: number): Promise<Found[]> {
  const python = join(folder, "venv", "bin", "python");
  const made = spawnSync("python3", ["-m", "venv", join(folder, "venv")], { encoding: "utf8", timeout: 180_000 });
  const pip = ["-m", "pip", "install", "--quiet", `python-dwca-reader==${READER}`];
  const installed = made.status === 0 ? spawnSync(python, pip, { encoding: "utf8", timeout: 300_000 }) : made;
  if (installed.status !== 0) {
    console.log(`python-dwca-reader ${READER} cannot be installed, left out: ${installed.stderr}`);
    return [];
  }
  const answer = execFileSync(python, [join(HERE, "dwca_reader_check.py"), archive, ...TERMS], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const found = JSON.parse(answer.trim().split("\n").at(-1)!);
  const isMedia = found.extensionRows - COUNT === media;
  return [
    {
      reader: `python-dwca-reader ${READER}`,
      file: "dwca",
      equal: found.rows === COUNT && isMedia && found.metadata ? equalRows(found.values, wanted) : 0,
      of: COUNT,
      note: `${found.coreTerms} terms, ${found.extensions.length} extensions, ${found.extensionRows} rows of them`,
    },
  ];
}

async function readByDuckDb(dataset: string, wanted: string[][]): Promise<Found[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const columns = TERMS.map((term) => (term === "issue" ? "array_to_string(issue, ';')" : `"${term}"`));
  const files = join(dataset, "attempt-0001", "interpreted", "*.parquet");
  const found = await connection.runAndReadAll(`select ${columns.join(", ")} from read_parquet('${files}')`);
  const verbatim = await connection.runAndReadAll(
    `select count(*)::int, count(fieldNotes)::int from read_parquet('${files.replace("interpreted", "verbatim")}')`,
  );
  connection.closeSync();
  instance.closeSync();
  const rows = found.getRowsJS().map((row) => row.map(cellOf));
  const [count, notes] = verbatim.getRowsJS()[0]!;
  return [
    { reader: "DuckDB", file: "interpreted/*.parquet", equal: equalRows(rows, wanted), of: COUNT, note: "" },
    { reader: "DuckDB", file: "verbatim/*.parquet", equal: Number(notes), of: Number(count), note: "" },
  ];
}
