/**
 * What is known of each row before names are ordered?
 *
 * Columns by row in source order. Ids are still ordinals of the id table, words still ordinals of the string table in
 * order of appearance.
 */
import { isKingdom, parseKingdom } from "../../taxonomy/kingdom.ts";
import type { NameUsage } from "../../taxonomy/name-usage.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import { IdTable } from "../ids/build-ids.ts";
import {
  IS_KINGDOM,
  OF_VIRUSES,
  packFlags,
  RANK_MARKERS,
  TEXT_MARKER,
  TEXT_OWN,
  TEXT_PLAIN,
  withTextForm,
} from "../layout/flags.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";
import type { UsageName } from "../names/build-names.ts";
import { NumberColumn, StringTable } from "../words/build-strings.ts";

/** The columns that rows are gathered in. */
export class RowColumns {
  readonly words = new StringTable();
  readonly ids = new IdTable();
  readonly authorships = new StringTable();
  readonly genus = new NumberColumn();
  readonly epithet = new NumberColumn();
  readonly third = new NumberColumn();
  readonly flags = new NumberColumn();
  readonly authorship = new NumberColumn();
  readonly id = new NumberColumn();
  readonly parentId = new NumberColumn();
  readonly acceptedId = new NumberColumn();
  readonly line = new NumberColumn();
  /** Rows whose text cannot be put together from words, ascending, with `scientificName NUL canonicalName`. */
  readonly ownTextRow = new NumberColumn();
  readonly ownTexts = new TextColumn();
  /** Names that a second folding writes otherwise, with their row. */
  readonly shortFoldings: { folded: string; row: number }[] = [];
  private scratch = new Uint8Array(1024);

  get length(): number {
    return this.id.length;
  }

  /** Appends a row; its number. `idOrdinal` is the row's id, already known to be new. */
  push(usage: NameUsage, name: UsageName, idOrdinal: number): number {
    const row = this.length;
    this.pushWords(name.folded);
    if (name.foldedShort !== undefined) this.shortFoldings.push({ folded: name.foldedShort, row });
    const flags = packFlags(usage.rank, usage.status, usage.code) | kingdomFlags(usage.rank, name.canonicalName);
    const form = name.textForm ?? textForm(name, usage);
    if (form === TEXT_OWN) {
      this.ownTextRow.push(row);
      this.ownTexts.push(`${name.scientificName}\0${name.canonicalName}`);
    }
    this.flags.push(withTextForm(flags, form));
    this.authorship.push(name.authorship === undefined ? 0 : this.authorships.intern(name.authorship));
    this.id.push(idOrdinal);
    this.parentId.push(this.ids.intern(usage.parentId));
    this.acceptedId.push(this.ids.intern(usage.acceptedId));
    this.line.push(usage.line);
    return row;
  }

  /** Makes room for so many rows. */
  reserve(rowCount: number): void {
    const { genus, epithet, third, flags, authorship, id, parentId, acceptedId, line } = this;
    for (const column of [genus, epithet, third, flags, authorship, id, parentId, acceptedId, line]) {
      column.reserve(rowCount);
    }
  }

  private pushWords(folded: string): void {
    if (folded.length * MAX_BYTES_PER_UNIT > this.scratch.length) {
      this.scratch = new Uint8Array(folded.length * MAX_BYTES_PER_UNIT * 2);
    }
    const bytes = this.scratch;
    const end = encodeText(folded, bytes);
    const first = wordEnd(bytes, 0, end);
    const second = first < end ? wordEnd(bytes, first + 1, end) : end;
    this.genus.push(this.words.internBytes(bytes, 0, first));
    this.epithet.push(first < end ? this.words.internBytes(bytes, first + 1, second) : 0);
    this.third.push(second < end ? this.words.internBytes(bytes, second + 1, end) : 0);
  }
}

/** Texts one after the other, not made unique. */
export class TextColumn {
  bytes: Uint8Array = new Uint8Array(1 << 12);
  readonly starts = new NumberColumn();

  constructor() {
    this.starts.push(0);
  }

  push(text: string): void {
    const at = this.starts.values[this.starts.length - 1]!;
    this.reserve(at + text.length * MAX_BYTES_PER_UNIT);
    this.starts.push(encodeText(text, this.bytes, at));
  }

  pushBytes(source: Uint8Array, start: number, end: number): void {
    const at = this.starts.values[this.starts.length - 1]!;
    this.reserve(at + end - start);
    this.bytes.set(source.subarray(start, end), at);
    this.starts.push(at + end - start);
  }

  private reserve(most: number): void {
    if (most <= this.bytes.length) return;
    const grown = new Uint8Array(Math.ceil(most * 1.5));
    grown.set(this.bytes);
    this.bytes = grown;
  }

  /** The bytes of all texts, without the spare room; shares the memory. */
  used(): Uint8Array {
    return this.bytes.subarray(0, this.starts.values[this.starts.length - 1]!);
  }
}

/** The end of the word that starts at `start`: the next space, or `end`. */
function wordEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] !== 32) i++;
  return i;
}

function kingdomFlags(rank: Rank | undefined, canonicalName: string): number {
  if (!isKingdom(rank, canonicalName)) return 0;
  return parseKingdom(canonicalName) === "Viruses" ? IS_KINGDOM | OF_VIRUSES : IS_KINGDOM;
}

/** Can the text of the name be put together from its folded words, and how? */
function textForm(name: UsageName, usage: NameUsage): number {
  const { folded, canonicalName, scientificName, authorship } = name;
  if (!isCapitalised(canonicalName, folded)) return TEXT_OWN;
  const tail = authorship === undefined ? 0 : authorship.length + 1;
  const end = scientificName.length - tail;
  if (tail > 0 && (scientificName.charCodeAt(end) !== 32 || !scientificName.endsWith(authorship!))) return TEXT_OWN;
  if (end === canonicalName.length && scientificName.startsWith(canonicalName)) return TEXT_PLAIN;
  const marker = usage.rank === undefined ? undefined : RANK_MARKERS.get(usage.rank);
  if (marker === undefined || end !== canonicalName.length + marker.length + 1) return TEXT_OWN;
  const space = canonicalName.indexOf(" ", canonicalName.indexOf(" ") + 1);
  const isMarked =
    space > 0 &&
    scientificName.startsWith(canonicalName.slice(0, space + 1)) &&
    scientificName.startsWith(marker, space + 1) &&
    scientificName.startsWith(canonicalName.slice(space), space + 1 + marker.length);
  return isMarked ? TEXT_MARKER : TEXT_OWN;
}

/** True when `canonical` is `folded` with a capital first letter. */
function isCapitalised(canonical: string, folded: string): boolean {
  if (canonical.length !== folded.length || folded.length === 0) return false;
  const first = folded.charCodeAt(0);
  if (first < 97 || first > 122 || canonical.charCodeAt(0) !== first - 32) return false;
  for (let i = 1; i < folded.length; i++) if (canonical.charCodeAt(i) !== folded.charCodeAt(i)) return false;
  return true;
}
