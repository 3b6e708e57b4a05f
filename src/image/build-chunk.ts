/**
 * How do several threads read one source?
 *
 * Each reads a part into a chunk: the columns of build-rows.ts with words, authorships and ids numbered within the
 * chunk. The builder appends chunk after chunk, renumbering; per row that costs a twentieth of reading it.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";
import type { ProblemCount, ProblemReport } from "../taxonomy/problem-report.ts";
import { HigherTaxa, type HigherTaxon } from "./build-higher-taxa.ts";
import type { IdColumns } from "./build-ids.ts";
import { readUsageName } from "./build-names.ts";
import { RowColumns } from "./build-rows.ts";
import { NumberColumn } from "./build-strings.ts";

/** Rows as plain data, to be sent between threads. */
export interface RowChunk extends IdColumns {
  wordBytes: Uint8Array;
  wordStarts: Uint32Array;
  authorshipBytes: Uint8Array;
  authorshipStarts: Uint32Array;
  genus: Uint32Array;
  epithet: Uint32Array;
  third: Uint32Array;
  flags: Uint32Array;
  authorship: Uint32Array;
  id: Uint32Array;
  parentId: Uint32Array;
  acceptedId: Uint32Array;
  line: Uint32Array;
  ownTextRow: Uint32Array;
  ownTextBytes: Uint8Array;
  ownTextStarts: Uint32Array;
  shortFoldings: { folded: string; row: number }[];
  taxa: HigherTaxon[];
  nodeOfRow: Uint32Array;
  problems: ProblemCount[];
}

/** Gathers the rows of a chunk. */
export class ChunkBuilder {
  private readonly rows = new RowColumns();
  private readonly taxa = new HigherTaxa();
  private readonly nodeOfRow = new NumberColumn();

  /** Takes one row. Whether its id is new is for the builder to say. */
  add(usage: NameUsage): void {
    const { rows } = this;
    rows.push(usage, readUsageName(usage), rows.ids.intern(usage.id));
    const isLinked = usage.parentId !== undefined || usage.acceptedId !== undefined;
    this.nodeOfRow.push(isLinked ? 0 : this.taxa.nodeOf(usage));
  }

  /** The chunk, with what the reader reported. */
  finish(problems: ProblemReport): RowChunk {
    const { rows } = this;
    const { ids } = rows;
    return {
      wordBytes: rows.words.usedBytes(),
      wordStarts: rows.words.starts.used(),
      authorshipBytes: rows.authorships.usedBytes(),
      authorshipStarts: rows.authorships.starts.used(),
      idTemplates: ids.templates,
      idNumbers: ids.usedNumbers(),
      idKinds: ids.usedKinds(),
      idTextBytes: ids.texts.usedBytes(),
      idTextStarts: ids.texts.starts.used(),
      genus: rows.genus.used(),
      epithet: rows.epithet.used(),
      third: rows.third.used(),
      flags: rows.flags.used(),
      authorship: rows.authorship.used(),
      id: rows.id.used(),
      parentId: rows.parentId.used(),
      acceptedId: rows.acceptedId.used(),
      line: rows.line.used(),
      ownTextRow: rows.ownTextRow.used(),
      ownTextBytes: rows.ownTexts.used(),
      ownTextStarts: rows.ownTexts.starts.used(),
      shortFoldings: rows.shortFoldings,
      taxa: this.taxa.nodes,
      nodeOfRow: this.nodeOfRow.used(),
      problems: problems.toJSON(),
    };
  }
}

/**
 * Appends a chunk to the rows; `isNew` says of each id (and takes note) whether no row had it before, `onDuplicate`
 * hears of the rows that are left out.
 */
export function appendChunk(
  chunk: RowChunk,
  rows: RowColumns,
  taxa: HigherTaxa,
  nodeOfRow: NumberColumn,
  isNew: (id: number, row: number) => boolean,
  onDuplicate: (id: number, line: number) => void,
): void {
  const words = renumberStrings(chunk.wordBytes, chunk.wordStarts, rows.words);
  const authorships = renumberStrings(chunk.authorshipBytes, chunk.authorshipStarts, rows.authorships);
  const ids = rows.ids.renumber(chunk);
  const nodes = new Uint32Array(chunk.taxa.length);
  for (let node = 1; node < chunk.taxa.length; node++) {
    const { parent, rank, name } = chunk.taxa[node]!;
    nodes[node] = taxa.intern(nodes[parent]!, rank, name);
  }
  let ownText = 0;
  const shortFoldings = new Map(chunk.shortFoldings.map(({ row, folded }) => [row, folded]));
  for (let i = 0; i < chunk.id.length; i++) {
    const hasOwnText = chunk.ownTextRow[ownText] === i;
    if (hasOwnText) ownText++;
    const id = ids[chunk.id[i]!]!;
    const row = rows.length;
    if (!isNew(id, row)) {
      onDuplicate(id, chunk.line[i]!);
      continue;
    }
    rows.genus.push(words[chunk.genus[i]!]!);
    rows.epithet.push(words[chunk.epithet[i]!]!);
    rows.third.push(words[chunk.third[i]!]!);
    rows.flags.push(chunk.flags[i]!);
    rows.authorship.push(authorships[chunk.authorship[i]!]!);
    rows.id.push(id);
    rows.parentId.push(ids[chunk.parentId[i]!]!);
    rows.acceptedId.push(ids[chunk.acceptedId[i]!]!);
    rows.line.push(chunk.line[i]!);
    nodeOfRow.push(nodes[chunk.nodeOfRow[i]!]!);
    if (hasOwnText) {
      rows.ownTextRow.push(row);
      rows.ownTexts.pushBytes(chunk.ownTextBytes, chunk.ownTextStarts[ownText - 1]!, chunk.ownTextStarts[ownText]!);
    }
    const folded = shortFoldings.get(i);
    if (folded !== undefined) rows.shortFoldings.push({ folded, row });
  }
}

/** The ordinals that the strings of a chunk get in a table. */
function renumberStrings(
  bytes: Uint8Array,
  starts: Uint32Array,
  table: { internBytes(source: Uint8Array, start: number, end: number): number },
): Uint32Array {
  const renumbered = new Uint32Array(starts.length - 1);
  for (let i = 1; i < renumbered.length; i++) renumbered[i] = table.internBytes(bytes, starts[i]!, starts[i + 1]!);
  return renumbered;
}
