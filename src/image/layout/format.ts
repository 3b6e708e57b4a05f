/**
 * What do the bytes of an image mean?
 *
 * An image is one block of bytes, the same in a file and in memory, little endian:
 *
 *      0        8         12         16        24            32
 *      | magic  | format  | sections | length  | table sum   | table: 48 bytes a section | sections, 64-byte aligned …
 *      table:   | name: 24 bytes ASCII | offset: f64 | length in bytes: f64 | checksum: 8 bytes |
 *
 * Names are kept as words. Words are folded (a-z and what else the folding leaves), numbered from 1 by length, so that
 * a list sorted by word is also windowed by length. A name is one to three words; whatever follows the second space is
 * the third "word", spaces included, so that viruses, formulas and four-word names need no structure of their own.
 *
 *      binomials (1-2 words)   row 0 … B-1     sorted by genus, epithet (0 = uninomial)
 *      trinomials (3 words)    row B … N-1     sorted by genus, epithet, third word
 *
 *      genus word g ──► binomialStart[g] … binomialStart[g+1] ──► binomialEpithet[row], binomialSignature[row]
 *                   ──► trinomialStart[g] … ────────────────────► trinomialEpithet, trinomialThird, trinomialSignature
 *      epithet word e ► bearerStart[e] … bearerStart[e+1] ──────► bearerGenus[]   genera with that epithet, 1-3 words
 *
 *      string ─────────► genusFilter, epithetFilter                is it certainly no first word, no other word?
 *             ─────────► genusBuckets ──► genusDeletions           first words one edit away (layout/deletions.ts)
 *             ─────────► uninomialBuckets ──► uninomialDeletions   uninomials two edits away
 *             ─────────► uninomialEnds                             may two joined words be a uninomial?
 *      stem, sound ────► stemBuckets ──► stemWords, phoneticBuckets ──► phoneticWords
 *      second folding ─► secondFoldingText ──► secondFoldingName   names with ö → o where the first folding has ö → oe
 *
 * A row is a name ordinal. The usages of a name are contiguous, in the order of names; one bit a usage says that a new
 * name begins (`nameBits`), and counts of these bits give name → usages and usage → name.
 *
 *      usage u   usageRows[4 u] …   rank, status and the like | accepted usage or parent | authorship | id (layout/usage-row.ts)
 *                authorshipRows     by authorship: where its team stands in authorText, year, brackets (layout/authorship-bytes.ts)
 *                ownText…           what a usage shows, when that does not follow from its words
 *                usageId…           ids that are no numbers (layout/id-bytes.ts); usageIdSlots leads from an id to its usage
 *                join…              identifiers of other checklists that were joined to usages (ids/build-joins.ts)
 *
 * One global index rather than shards by genus: a query with a damaged genus would ask every shard, and the epithet
 * lists, which answer it, do not respect shards. Building is split by phase instead (see pool/build-pool.ts).
 */
import { BinomenError } from "../../errors.ts";
import type { ProblemCount } from "../../taxonomy/problem-report.ts";
import { checksum } from "./hash.ts";
import type { IdTemplate } from "./id-bytes.ts";
import { encodedLength, encodeText } from "./text.ts";

/** First eight bytes of every image. */
export const IMAGE_MAGIC = "binomen\n";

/** Version of the layout. An image of another version is refused. */
export const IMAGE_FORMAT = 7;

/** "No such usage" as the link of a usage. */
export const NO_USAGE = 0xffffffff;
/** No such taxon or usage, as a reader gives it: {@link NO_USAGE} read as a signed number. */
export const NO_TAXON = -1;

/** Every section with its element type, in file order; the header stands last in the file. */
const SECTIONS = {
  header: "u8",
  wordLetters: "u8",
  wordLengthStart: "u32",
  wordSignature: "u32",
  wordSlots: "u32",
  binomialStart: "u32",
  binomialEpithet: "u32",
  binomialSignature: "u32",
  trinomialStart: "u32",
  trinomialEpithet: "u32",
  trinomialThird: "u32",
  trinomialSignature: "u32",
  bearerStart: "u32",
  bearerGenus: "u32",
  rowGenusSample: "u32",
  genusFilter: "u32",
  epithetFilter: "u32",
  uninomialEnds: "u32",
  genusBuckets: "u32",
  genusDeletions: "u32",
  uninomialBuckets: "u32",
  uninomialDeletions: "u32",
  stemBuckets: "u32",
  stemWords: "u32",
  phoneticBuckets: "u32",
  phoneticWords: "u32",
  secondFoldingText: "u8",
  secondFoldingStart: "u32",
  secondFoldingName: "u32",
  nameBits: "u32",
  nameBitCounts: "u32",
  usageRows: "u32",
  usageIdText: "u8",
  usageIdStart: "u32",
  usageIdSlots: "u32",
  joinText: "u8",
  joinStart: "u32",
  joinSlots: "u32",
  joinUsage: "u32",
  authorshipRows: "u32",
  authorText: "u8",
  ownTextUsage: "u32",
  ownTextStart: "u32",
  ownText: "u8",
} as const satisfies Record<string, "u8" | "u32">;

/** Name of a section. */
type SectionName = keyof typeof SECTIONS;

type ArrayOf<T> = T extends "u8" ? Uint8Array : Uint32Array;

/** The sections as typed arrays. */
export type Sections = { -readonly [Name in SectionName]: ArrayOf<(typeof SECTIONS)[Name]> };

/** A checklist whose identifiers were joined to the usages of an image. */
export interface JoinedChecklist {
  /** Whose identifiers they are: `"worms"`. */
  source: string;
  title: string;
  /** Checksum of its source, as that one's reader gives it. */
  sourceChecksum: string;
  usageCount: number;
  /** Usages of it that are joined to one of the image; the others match nothing, or only a higher taxon. */
  joinedCount: number;
  /** What was wrong with its rows. */
  problems: ProblemCount[];
}

/** What an image says of itself; kept as JSON in the section `header`. */
export interface ImageHeader {
  /** Checksum over all other sections, 16 hexadecimal digits: the same source gives the same release. */
  releaseId: string;
  checklistKey: string;
  title: string;
  /** ISO 8601 time, given by whoever builds. */
  created: string;
  /** Version of binomen that built it. */
  builder: string;
  /** Checksum of the source, as its reader gives it. */
  sourceChecksum: string;
  nameCount: number;
  usageCount: number;
  binomialCount: number;
  wordCount: number;
  /** Bytes that occur in words, the space not. */
  alphabet: number[];
  /** How ids are written, see layout/id-bytes.ts. */
  idTemplates: IdTemplate[];
  /** The source whose identifiers the usages bear (taxonomy/identifier-sources.ts); empty when that is not known. */
  identifierSource: string;
  /** The checklists whose identifiers lead to usages of this one, too. */
  joins: JoinedChecklist[];
  /** Anything else that the builder wants kept: counts by rank, problems, metadata of the source. */
  notes: Record<string, unknown>;
}

const TABLE_START = 32;
const TABLE_ROW = 48;
const ALIGNMENT = 64;
const ELEMENT_BYTES = { u8: 1, u32: 4 } as const;

/** Where a section lies, and what it should sum to. */
export interface SectionPlace {
  name: string;
  offset: number;
  byteLength: number;
  checksum: string;
}

/**
 * Lays sections out in one block, the header last, since the release id is a sum over all others. The memory of
 * `sections` is given back on the way, so that no more than the image and one section are in memory.
 * @param allocate gives the memory: a SharedArrayBuffer when threads shall share it
 */
export function layOutImage(
  sections: Sections,
  header: Omit<ImageHeader, "releaseId">,
  allocate: (byteLength: number) => ArrayBufferLike,
): Uint8Array {
  const names = (Object.keys(SECTIONS) as SectionName[]).filter((name) => name !== "header");
  const headerText = (releaseId: string) => JSON.stringify({ releaseId, ...header } satisfies ImageHeader);
  const headerLength = encodedLength(headerText("0".repeat(16)));
  let end = TABLE_START + TABLE_ROW * (names.length + 1);
  const place = (byteLength: number) => {
    const offset = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = offset + byteLength;
    return offset;
  };
  const offsets = names.map((name) => place(sections[name].byteLength));
  const headerOffset = place(headerLength);
  const image = new Uint8Array(allocate(Math.ceil(end / ALIGNMENT) * ALIGNMENT));
  const view = new DataView(image.buffer);
  const writeRow = (index: number, name: string, offset: number, byteLength: number) => {
    const row = TABLE_START + TABLE_ROW * index;
    writeAscii(image, row, name);
    view.setFloat64(row + 24, offset, true);
    view.setFloat64(row + 32, byteLength, true);
    writeSum(view, row + 40, image.subarray(offset, offset + byteLength));
  };
  names.forEach((name, i) => {
    const section = sections[name];
    image.set(sectionBytes(section), offsets[i]!);
    writeRow(i, name, offsets[i]!, section.byteLength);
    if (section.buffer instanceof ArrayBuffer && !section.buffer.detached) section.buffer.transfer(0);
  });
  const releaseId = sumOf(image.subarray(TABLE_START, TABLE_START + TABLE_ROW * names.length));
  encodeText(headerText(releaseId), image, headerOffset);
  writeRow(names.length, "header", headerOffset, headerLength);
  writeAscii(image, 0, IMAGE_MAGIC);
  view.setUint32(8, IMAGE_FORMAT, true);
  view.setUint32(12, names.length + 1, true);
  view.setFloat64(16, image.length, true);
  writeSum(view, 24, image.subarray(TABLE_START, TABLE_START + TABLE_ROW * (names.length + 1)));
  return image;
}

/**
 * The table of an image's sections.
 *
 * Checks magic, format, length and the table's own sum, not the sections (see verify.ts).
 * @param path names the image in errors
 * @throws BinomenError IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED
 */
export function readSectionTable(image: Uint8Array, path: string): SectionPlace[] {
  checkPreamble(image, path);
  const damaged = (section: string, expected: unknown, found: unknown) =>
    new BinomenError("IMAGE_DAMAGED", { path, section, expected, found });
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const length = view.getFloat64(16, true);
  if (length !== image.length) throw damaged("table", `${length} bytes`, `${image.length} bytes`);
  const count = view.getUint32(12, true);
  const tableEnd = TABLE_START + TABLE_ROW * count;
  if (tableEnd > image.length) throw damaged("table", `${count} sections`, `${image.length} bytes`);
  const expected = sumText(view, 24);
  const found = sumOf(image.subarray(TABLE_START, tableEnd));
  if (expected !== found) throw damaged("table", expected, found);
  return Array.from({ length: count }, (_, i) => {
    const row = TABLE_START + TABLE_ROW * i;
    return {
      name: readAscii(image, row, row + 24).replace(/\0+$/, ""),
      offset: view.getFloat64(row + 24, true),
      byteLength: view.getFloat64(row + 32, true),
      checksum: sumText(view, row + 40),
    };
  });
}

/**
 * Checks the first 32 bytes: magic and format.
 * @throws BinomenError IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED (when cut off)
 */
export function checkPreamble(image: Uint8Array, path: string): void {
  const magic = readAscii(image, 0, Math.min(8, image.length));
  if (magic !== IMAGE_MAGIC) {
    const quoted = { expected: JSON.stringify(IMAGE_MAGIC), found: JSON.stringify(magic) };
    throw new BinomenError("IMAGE_FOREIGN", { path, ...quoted });
  }
  if (image.length < TABLE_START) {
    const lengths = { expected: `${TABLE_START} bytes`, found: `${image.length} bytes` };
    throw new BinomenError("IMAGE_DAMAGED", { path, section: "table", ...lengths });
  }
  const format = new DataView(image.buffer, image.byteOffset, image.byteLength).getUint32(8, true);
  if (format !== IMAGE_FORMAT) throw new BinomenError("IMAGE_VERSION", { path, expected: IMAGE_FORMAT, found: format });
}

/**
 * Views of the sections, without copying.
 * @throws BinomenError as {@link readSectionTable}; IMAGE_DAMAGED also when a section is missing or of odd length
 */
export function viewSections(image: Uint8Array, path: string): Sections {
  const places = new Map(readSectionTable(image, path).map((place) => [place.name, place]));
  // A copy has the members in their places already: an object that got them one by one by computed names would be a table
  // that V8 searches at each access.
  const sections: Record<SectionName, unknown> = { ...SECTIONS };
  for (const name of Object.keys(SECTIONS) as SectionName[]) {
    const place = places.get(name);
    const size = ELEMENT_BYTES[SECTIONS[name]];
    if (place === undefined || place.byteLength % size !== 0 || place.offset + place.byteLength > image.length) {
      const found = place === undefined ? "none" : `${place.byteLength} bytes`;
      throw new BinomenError("IMAGE_DAMAGED", { path, section: name, expected: `elements of ${size} bytes`, found });
    }
    const start = image.byteOffset + place.offset;
    const length = place.byteLength / size;
    sections[name] =
      size === 1 ? new Uint8Array(image.buffer, start, length) : new Uint32Array(image.buffer, start, length);
  }
  return sections as Sections;
}

/** The bytes of a typed array, shared. */
function sectionBytes(section: Uint8Array | Uint32Array): Uint8Array {
  return new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
}

/** Checksum of bytes as it stands in the table. */
export function sumOf(bytes: Uint8Array): string {
  const [high, low] = checksum(bytes);
  return hex(high) + hex(low);
}

function writeSum(view: DataView, at: number, bytes: Uint8Array): void {
  const [high, low] = checksum(bytes);
  view.setUint32(at, high, true);
  view.setUint32(at + 4, low, true);
}

function sumText(view: DataView, at: number): string {
  return hex(view.getUint32(at, true)) + hex(view.getUint32(at + 4, true));
}

function hex(half: number): string {
  return half.toString(16).padStart(8, "0");
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function readAscii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
