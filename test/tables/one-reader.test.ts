/** All who read tables read the same cells: those that csv-parse reads from what is well formed, and no row is lost from what is not. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { sniffTable } from "../../src/archive/sniff.ts";
import { startOfList } from "../../src/bulk/list-start.ts";
import { RowCutter } from "../../src/bulk/row-cutter.ts";
import { readRows } from "../../src/bulk/rows.ts";
import { importRows, isProblem } from "../../src/facets/lists/import-rows.ts";
import { RowCursor } from "../../src/tables/row-cursor.ts";
import { RowSplitter } from "../../src/tables/rows.ts";
import { readTable } from "../../src/tables/table.ts";
import { decodePieces } from "../../src/tables/text.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

interface Read {
  /** Rows behind the header, empty lines left out. */
  rows: string[][];
  /** Lines with a quote that never closes. */
  unclosed: number[];
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** As an archive is read. */
async function asArchive(bytes: Buffer, size: number): Promise<Read> {
  const { format, firstLine } = sniffTable(bytes);
  const rows: string[][] = [];
  const report = new ProblemReport();
  const splitter = new RowSplitter(
    format,
    { wanted: firstLine.map((_, column) => column), count: firstLine.length },
    (cells) => rows.push([...cells]),
    report,
  );
  for await (const piece of decodePieces(chunksOf(bytes, size), format, "x.csv")) splitter.push(piece);
  splitter.end();
  const unclosed = report.toJSON().find(({ kind }) => kind === "UNCLOSED_QUOTE");
  return { rows, unclosed: unclosed?.first.map(({ line }) => line) ?? [] };
}

/** As a list is cut into batches and read by workers. */
async function asList(bytes: Buffer, size: number): Promise<Read> {
  const start = await startOfList(chunksOf(bytes, size), { asked: "csv" });
  const cutter = new RowCutter(start.dialect, {
    columnCount: start.header!.columns.length,
    firstLine: start.firstLine,
  });
  const batches = [];
  for await (const part of start.bytes) batches.push(...cutter.push(part));
  batches.push(...cutter.end());
  const rows: string[][] = [];
  const unclosed: number[] = [];
  for (const batch of batches) {
    const read = readRows(batch.bytes, {
      format: "csv",
      header: start.header,
      newline: start.dialect.newline,
      cellDelimiter: undefined,
      defaults: {},
      firstRow: batch.firstLine,
      maxRows: 0,
    });
    for (const { query, extras } of read.rows)
      if (query) rows.push([query.scientificName ?? "", ...Object.values(extras ?? {}).map(String)]);
    for (const { kind, first } of read.report.toJSON())
      if (kind === "UNCLOSED_QUOTE") unclosed.push(...first.map(({ line }) => line));
  }
  return { rows, unclosed };
}

/** As the page reads what is pasted. */
async function asPage(bytes: Buffer): Promise<Read> {
  const { rows, problems } = readTable(bytes.toString(), { fallback: "," });
  return {
    rows: rows.slice(1),
    unclosed: problems.flatMap(({ kind, line }) => (kind === "UNCLOSED_QUOTE" ? [line] : [])),
  };
}

const HEADER = ["scientificName", "b", "c"];
const cell = fc.string({ unit: fc.constantFrom("a", "Ä", "漢", " ", '"', ",", ";", "\n", "'", "|"), maxLength: 6 });
/** Rows with a first cell, which a list needs as its name; not only of spaces, which the page passes over. */
const rows = fc.array(
  fc.tuple(cell, cell, cell).map(([a, b, c]) => [`x${a}`, b, c]),
  { minLength: 1, maxLength: 8 },
);

/** Cells in quotes where they need them, or always. */
const written = (cells: readonly string[], delimiter: string, always: boolean): string =>
  cells
    .map((text) =>
      always || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text,
    )
    .join(delimiter);

for (const [who, read] of [
  ["an archive", asArchive],
  ["a list", asList],
  ["the page", asPage],
] as const)
  test(`${who} has the cells that csv-parse reads, whatever the delimiter, line ends, quotes and pieces`, () =>
    fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        async (table, delimiter, lineEnd, always, hasMark, size) => {
          // Tab and bar files have quotes when cells need them in most cases; here they need them throughout.
          const quoteAll = always || delimiter === "\t" || delimiter === "|";
          // Line ends inside of cells would be taken for those of a file that has no others.
          const fit = table.map((cells) => cells.map((c) => (lineEnd === "\r" ? c.replaceAll("\n", " ") : c)));
          const text = [HEADER, ...fit].map((cells) => written(cells, delimiter, quoteAll) + lineEnd).join("");
          const expected = parse(text, { delimiter, record_delimiter: lineEnd }).slice(1) as string[][];
          const found = await read(Buffer.from(`${hasMark ? "\uFEFF" : ""}${text}`), size);
          assert.deepEqual(found, { rows: expected, unclosed: [] });
        },
      ),
      { numRuns: 300 },
    ));

test("an import of facets has the cells that csv-parse reads, and those behind backslashes", () =>
  fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(",", ";", "\t"), fc.boolean(), async (table, delimiter, backslashes) => {
      // Imports trim cells, and take a backslash before a quote for one way to write it.
      const fit = table.map((cells) => cells.map((c) => c.trim()));
      const escaped = (text: string): string => text.replaceAll('"', backslashes ? '\\"' : '""');
      const lines = fit.map(([a = "", b = "", c = ""], i) =>
        [`wfo-${String(i + 1).padStart(10, "0")}`, ...[`x${a}`, b, c].map((text) => `"${escaped(text)}"`)].join(
          delimiter,
        ),
      );
      const text = `${["wfo_id", "body", "b", "c"].join(delimiter)}\n${lines.join("\n")}\n`;
      const expected = parse(text, { delimiter, ...(backslashes && { escape: "\\" }) }).slice(1) as string[][];
      const found: string[][] = [];
      for await (const row of importRows(chunksOf(Buffer.from(text), 11), { kind: "snippets" })) {
        assert.ok(!isProblem(row), JSON.stringify(row));
        found.push(Object.values(JSON.parse(row.metadata!) as Record<string, string>));
      }
      assert.deepEqual(found, expected);
    }),
  ));

/** A stray quote in the middle of a table: where, and the line that it is reported on. */
const STRAYS: readonly (readonly [what: string, lines: readonly string[], line: number])[] = [
  ["at the beginning of a cell", ["1,Abies alba,x", '2,"Picea abies,x', "3,Larix decidua,x", "4,Pinus nigra,x"], 3],
  ["in the last row", ["1,Abies alba,x", '2,"Picea abies,x'], 3],
  ["in the first row", ['"1,Abies alba,x', "2,Picea abies,x", "3,Pinus mugo,x"], 2],
  ["with a quoted cell far behind it", ['1,"Abies alba,x', "2,Picea abies,x", '3,"Pinus, mugo",x'], 2],
  ["with a quote at the end of a later cell", ['1,"Abies alba,x', '2,Picea abies "x",x', "3,Pinus mugo,x"], 2],
  ["in the last column", ['1,Abies alba,"x', "2,Picea abies,y", "3,Pinus mugo,z"], 2],
  ["that another closes at the wrong column", ['1,"Abies alba,x', '2,Picea abies,y"', "3,Pinus mugo,z"], 2],
  ["where CRLF ends lines", ['1,"Abies alba,x\r', "2,Picea abies,x\r"], 2],
];

for (const [what, lines, line] of STRAYS)
  test(`a stray quote ${what} loses no row and is reported with its line, by list, archive and page alike`, async () => {
    const bytes = Buffer.from(`id,scientificName,note\n${lines.join("\n")}\n`);
    const archive = await asArchive(bytes, 1000);
    assert.equal(archive.rows.length, lines.length);
    assert.deepEqual(archive.unclosed, [line]);
    assert.deepEqual(await asPage(bytes), archive);
    for (const size of [7, 1000]) {
      const list = await asList(bytes, size);
      // A list names the cells otherwise: name first.
      assert.deepEqual(
        list.rows,
        archive.rows.map(([id, name, note]) => [name, id, note]),
      );
      assert.deepEqual(list.unclosed, [line]);
    }
  });

test("where a text is cut and whether quotes are broken changes no row of a list", () => {
  const messy = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", "b"), maxLength: 60 });
  return fc.assert(
    fc.asyncProperty(messy, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const bytes = Buffer.from(`scientificName,b\n${text}`);
      const whole = await asArchive(bytes, 10_000);
      const list = await asList(bytes, size);
      const named = (table: string[][]): string[] => table.map(([name]) => name!).filter(Boolean);
      // A row with too many cells is answered by a list with a problem.
      if (text.split("\n").every((line) => line.split(",").length <= 2))
        assert.deepEqual(named(list.rows), named(whole.rows));
      const { dialect } = await startOfList(chunksOf(bytes, size), { asked: "csv" });
      const cutter = new RowCutter(dialect, { columnCount: 2 });
      const cursor = new RowCursor(dialect, { columnCount: 2 });
      let count = 0;
      for (cursor.begin(text, true); cursor.next(); ) count++;
      let cut = 0;
      const batches = [];
      for await (const part of chunksOf(Buffer.from(text), size)) batches.push(...cutter.push(part));
      for (const { bytes: rowBytes } of [...batches, ...cutter.end()])
        for (cursor.begin(rowBytes.toString(), true); cursor.next(); ) cut++;
      assert.equal(cut, count);
    }),
    { numRuns: 500 },
  );
});

test("a file with CR alone is read by all", async () => {
  const bytes = Buffer.from("scientificName,b,c\rAbies alba,1,2\rPicea abies,3,4\r");
  const expected = [
    ["Abies alba", "1", "2"],
    ["Picea abies", "3", "4"],
  ];
  for (const read of [asArchive, asList, asPage]) assert.deepEqual((await read(bytes, 5)).rows, expected, read.name);
});

test("the modules that the page uses need nothing but a browser", () => {
  const folder = new URL("../../src/tables/", import.meta.url);
  const own = readdirSync(folder).filter((file) => !["text.ts", "rows.ts", "sent-text.ts"].includes(file));
  assert.ok(own.length >= 7, `${own}`);
  for (const file of own) {
    const source = readFileSync(new URL(file, folder), "utf8");
    for (const [, from] of source.matchAll(/^import (?!type ).*? from "(.+)";$/gm))
      assert.ok(
        own.includes(from!.replace("./", "")) || ["../limits.ts", "fflate"].includes(from!),
        `${file} imports ${from}`,
      );
    assert.doesNotMatch(source.replace(/\/\*[\s\S]*?\*\//g, ""), /\bBuffer\b|process\./, file);
  }
});
