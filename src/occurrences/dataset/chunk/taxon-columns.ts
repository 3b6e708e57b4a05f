/** The columns of a chunk that say what the taxa are: numbers of texts by row, no text is made of them. */
import type { InterpretedField } from "../../interpretation/interpreted.ts";
import { NO_QUESTION } from "../../interpretation/questions.ts";
import type { Taxa } from "../../interpretation/taxa.ts";
import { NO_ROW, TAXON_TEXTS, type TaxonRows } from "../../interpretation/taxon-rows.ts";
import { matchTypeOf } from "../../interpretation/taxonomy.ts";
import { NO_TEXT, type TextPool } from "../../interpretation/text-pool.ts";
import { Cells, ColumnOfCells } from "../../reading/cells.ts";
import { lentBytes, lentInts } from "../../reading/chunk-memory.ts";
import { type Numbering, renumbered } from "../../reading/columns.ts";
import type { ColumnValue, ListsOfCells, NumberedValues } from "../parquet/leaves.ts";

/** The fields that answers set, of those that any row has. @param asked numbers of questions, by the numbers of rows */
export function taxonColumns(
  { codes }: Numbering,
  asked: Int32Array,
  taxa: Taxa,
): ReadonlyMap<InterpretedField, NumberedValues> {
  const { rows } = taxa;
  const rowOf = lentInts(asked.length);
  for (let i = 0; i < asked.length; i++) rowOf[i] = asked[i] === NO_QUESTION ? NO_ROW : taxa.rowOf(asked[i]!);
  const { met, numberOf } = distinct(rowOf, rows.count);
  const ofRows = renumbered(codes, numberOf);
  const columns = new Map<InterpretedField, NumberedValues>();
  for (let field = 0; field < TAXON_TEXTS.length; field++) {
    const texts = lentInts(met.length);
    if (!rows.column(field, met, texts)) continue;
    const cells = cellsOf(rows.texts, texts);
    columns.set(TAXON_TEXTS[field]!, new ColumnOfCells(renumbered(ofRows, texts), cells));
  }
  const lists = listsOf(rows, met);
  if (lists.cells.count > 0) columns.set("taxonKeys", new ColumnOfLists(ofRows, lists));
  for (const [field, column] of matchColumns(codes, asked, taxa)) columns.set(field, column);
  return columns;
}

/** How the questions were answered. */
function matchColumns(codes: Int32Array, asked: Int32Array, taxa: Taxa): [InterpretedField, NumberedValues][] {
  const { questions } = taxa;
  const columns: [InterpretedField, NumberedValues][] = [];
  const add = (field: InterpretedField, ofRows: Int32Array, values: ColumnValue[]) => {
    if (values.some((value) => value !== undefined)) columns.push([field, { codes: ofRows, values }]);
  };
  // Numbers from 1, so that 0 is that of no question.
  const verdictOf = lentInts(asked.length);
  const classificationOf = lentInts(asked.length);
  for (let i = 0; i < asked.length; i++) {
    const question = asked[i]!;
    if (question === NO_QUESTION) continue;
    verdictOf[i] = questions.verdictNumber(question, 0) + 1;
    classificationOf[i] = questions.classification(question);
  }
  const verdicts = distinct(verdictOf, questions.verdictCount + 1);
  const given = Array.from(verdicts.met, (number) => (number === 0 ? undefined : questions.verdict(number - 1)));
  const verdictsOfRows = renumbered(codes, verdicts.numberOf);
  add(
    "matchType",
    verdictsOfRows,
    given.map((verdict) => verdict && matchTypeOf(verdict)),
  );
  add(
    "confidence",
    verdictsOfRows,
    given.map((verdict) => verdict?.confidence),
  );
  const classifications = distinct(classificationOf, questions.classificationCount);
  add("classifications", renumbered(codes, classifications.numberOf), classificationsOf(classifications.met, taxa));
  return columns;
}

function classificationsOf(numbers: Int32Array, taxa: Taxa): ColumnValue[] {
  const values: ColumnValue[] = [];
  for (let i = 0; i < numbers.length; i++) values.push(taxa.classifications(numbers[i]!));
  return values;
}

/** Numbers in the order in which they are met first, and which of them stand where. @param count of numbers there may be */
function distinct(numbers: Int32Array, count: number): { met: Int32Array; numberOf: Int32Array } {
  const places = lentInts(count);
  const numberOf = lentInts(numbers.length);
  const met = lentInts(numbers.length);
  let size = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (places[number] === 0) {
      met[size++] = number;
      places[number] = size;
    }
    numberOf[i] = places[number]! - 1;
  }
  return { met: met.subarray(0, size), numberOf };
}

/** The distinct texts of a column; its numbers are replaced by theirs. */
function cellsOf(pool: TextPool, texts: Int32Array): Cells {
  const met = lentInts(texts.length);
  const count = pool.numbered(texts, met);
  const starts = lentInts(count);
  const ends = lentInts(count);
  const absent = lentBytes(count);
  for (let i = 0; i < count; i++) {
    const text = met[i]!;
    if (text === NO_TEXT) absent[i] = 1;
    starts[i] = pool.starts[text]!;
    ends[i] = pool.starts[text + 1]!;
  }
  return Cells.ofTexts({ bytes: pool.bytes, starts, ends, count }, absent, (start, end) => pool.decoded(start, end));
}

function listsOf(rows: TaxonRows, met: Int32Array): ListsOfCells {
  const starts = lentInts(met.length + 1);
  let most = 0;
  for (let i = 0; i < met.length; i++) most += rows.mostKeys(met[i]!);
  const room = lentInts(most);
  for (let i = 0; i < met.length; i++) starts[i + 1] = rows.writeKeys(met[i]!, room, starts[i]!);
  const texts = room.subarray(0, starts[met.length]!);
  return { starts, texts, cells: cellsOf(rows.texts, texts) };
}

/** A column whose lists become texts when they are asked for. */
class ColumnOfLists implements NumberedValues {
  readonly codes: Int32Array;
  readonly lists: ListsOfCells;

  constructor(codes: Int32Array, lists: ListsOfCells) {
    this.codes = codes;
    this.lists = lists;
  }

  get values(): readonly (readonly string[])[] {
    const { starts, texts, cells } = this.lists;
    return Array.from({ length: starts.length - 1 }, (_, list) =>
      Array.from(texts.subarray(starts[list]!, starts[list + 1]!), (text) => cells.text(text)!),
    );
  }
}
