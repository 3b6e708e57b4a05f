/**
 * Which names did the records of a chunk ask for, and what was answered?
 *
 * A name is told once by each worker; the files of its later chunks tell but its hash and count. So a source of a hundred
 * million records has lists that are as long as its names are many.
 */
import type { MatchedTaxon } from "../../../answer/taxon-answers.ts";
import { type AskedTaxon, TAXON_TERMS } from "../../interpretation/taxa.ts";
import type { ChecklistAnswer, TaxonMatcher } from "../../interpretation/taxon-matcher.ts";
import { lentDoubles, lentInts } from "../../reading/chunk-memory.ts";
import { hashOf } from "../identity.ts";
import type { ColumnValue, NumberedValues, Numbers } from "../parquet/leaves.ts";
import { parquetFile } from "../parquet/parquet-file.ts";
import type { Column, ColumnType } from "../schema.ts";

type AnswerColumn = readonly [
  name: string,
  type: ColumnType,
  valueIn: (answer: ChecklistAnswer, taxon: MatchedTaxon | undefined) => ColumnValue,
];

/** What an answer says. */
const ANSWER_COLUMNS: readonly AnswerColumn[] = [
  ["matchType", "text", ({ matchType }) => matchType],
  ["confidence", "integer", ({ confidence }) => confidence],
  ["usageKey", "text", (_, taxon) => taxon?.key],
  ["usageName", "text", (_, taxon) => taxon?.name],
  ["usageRank", "text", (_, taxon) => taxon?.rank],
  ["taxonomicStatus", "text", (_, taxon) => taxon?.status],
  ["acceptedKey", "text", (_, taxon) => taxon?.acceptedKey],
  ["acceptedName", "text", (_, taxon) => taxon?.acceptedName],
  ["kingdomName", "text", (_, taxon) => taxon?.higher.kingdom],
  ["familyName", "text", (_, taxon) => taxon?.higher.family],
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

/** The file of the names that were asked. Call {@link noteTold} when it is written. */
export function namesFile(
  asked: readonly AskedTaxon[],
  matchers: readonly TaxonMatcher[],
  createdBy: string,
): Uint8Array {
  const counted = asked.filter(({ question }) => question.isTold);
  const told = asked.filter(({ question }) => !question.isTold);
  const width = matchers.length;
  // Names that were told have a row that only counts; of the rows of a told one only the first counts.
  const rowCount = told.length * width + counted.length;
  const nothing = sameForRows(rowCount, undefined);
  const values = [
    hashColumn(told, counted, width, 0),
    hashColumn(told, counted, width, 1),
    countColumn(told, counted, width),
    ...TAXON_TERMS.map((term) => termColumn(told, width, rowCount, term) ?? nothing),
    checklistColumn(told, matchers, rowCount) ?? nothing,
    ...answerColumns(told, matchers, rowCount).map((column) => column ?? nothing),
  ];
  return parquetFile(FILE_COLUMNS, values, rowCount, createdBy);
}

type Asked = readonly AskedTaxon[];

function hashColumn(told: Asked, counted: Asked, width: number, half: 0 | 1): Numbers {
  const values = lentDoubles(told.length * width + counted.length);
  let row = 0;
  for (const { question } of told) {
    const value = questionHash(question)[half];
    for (let i = 0; i < width; i++) values[row++] = value;
  }
  for (const { question } of counted) values[row++] = questionHash(question)[half];
  return values;
}

function countColumn(told: Asked, counted: Asked, width: number): Numbers {
  const values = lentDoubles(told.length * width + counted.length).fill(Number.NaN);
  let row = 0;
  for (const { count } of told) {
    values[row] = count;
    row += width;
  }
  for (const { count } of counted) values[row++] = count;
  return values;
}

/** What was asked; `undefined` when no told question has the term. */
function termColumn(
  told: Asked,
  width: number,
  rowCount: number,
  term: (typeof TAXON_TERMS)[number],
): ColumnValue[] | undefined {
  let values: ColumnValue[] | undefined;
  for (let i = 0; i < told.length; i++) {
    const value = told[i]!.query[term];
    if (value === undefined) continue;
    values ??= new Array(rowCount).fill(undefined);
    values.fill(value, i * width, (i + 1) * width);
  }
  return values;
}

function checklistColumn(told: Asked, matchers: readonly TaxonMatcher[], rowCount: number): ColumnValue[] | undefined {
  if (told.length === 0) return undefined;
  const values: ColumnValue[] = new Array(rowCount).fill(undefined);
  let row = 0;
  for (const _ of told) for (const { checklistKey } of matchers) values[row++] = checklistKey;
  return values;
}

/** What was answered, by {@link ANSWER_COLUMNS}; `undefined` for a column without any value. */
function answerColumns(
  told: Asked,
  matchers: readonly TaxonMatcher[],
  rowCount: number,
): (ColumnValue[] | undefined)[] {
  const columns: (ColumnValue[] | undefined)[] = ANSWER_COLUMNS.map(() => undefined);
  let row = 0;
  for (const { question } of told)
    for (let i = 0; i < matchers.length; i++, row++) {
      const answer = question.answers[i]!;
      const taxon = answer.usage < 0 ? undefined : matchers[i]!.taxon(answer.usage);
      for (let column = 0; column < columns.length; column++) {
        const value = ANSWER_COLUMNS[column]![2](answer, taxon);
        if (value === undefined) continue;
        columns[column] ??= new Array<ColumnValue>(rowCount).fill(undefined);
        columns[column]![row] = value;
      }
    }
  return columns;
}

/** Notes that a finished chunk tells these names. */
export function noteTold(asked: readonly AskedTaxon[]): void {
  for (const { question } of asked) question.isTold = true;
}

function questionHash(question: AskedTaxon["question"]): readonly [number, number] {
  question.hash ??= hashOf(question.key);
  return question.hash;
}

/** One value for all rows. */
export function sameForRows(rowCount: number, value: ColumnValue): NumberedValues {
  return { codes: lentInts(rowCount), values: rowCount === 0 ? [] : [value] };
}
