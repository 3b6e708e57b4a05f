/**
 * How do several threads read one source?
 *
 * Each reads a part into a chunk: the columns of usages/build-usage-rows.ts with words, authorships and ids numbered within the
 * chunk. The builder appends chunk after chunk, renumbering; per row that costs a twentieth of reading it.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";
import type { ProblemCount, ProblemReport } from "../taxonomy/problem-report.ts";
import type { IdColumns } from "./ids/build-ids.ts";
import { readUsageName } from "./names/build-names.ts";
import { HigherTaxa, type HigherTaxon } from "./usages/build-higher-taxa.ts";
import { RowColumns } from "./usages/build-usage-rows.ts";
import { NumberColumn } from "./words/build-strings.ts";

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
  const { words, authorships, ids } = rows;
  // Numbered when first used by a row that is kept: the order, and so the image, is that of reading in one thread.
  const word = renumbering(chunk.wordStarts.length - 1, (i) =>
    words.internBytes(chunk.wordBytes, chunk.wordStarts[i]!, chunk.wordStarts[i + 1]!),
  );
  const authorship = renumbering(chunk.authorshipStarts.length - 1, (i) =>
    authorships.internBytes(chunk.authorshipBytes, chunk.authorshipStarts[i]!, chunk.authorshipStarts[i + 1]!),
  );
  const idOf = renumbering(chunk.idNumbers.length, ids.renumbering(chunk));
  const node: (i: number) => number = renumbering(chunk.taxa.length, (i) => {
    const { parent, rank, name } = chunk.taxa[i]!;
    return taxa.intern(node(parent), rank, name);
  });
  let ownText = 0;
  const shortFoldings = new Map(chunk.shortFoldings.map(({ row, folded }) => [row, folded]));
  for (let i = 0; i < chunk.id.length; i++) {
    const hasOwnText = chunk.ownTextRow[ownText] === i;
    if (hasOwnText) ownText++;
    const id = idOf(chunk.id[i]!);
    const row = rows.length;
    if (!isNew(id, row)) {
      onDuplicate(id, chunk.line[i]!);
      continue;
    }
    rows.genus.push(word(chunk.genus[i]!));
    rows.epithet.push(word(chunk.epithet[i]!));
    rows.third.push(word(chunk.third[i]!));
    rows.flags.push(chunk.flags[i]!);
    rows.authorship.push(authorship(chunk.authorship[i]!));
    rows.id.push(id);
    rows.parentId.push(idOf(chunk.parentId[i]!));
    rows.acceptedId.push(idOf(chunk.acceptedId[i]!));
    rows.line.push(chunk.line[i]!);
    nodeOfRow.push(node(chunk.nodeOfRow[i]!));
    if (hasOwnText) {
      rows.ownTextRow.push(row);
      rows.ownTexts.pushBytes(chunk.ownTextBytes, chunk.ownTextStarts[ownText - 1]!, chunk.ownTextStarts[ownText]!);
    }
    const folded = shortFoldings.get(i);
    if (folded !== undefined) rows.shortFoldings.push({ folded, row });
  }
}

/** Ordinals of a chunk → ordinals of the builder, each computed once; 0 stays 0. */
function renumbering(count: number, compute: (ordinal: number) => number): (ordinal: number) => number {
  const known = new Uint32Array(count);
  return (ordinal) => {
    if (ordinal === 0) return 0;
    const found = known[ordinal]!;
    if (found !== 0) return found;
    const computed = compute(ordinal);
    known[ordinal] = computed;
    return computed;
  };
}
