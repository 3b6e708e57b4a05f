/** Does the work of an attempt: reads chunks, interprets them, writes their files. */

import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { TaxonAnswers } from "../../answer/taxon-answers.ts";
import { loadDictionaries } from "../dictionaries/dictionaries.ts";
import { type ExportedRecord, ndjsonLines } from "../export/ndjson.ts";
import { Taxa } from "../interpretation/taxa.ts";
import { matcherOf } from "../interpretation/taxon-matcher.ts";
import { lending, lentDoubles } from "../reading/chunk-memory.ts";
import { readColumns } from "../reading/read-columns.ts";
import { readRows } from "../reading/read-rows.ts";
import { chunkFiles } from "./chunk/chunk-files.ts";
import { type ChunkTools, type InterpretedChunk, interpretChunk, recordOf } from "./chunk/interpret-chunk.ts";
import { noteTold, sameForRows } from "./chunk/names-file.ts";
import { partName, writeScratch, writingAllWhole } from "./files.ts";
import { hashOf, type IdHash, identitiesOf } from "./identity.ts";
import type {
  AttemptMessage,
  AttemptSettings,
  ChunkDone,
  InterpretMessage,
  SideMessage,
  SurveyMessage,
} from "./messages.ts";
import { parquetFile } from "./parquet/parquet-file.ts";
import { refreshPart } from "./refresh-part.ts";
import { EXAMPLES } from "./report/chunk-report.ts";
import type { Column } from "./schema.ts";

let tools: ChunkTools | undefined;

/** Does what a message says. */
export default async function work(message: AttemptMessage): Promise<ChunkDone> {
  switch (message.kind) {
    case "survey":
      return lending(() => survey(message));
    case "side":
      return lending(() => side(message));
    case "interpret": {
      const { written, rows, report } = lending(() => interpret(message));
      await written;
      // Last: a chunk is finished when its report is there.
      await writingAllWhole([[join(message.folder, "ledger", `${partName(message.chunk.index)}.json`), report]]);
      return { rows };
    }
    case "refresh":
      return refreshPart(message, toolsOf());
    case "stream": {
      const { options, now } = message;
      const task = { chunk: message.chunk, sides: [], coreTerms: [] };
      return lending(() => {
        const chunk = interpretChunk(task, { ...toolsOf(), options, now });
        noteTold(chunk.asked, toolsOf().taxa);
        return {
          rows: chunk.report.rows,
          bytes: new Uint8Array(Buffer.from(ndjsonLines(recordsOf(chunk), chunk.set))),
        };
      });
    }
  }
}

function toolsOf(): ChunkTools {
  if (tools !== undefined) return tools;
  const settings = workerData as AttemptSettings;
  const matchers = settings.checklists.map(({ checklistKey, releaseId, image }) =>
    matcherOf(checklistKey, releaseId, new TaxonAnswers(image)),
  );
  tools = {
    dictionaries: loadDictionaries(settings.ownDictionaries),
    matchers,
    taxa: new Taxa(matchers),
    options: settings.options,
    defaults: settings.defaults,
    now: settings.now,
    createdBy: settings.createdBy,
  };
  return tools;
}

const HASH_COLUMNS: readonly Column[] = [
  "chunk",
  "pos",
  "line",
  "idA",
  "idB",
  "trA",
  "trB",
  "rowA",
  "rowB",
  "gbifID",
  "content",
].map((name) => ({ name, type: "long" }));

function survey({ chunk, path }: SurveyMessage): ChunkDone {
  const set = readColumns(chunk);
  const { id, triplet, row, gbifID, content } = identitiesOf(set);
  const { rowCount, lines, badLines } = set;
  const nothing = sameForRows(rowCount, undefined);
  const values = [
    sameForRows(rowCount, chunk.index),
    rowNumbers(rowCount),
    doublesOf(lines, rowCount),
    ...[id, triplet, row].flatMap((hashes) => [hashes?.first ?? nothing, hashes?.second ?? nothing]),
    gbifID ?? nothing,
    content.first,
  ];
  writeScratch(path, parquetFile(HASH_COLUMNS, values, rowCount, "binomen"));
  const unreadable = badLines.length > 0 ? { count: badLines.length, lines: badLines.slice(0, EXAMPLES) } : undefined;
  return { rows: rowCount, unreadable };
}

function rowNumbers(rowCount: number): Float64Array {
  const numbers = lentDoubles(rowCount);
  for (let row = 0; row < rowCount; row++) numbers[row] = row;
  return numbers;
}

function doublesOf(numbers: ArrayLike<number>, count: number): Float64Array {
  const doubles = lentDoubles(count);
  for (let i = 0; i < count; i++) doubles[i] = numbers[i]!;
  return doubles;
}

const SIDE_COLUMNS: readonly Column[] = [
  ...["a", "b", "ord", "line"].map((name) => ({ name, type: "long" as const })),
  ...["rowType", "json"].map((name) => ({ name, type: "text" as const })),
];

function side({ chunk, rowType, joinBy, path }: SideMessage): ChunkDone {
  const set = readRows(chunk);
  const at = set.terms.indexOf("occurrenceID");
  const hashes = set.rows.map((row): IdHash => {
    const id = joinBy === "row" ? row.id : row.cells[at]?.trim();
    return id ? hashOf(joinBy === "row" ? id : `\u001f${id}`) : undefined;
  });
  const json = set.rows.map(({ cells }) => {
    const values: Record<string, string> = {};
    for (const [i, term] of set.terms.entries()) if (cells[i] !== undefined) values[term] = cells[i];
    return JSON.stringify(values);
  });
  const values = [
    hashes.map((hash) => hash?.[0]),
    hashes.map((hash) => hash?.[1]),
    set.rows.map((_, i) => chunk.index * 100_000 + i),
    set.rows.map(({ line }) => line),
    set.rows.map(() => rowType),
    json,
  ];
  writeScratch(path, parquetFile(SIDE_COLUMNS, values, set.rows.length, "binomen"));
  return { rows: set.rows.length, problems: set.problems.toJSON() };
}

/** Interprets a chunk; what it is written by, and its report. While the disk is waited for the next chunk is worked on. */
function interpret({ chunk, keys, fates, sides, coreTerms, terms, folder }: InterpretMessage): {
  readonly written: Promise<void>;
  readonly rows: number;
  readonly report: string;
} {
  const ours = toolsOf();
  const done = interpretChunk({ chunk, keys, fates, sides, coreTerms }, ours);
  const name = partName(chunk.index);
  const { interpreted, verbatim, names } = chunkFiles(done, terms, ours);
  const written = writingAllWhole([
    [join(folder, "interpreted", `${name}.parquet`), interpreted],
    [join(folder, "verbatim", `${name}.parquet`), verbatim],
    [join(folder, "ledger", `${name}.names.parquet`), names],
  ]);
  // Should it never get there, the attempt ends, and whoever goes on with it has been told nothing.
  noteTold(done.asked, ours.taxa);
  return { written, rows: done.report.rows, report: JSON.stringify(done.report) };
}

/** The records of a chunk one by one. */
function* recordsOf(chunk: InterpretedChunk): Generator<ExportedRecord & { line: number }> {
  const { terms, columns, lines, rowCount, orders } = chunk.set;
  const usual = terms.map((_, i) => i);
  for (let row = 0; row < rowCount; row++) {
    // In the order of the record's own members: which records came before it must not show.
    const core = (orders?.[row] ?? usual).flatMap((i) => {
      const { codes, values } = columns[i]!;
      const value = values[codes[row]!];
      return value === undefined ? [] : [[terms[i]!, value] as const];
    });
    yield { record: recordOf(chunk, row), core, extensions: chunk.extensions?.[row] ?? {}, line: lines[row]! };
  }
}
