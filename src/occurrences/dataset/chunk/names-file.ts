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
import type { ColumnValue, ColumnValues, NumberedValues, Numbers } from "../parquet/leaves.ts";
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
  // Names that were told have a row that only counts; of the rows of a told one only the first counts.
  const rowCount = told.length * matchers.length + counted.length;
  const nothing = sameForRows(rowCount, undefined);
  const column = (fill: (values: ColumnValue[]) => void): ColumnValues | NumberedValues => {
    const values: ColumnValue[] = [];
    fill(values);
    if (values.every((value) => value === undefined)) return nothing;
    while (values.length < rowCount) values.push(undefined);
    return values;
  };
  const ofQuestions = (valueIn: (one: AskedTaxon) => ColumnValue) =>
    column((values) => {
      for (const one of told) {
        const value = valueIn(one);
        for (let i = 0; i < matchers.length; i++) values.push(value);
      }
    });
  const ofRows = (valueIn: (one: AskedTaxon, checklist: number) => number): Numbers => {
    const values = lentDoubles(rowCount);
    let row = 0;
    for (const one of told) for (let i = 0; i < matchers.length; i++) values[row++] = valueIn(one, i);
    for (const one of counted) values[row++] = valueIn(one, 0);
    return values;
  };
  const taxa = told.flatMap(({ question: { answers } }) =>
    answers.map(({ usage }, i) => (usage < 0 ? undefined : matchers[i]!.taxon(usage))),
  );
  const values = [
    ...([0, 1] as const).map((half) => ofRows(({ question }) => questionHash(question)[half])),
    ofRows(({ count }, checklist) => (checklist === 0 ? count : Number.NaN)),
    ...TAXON_TERMS.map((term) => ofQuestions(({ query }) => query[term])),
    column((values) => {
      for (const _ of told) for (const { checklistKey } of matchers) values.push(checklistKey);
    }),
    ...ANSWER_COLUMNS.map(([, , valueIn]) =>
      column((values) => {
        for (const { question } of told)
          for (const answer of question.answers) values.push(valueIn(answer, taxa[values.length]));
      }),
    ),
  ];
  return parquetFile(FILE_COLUMNS, values, rowCount, createdBy);
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
