/**
 * What is in GBIF's simple backbone (`simple.txt`, `simple.txt.gz`)?
 *
 * A PostgreSQL dump without header: tab-separated, `\N` for nothing, 30 columns in a fixed order. Synonyms name their
 * accepted usage in the parent column; higher taxa are given as ids of other rows.
 * https://hosted-datasets.gbif.org/datasets/backbone/README.html
 */
import { parseRank } from "../taxonomy/rank-spelling.ts";
import { parseStatus } from "../taxonomy/status-spelling.ts";
import type { SourceFiles } from "./packed/source-file.ts";
import { readSample, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { TableSource } from "./table-source.ts";
import type { FieldMap } from "./terms.ts";

const COLUMNS = 30;

const FIELDS: FieldMap = {
  columns: {
    id: 0,
    parentId: 1,
    isSynonym: 3,
    status: 4,
    rank: 5,
    scientificName: 18,
    canonicalName: 19,
    combinationAuthors: 24,
    combinationYear: 25,
    basionymAuthors: 26,
    basionymYear: 27,
  },
  defaults: {},
};

/** Opens a simple backbone; `undefined` when the first lines are something else. */
export async function openGbifSimple(path: string, { files, close }: SourceFiles): Promise<Source | undefined> {
  const file = files.length === 1 ? files[0]! : undefined;
  if (!file) return undefined;
  const sniffed = sniffTable(await readSample(file), { delimiter: "\t", quote: "", headerLines: 0 });
  const isSimple = sniffed.lines.every(
    (cells) =>
      cells.length === COLUMNS &&
      /^[tf]$/.test(cells[3]!) &&
      parseStatus(cells[4]) !== undefined &&
      parseRank(cells[5]) !== undefined,
  );
  if (!isSimple) return undefined;
  return new TableSource({
    path,
    format: "gbif-simple",
    metadata: { title: "GBIF Backbone Taxonomy" },
    parts: [
      {
        file,
        table: {
          format: { ...sniffed.format, quote: "" },
          fields: FIELDS,
          columnCount: COLUMNS,
          rules: { parentOfSynonymIsAccepted: true, statusWhenEmpty: "ACCEPTED" },
        },
      },
    ],
    close,
  });
}
