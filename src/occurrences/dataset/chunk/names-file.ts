/**
 * Which names did the records of a chunk ask for, and what was answered?
 *
 * A name is told once by each worker; the files of its later chunks tell but its hash and count. So a source of a hundred
 * million records has lists that are as long as its names are many.
 */
import type { UsageOutline } from "../../../answer/taxon-answers.ts";
import type { MatchQuery } from "../../../taxonomy/match.ts";
import { type AskedNames, TAXON_TERMS, type Taxa } from "../../interpretation/taxa.ts";
import type { ChecklistAnswer } from "../../interpretation/taxon-matcher.ts";
import { lentDoubles, lentInts } from "../../reading/chunk-memory.ts";
import { hashOf } from "../identity.ts";
import type { ColumnValue, NumberedValues, Numbers } from "../parquet/leaves.ts";
import { parquetFile } from "../parquet/parquet-file.ts";
import type { Column, ColumnType } from "../schema.ts";

type AnswerColumn = readonly [
  name: string,
  type: ColumnType,
  valueIn: (answer: ChecklistAnswer, usage: UsageOutline | undefined) => ColumnValue,
];

/** What an answer says. */
const ANSWER_COLUMNS: readonly AnswerColumn[] = [
  ["matchType", "text", ({ verdict: { matchType } }) => matchType],
  ["confidence", "integer", ({ verdict: { confidence } }) => confidence],
  ["usageKey", "text", (_, usage) => usage?.key],
  ["usageName", "text", (_, usage) => usage?.name],
  ["usageRank", "text", (_, usage) => usage?.rank],
  ["taxonomicStatus", "text", (_, usage) => usage?.status],
  ["acceptedKey", "text", (_, usage) => usage?.acceptedKey],
  ["acceptedName", "text", (_, usage) => usage?.acceptedName],
  ["kingdomName", "text", (_, usage) => usage?.kingdom],
  ["familyName", "text", (_, usage) => usage?.family],
];

/** Columns of names.tsv but for the count: what was asked, then what was answered. */
export const NAME_COLUMNS: readonly Column[] = [
  ...[...TAXON_TERMS, "checklistKey"].map((name) => ({ name, type: "text" as const })),
  ...ANSWER_COLUMNS.map(([name, type]) => ({ name, type })),
];

/** Columns of a file: the hash of the question in two halves, how many records ask it, and what is told once. */
const FILE_COLUMNS: readonly Column[] = [
  ...["hashA", "hashB"].map((name) => ({ name, type: "long" as const })),
  { name: "count", type: "integer" },
  ...NAME_COLUMNS,
];

/** A question, and how many records of the chunk ask it. */
interface Asked {
  readonly question: number;
  readonly count: number;
}

/** The file of the names that were asked. Call {@link noteTold} when it is written. */
export function namesFile({ questions, counts, queries }: AskedNames, taxa: Taxa, createdBy: string): Uint8Array {
  const counted: Asked[] = [];
  const told: Asked[] = [];
  for (let i = 0; i < questions.length; i++) {
    const question = questions[i]!;
    (taxa.questions.told[question] === 1 ? counted : told).push({ question, count: counts[i]! });
  }
  const width = taxa.matchers.length;
  // Names that were told have a row that only counts; of the rows of a told one only the first counts.
  const rowCount = told.length * width + counted.length;
  const nothing = sameForRows(rowCount, undefined);
  const asked: MatchQuery[] = [];
  for (const { question } of told) asked.push(queries.get(question)!);
  const values = [
    hashColumn(told, counted, taxa, 0),
    hashColumn(told, counted, taxa, 1),
    countColumn(told, counted, width),
    ...TAXON_TERMS.map((term) => termColumn(asked, width, rowCount, term) ?? nothing),
    checklistColumn(told, taxa, rowCount) ?? nothing,
    ...answerColumns(told, taxa, rowCount).map((column) => column ?? nothing),
  ];
  return parquetFile(FILE_COLUMNS, values, rowCount, createdBy);
}

function hashColumn(told: readonly Asked[], counted: readonly Asked[], taxa: Taxa, half: 0 | 1): Numbers {
  const width = taxa.matchers.length;
  const values = lentDoubles(told.length * width + counted.length);
  let row = 0;
  for (const { question } of told) {
    const value = hashHalf(taxa, question, half);
    for (let i = 0; i < width; i++) values[row++] = value;
  }
  for (const { question } of counted) values[row++] = hashHalf(taxa, question, half);
  return values;
}

function countColumn(told: readonly Asked[], counted: readonly Asked[], width: number): Numbers {
  const values = lentDoubles(told.length * width + counted.length).fill(Number.NaN);
  let row = 0;
  for (const { count } of told) {
    values[row] = count;
    row += width;
  }
  for (const { count } of counted) values[row++] = count;
  return values;
}

/** What was asked; `undefined` when no question has the term. */
function termColumn(
  asked: readonly MatchQuery[],
  width: number,
  rowCount: number,
  term: (typeof TAXON_TERMS)[number],
): ColumnValue[] | undefined {
  let values: ColumnValue[] | undefined;
  for (let i = 0; i < asked.length; i++) {
    const value = asked[i]![term];
    if (value === undefined) continue;
    values ??= new Array(rowCount).fill(undefined);
    values.fill(value, i * width, (i + 1) * width);
  }
  return values;
}

function checklistColumn(told: readonly Asked[], { matchers }: Taxa, rowCount: number): ColumnValue[] | undefined {
  if (told.length === 0) return undefined;
  const values: ColumnValue[] = new Array(rowCount).fill(undefined);
  let row = 0;
  for (const _ of told) for (const { checklistKey } of matchers) values[row++] = checklistKey;
  return values;
}

/** What was answered, by {@link ANSWER_COLUMNS}; `undefined` for a column without any value. */
function answerColumns(
  told: readonly Asked[],
  { matchers, questions }: Taxa,
  rowCount: number,
): (ColumnValue[] | undefined)[] {
  const columns: (ColumnValue[] | undefined)[] = ANSWER_COLUMNS.map(() => undefined);
  let row = 0;
  for (const { question } of told)
    for (let i = 0; i < matchers.length; i++, row++) {
      const answer = questions.answer(question, i);
      const usage = answer.usage < 0 ? undefined : matchers[i]!.outline(answer.usage);
      for (let column = 0; column < columns.length; column++) {
        const value = ANSWER_COLUMNS[column]![2](answer, usage);
        if (value === undefined) continue;
        columns[column] ??= new Array<ColumnValue>(rowCount).fill(undefined);
        columns[column]![row] = value;
      }
    }
  return columns;
}

/** Notes that a finished chunk tells these names, or that nobody wants to be told. */
export function noteTold({ questions }: AskedNames, taxa: Taxa): void {
  for (const question of questions) taxa.questions.told[question] = 1;
}

/** Half of the hash of a question, which is kept with it. */
function hashHalf({ questions: { hashes, keys } }: Taxa, question: number, half: 0 | 1): number {
  const at = 2 * question;
  if (Number.isNaN(hashes[at])) hashes.set(hashOf(keys.bytesOf(question)), at);
  return hashes[at + half]!;
}

/** One value for all rows. */
export function sameForRows(rowCount: number, value: ColumnValue): NumberedValues {
  return { codes: lentInts(rowCount), values: rowCount === 0 ? [] : [value] };
}
