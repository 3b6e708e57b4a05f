/**
 * What does an image answer?
 *
 * Names are found by folded string (names/fold.ts): exactly, by stem, by sound, within two edits, by a part. Usages are
 * columns by ordinal. Everything is read in place: one image in shared memory serves any number of readers, one reader
 * serves one thread. Ordinals are dense, start at 0, and mean nothing outside of their image.
 */
import type { NomenclaturalCode } from "../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../taxonomy/rank.ts";
import type { TaxonomicStatus } from "../taxonomy/status.ts";
import { type ImageHeader, NO_USAGE, type Sections, viewSections } from "./format.ts";
import { joinAuthorship } from "./format-authorship.ts";
import { rankBits, selectBit, selectLoneBit } from "./format-bits.ts";
import {
  codeOf,
  LINK_IS_ACCEPTED,
  RANK_MARKERS,
  rankOf,
  statusOf,
  TEXT_MARKER,
  TEXT_OWN,
  textFormOf,
} from "./format-flags.ts";
import { decodeText } from "./format-text.ts";
import { NameBeginnings } from "./read-beginnings.ts";
import type { NameHits } from "./read-hits.ts";
import { UsageIds } from "./read-ids.ts";
import { NameLists } from "./read-lists.ts";
import { NearestNames } from "./read-nearest.ts";
import { SecondFoldings } from "./read-second-foldings.ts";
import { NamesTogether } from "./read-together.ts";
import { UsageColumns, UsageText } from "./read-usage-text.ts";
import { NameVariants } from "./read-variants.ts";

export type { ImageHeader } from "./format.ts";
export { NameHits } from "./read-hits.ts";
export { type NamesTogether, TOGETHER } from "./read-together.ts";

/** A name inside one image: 0 … nameCount - 1; -1 stands for none. */
export type NameOrdinal = number;
/** A usage inside one image: 0 … usageCount - 1; -1 stands for none. */
export type UsageOrdinal = number;

/** More steps up than any classification has; a damaged image must not hang a server. */
const MOST_LEVELS = 200;

/** Reads one image. Not for use from several threads at once: every thread makes its own, over the same memory. */
export class ImageReader {
  readonly header: ImageHeader;
  readonly nameCount: number;
  readonly usageCount: number;
  private readonly sections: Sections;
  private readonly lists: NameLists;
  private readonly nearest: NearestNames;
  private readonly variants: NameVariants;
  private readonly beginnings: NameBeginnings;
  private readonly secondFoldings: SecondFoldings;
  private lastFolded = "";
  private lastName: NameOrdinal = -1;
  private earlierFolded = "";
  private earlierName: NameOrdinal = -1;
  private lastOfUsages: NameOrdinal = -1;
  private lastFirstUsage: UsageOrdinal = -1;
  /** Of no use but to keep reads that are made ahead from being left out. */
  protected fetched = 0;
  private readonly ids: UsageIds;
  private authorshipBytes = new DataView(new ArrayBuffer(256));
  private readonly ownAuthorship: UsageText;
  private readonly columns: UsageColumns;

  /**
   * @param image the bytes of an image, usually over a SharedArrayBuffer
   * @param path names the image in errors
   * @throws BinomenError IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED (table only; verify.ts checks the sections)
   */
  constructor(image: Uint8Array, path = "image") {
    this.sections = viewSections(image, path);
    const { header } = this.sections;
    this.header = JSON.parse(decodeText(header, 0, header.length)) as ImageHeader;
    this.nameCount = this.header.nameCount;
    this.usageCount = this.header.usageCount;
    this.lists = new NameLists(this.sections, this.header);
    this.nearest = new NearestNames(this.lists, Uint8Array.from(this.header.alphabet));
    this.variants = new NameVariants(this.lists);
    this.beginnings = new NameBeginnings(this.lists);
    this.secondFoldings = new SecondFoldings(this.lists);
    this.ids = new UsageIds(this.sections, this.header);
    this.columns = new UsageColumns(this.sections, this.lists, this.header);
    this.ownAuthorship = this.newUsageText();
  }

  // ---- names

  /** The name with this folded string; -1 when absent. Also finds what is no word name: viruses, formulas, OTUs. */
  exactName(folded: string): NameOrdinal {
    // One query asks for its name at several steps, and for its genus between them.
    if (folded === this.lastFolded) return this.lastName;
    const name = folded === this.earlierFolded ? this.earlierName : this.lists.exact(folded);
    this.noteName(folded, name);
    return name;
  }

  /**
   * The name whose folded string the first `end` signs of a text fold to, -1 when absent; saves folding them. They must
   * be one to three words of ASCII letters, single blanks between them; words may hold hyphens.
   */
  exactWords(text: string, end: number): NameOrdinal {
    this.lists.setWords(text, end);
    return this.lists.exactQuery();
  }

  /** Tells that {@link exactName} of a string is known: it need not be looked up again. */
  noteName(folded: string, name: NameOrdinal): void {
    this.lists.noteQuery(folded);
    this.earlierFolded = this.lastFolded;
    this.earlierName = this.lastName;
    this.lastFolded = folded;
    this.lastName = name;
  }

  /** Names whose second folding (ö → o) is this string while their first is not: few in any checklist. */
  namesWithSecondFolding(foldedShort: string, out: NameHits): void {
    this.secondFoldings.find(foldedShort, out);
  }

  /** Names whose epithets have the stems of this name's epithets; the first word is compared as it is. */
  namesWithStem(folded: string, out: NameHits): void {
    this.variants.withStem(folded, out);
  }

  /** Names whose words sound like these words (Taxamatch's key), word by word. */
  namesWithPhoneticKey(folded: string, out: NameHits): void {
    this.variants.withPhoneticKey(folded, out, false);
  }

  /** As {@link namesWithPhoneticKey}, but the first word must be this one. */
  namesOfGenusWithPhoneticKey(folded: string, out: NameHits): void {
    this.variants.withPhoneticKey(folded, out, true);
  }

  /**
   * All names within `maxDistance` edits: letters inserted, deleted, replaced, neighbours transposed (optimal string
   * alignment), blanks counting as letters. `out` is cleared first; distances are exact. A string longer than
   * LONGEST_QUERY (read-nearest.ts) finds only itself.
   */
  nearestNames(folded: string, maxDistance: 0 | 1 | 2, out: NameHits): void {
    this.nearest.find(folded, maxDistance, out);
  }

  /** As {@link nearestNames}, but blanks stay where they are: words are compared with words, edits of all together. */
  alignedNames(folded: string, maxDistance: 1 | 2, out: NameHits): void {
    this.nearest.findAligned(folded, maxDistance, out);
  }

  /** Adds what {@link nearestNames} finds beside {@link alignedNames}: names that need a blank edited. */
  addBlankEdits(folded: string, maxDistance: 1 | 2, out: NameHits): void {
    this.nearest.addBlankEdits(folded, maxDistance, out);
  }

  /** Names of two or three words that have this name's words but for the last, which is within `maxDistance` edits. */
  namesWithOtherLastWord(folded: string, maxDistance: number, out: NameHits): void {
    this.nearest.findLastWord(folded, maxDistance, out);
  }

  /**
   * Names of two or three words that have this name's words but for the last, which begins with `beginning` and is
   * longer by `longer` bytes at most; j counts as i and v as u, as in {@link namesWithStem}.
   */
  namesBeginning(folded: string, beginning: string, longer: number, out: NameHits): void {
    this.beginnings.find(folded, beginning, longer, out);
  }

  /** True when some name starts with this folded word (as a genus or a uninomial). */
  hasGenus(word: string): boolean {
    return this.lists.hasGenus(word);
  }

  /** Names of two and three words below this genus; the genus itself not. `out` is cleared first. */
  childrenOfGenus(word: string, out: NameHits): void {
    this.lists.children(word, out);
  }

  /** How many names of two and three words are below this genus. */
  childCountOfGenus(word: string): number {
    return this.lists.childCount(word);
  }

  /** First words of the names that have this epithet as their second word, folded, each once. */
  generaWithEpithet(epithet: string): string[] {
    return this.lists.generaWithEpithet(epithet);
  }

  /** How many genera have names with this epithet as their second word: 0 for no epithet in use. */
  genusCountOfEpithet(epithet: string): number {
    return this.lists.genusCountOfEpithet(epithet);
  }

  /** Whether a name has one, two, or three and more words: 1-3. */
  wordCountOf(name: NameOrdinal): number {
    return this.lists.wordCountOf(name);
  }

  /** Writes the numbers of a name's one to three words; how many. The third "word" holds all that follows. */
  wordsOf(name: NameOrdinal, out: Uint32Array): number {
    return this.lists.wordsOf(name, out);
  }

  /**
   * Writes the numbers of the words of any folded string, at most three, as {@link wordsOf} of a name; 0 for a word that
   * no name has in this place. How many words there are.
   */
  wordNumbers(folded: string, out: Uint32Array): number {
    return this.lists.wordNumbers(folded, out);
  }

  /** The letters of the word of this number. */
  wordText(number: number): string {
    return this.lists.words.text(number);
  }

  /** The folded string of a name. */
  foldedName(name: NameOrdinal): string {
    return this.lists.text(name);
  }

  /** First usage of a name. */
  firstUsage(name: NameOrdinal): UsageOrdinal {
    // A name is asked for when it is compared, and again when its usages are considered.
    if (name !== this.lastOfUsages) {
      const { nameBits, nameBitCounts, usageFlags, usageLink } = this.sections;
      const usage = selectBit(nameBits, nameBitCounts, name);
      // What is asked next lies far apart: read together it comes from memory at the same time.
      this.fetched = usageFlags[usage]! ^ usageLink[usage]!;
      this.lastFirstUsage = usage;
      this.lastOfUsages = name;
    }
    return this.lastFirstUsage;
  }

  /** The usage of a name that has only one; -1 for others. */
  soleUsage(name: NameOrdinal): UsageOrdinal {
    return selectLoneBit(this.sections.nameBits, this.sections.nameBitCounts, name, this.usageCount);
  }

  /** For look-ups of several names at once. */
  namesTogether(): NamesTogether {
    return new NamesTogether(this.lists);
  }

  /** The usage behind the last one of a name. */
  endUsage(name: NameOrdinal): UsageOrdinal {
    return this.nextNameUsage(this.firstUsage(name));
  }

  /** The first usage behind this one that has another name; `usageCount` when there is none. */
  nextNameUsage(usageOfName: UsageOrdinal): UsageOrdinal {
    const { nameBits } = this.sections;
    for (let usage = usageOfName + 1; usage < this.usageCount; usage++) {
      if ((nameBits[usage >>> 5]! >>> (usage & 31)) & 1) return usage;
    }
    return this.usageCount;
  }

  // ---- usages

  /** The usage with this id; -1 when there is none. */
  usageWithId(id: string): UsageOrdinal {
    return this.ids.find(id);
  }

  /** Id of a usage in its source. */
  id(usage: UsageOrdinal): string {
    return this.ids.of(usage);
  }

  nameOf(usage: UsageOrdinal): NameOrdinal {
    return rankBits(this.sections.nameBits, this.sections.nameBitCounts, usage + 1) - 1;
  }

  /** Writes usages of this image as bytes, one at a time. */
  newUsageText(): UsageText {
    return new UsageText(this.columns);
  }

  /** Without authorship, rank marker, hybrid sign: `"Abies alba alpina"`. */
  canonicalName(usage: UsageOrdinal): string {
    if (textFormOf(this.sections.usageFlags[usage]!) === TEXT_OWN) {
      const own = this.ownText(usage);
      return own.slice(own.indexOf("\0") + 1);
    }
    return capitalised(this.lists.text(this.nameOf(usage)));
  }

  /** As the source shows it, with authorship: `"Abies alba var. alpina Mill."`. */
  scientificName(usage: UsageOrdinal): string {
    const flags = this.sections.usageFlags[usage]!;
    const form = textFormOf(flags);
    if (form === TEXT_OWN) {
      const own = this.ownText(usage);
      return own.slice(0, own.indexOf("\0"));
    }
    let text = capitalised(this.lists.text(this.nameOf(usage)));
    if (form === TEXT_MARKER) {
      const blank = text.indexOf(" ", text.indexOf(" ") + 1);
      text = `${text.slice(0, blank)} ${RANK_MARKERS.get(rankOf(flags)!)}${text.slice(blank)}`;
    }
    const authorship = this.authorship(usage);
    return authorship === undefined ? text : `${text} ${authorship}`;
  }

  /** True when canonical and scientific name are put together from the folded words, so contain no odd letters. */
  isPlain(usage: UsageOrdinal): boolean {
    return textFormOf(this.sections.usageFlags[usage]!) !== TEXT_OWN;
  }

  /** `"(L.) Mill., 1768"`; `undefined` without. */
  authorship(usage: UsageOrdinal): string | undefined {
    const ordinal = this.sections.usageAuthorship[usage]!;
    return ordinal === 0 ? undefined : this.authorshipText(ordinal);
  }

  /** True when the signs of `text` from `start` on are the authorship of a usage; false for a usage without. */
  hasAuthorship(usage: UsageOrdinal, text: string, start: number): boolean {
    const own = this.ownAuthorship;
    own.usage = usage;
    own.readAuthorship();
    if (!own.hasAuthorship) return false;
    own.readTeam();
    const most = own.mostAuthorshipBytes;
    if (text.length - start > most) return false;
    if (most > this.authorshipBytes.byteLength) this.authorshipBytes = new DataView(new ArrayBuffer(2 * most));
    const bytes = this.authorshipBytes;
    const end = own.writeAuthorship(bytes, 0);
    for (let i = 0; i < end; i++) {
      const byte = bytes.getUint8(i);
      if (byte >= 0x80) return this.authorship(usage) === text.slice(start);
      if (byte !== text.charCodeAt(start + i)) return false;
    }
    return start + end === text.length;
  }

  /** Number of a usage's authorship: equal texts have equal numbers. 0 without. For caches of normalised authors. */
  authorshipOrdinal(usage: UsageOrdinal): number {
    return this.sections.usageAuthorship[usage]!;
  }

  /** Text of an authorship number other than 0. */
  authorshipText(ordinal: number): string {
    const { authorshipForm, authorshipYear, authorText, authorStart } = this.sections;
    const form = authorshipForm[ordinal]!;
    const team = form >>> 3;
    return joinAuthorship(
      decodeText(authorText, authorStart[team]!, authorStart[team + 1]!),
      form & 7,
      authorshipYear[ordinal]!,
    );
  }

  /** Rank, status, code and more of a usage as one number below 2^16: usages that are alike in all have the same. */
  kindOf(usage: UsageOrdinal): number {
    return this.sections.usageFlags[usage]!;
  }

  rank(usage: UsageOrdinal): Rank | undefined {
    return rankOf(this.sections.usageFlags[usage]!);
  }

  status(usage: UsageOrdinal): TaxonomicStatus {
    return statusOf(this.sections.usageFlags[usage]!);
  }

  code(usage: UsageOrdinal): NomenclaturalCode | undefined {
    return codeOf(this.sections.usageFlags[usage]!);
  }

  /** Accepted usage of a synonym; -1 for accepted usages and for synonyms whose accepted usage is unknown. */
  accepted(usage: UsageOrdinal): UsageOrdinal {
    const isAccepted = (this.sections.usageFlags[usage]! & LINK_IS_ACCEPTED) !== 0;
    return isAccepted ? this.sections.usageLink[usage]! : -1;
  }

  /** Next higher taxon, for a synonym that of its accepted usage; -1 at the root. */
  parent(usage: UsageOrdinal): UsageOrdinal {
    const { usageFlags, usageLink } = this.sections;
    const link = usageLink[usage]!;
    if (link === NO_USAGE) return -1;
    if ((usageFlags[usage]! & LINK_IS_ACCEPTED) === 0) return link;
    const parent = usageLink[link]!;
    return parent === NO_USAGE ? -1 : parent;
  }

  /** Ancestors of a usage from the root down, the usage itself not. For a synonym those of its accepted usage. */
  lineage(usage: UsageOrdinal): UsageOrdinal[] {
    const ancestors: UsageOrdinal[] = [];
    for (let u = this.parent(usage); u >= 0 && ancestors.length < MOST_LEVELS; u = this.parent(u)) ancestors.push(u);
    return ancestors.reverse();
  }

  // ---- helpers

  private ownText(usage: UsageOrdinal): string {
    const { ownTextUsage, ownTextStart, ownText } = this.sections;
    let low = 0;
    let high = ownTextUsage.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ownTextUsage[middle]! < usage) low = middle + 1;
      else high = middle;
    }
    return decodeText(ownText, ownTextStart[low]!, ownTextStart[low + 1]!);
  }
}

function capitalised(folded: string): string {
  return folded.charAt(0).toUpperCase() + folded.slice(1);
}
