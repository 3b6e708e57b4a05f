/**
 * What is known of a usage, and which usages has a name?
 *
 * Usages are rows by ordinal (layout/usage-row.ts), in the order of names. Everything is read in place.
 */
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import type { TaxonomicStatus } from "../../taxonomy/status.ts";
import { AuthorshipText } from "../authorships/read-authorships.ts";
import { UsageIds } from "../ids/read-ids.ts";
import { JoinedIds } from "../ids/read-joins.ts";
import { rankBits, selectBit, selectLoneBit } from "../layout/bits.ts";
import {
  codeOf,
  IS_KINGDOM,
  KIND_BITS,
  LINK_IS_ACCEPTED,
  OF_VIRUSES,
  RANK_MARKERS,
  rankOf,
  statusOf,
  TEXT_MARKER,
  TEXT_OWN,
  textFormOf,
} from "../layout/flags.ts";
import { type ImageHeader, NO_USAGE, type Sections, viewSections } from "../layout/format.ts";
import { decodeText } from "../layout/text.ts";
import { AUTHORSHIP, LINK, ROW_SHIFT } from "../layout/usage-row.ts";
import { NameLists } from "../names/read-lists.ts";
import { UsageColumns, UsageText } from "./usage-text.ts";

/** A name inside one image: 0 … nameCount - 1; -1 stands for none. */
export type NameOrdinal = number;
/** A usage inside one image: 0 … usageCount - 1; -1 stands for none. */
export type UsageOrdinal = number;

/** More steps up than any classification has; a damaged image must not hang a server. */
const MOST_LEVELS = 200;

/** The usages of an image. */
export class UsageReader {
  readonly header: ImageHeader;
  readonly nameCount: number;
  readonly usageCount: number;
  protected readonly lists: NameLists;
  private readonly sections: Sections;
  private readonly rows: Uint32Array;
  private readonly ids: UsageIds;
  /** Identifiers of other checklists that lead to usages of this one. */
  readonly joined: JoinedIds;
  private readonly columns: UsageColumns;
  private readonly authorshipRead: AuthorshipText;
  private lastOfUsages: NameOrdinal = -1;
  private lastFirstUsage: UsageOrdinal = -1;

  /** Parameters and errors as of `ImageReader`. */
  constructor(image: Uint8Array, path: string) {
    this.sections = viewSections(image, path);
    const { header } = this.sections;
    this.header = JSON.parse(decodeText(header, 0, header.length)) as ImageHeader;
    this.nameCount = this.header.nameCount;
    this.usageCount = this.header.usageCount;
    this.rows = this.sections.usageRows;
    this.lists = new NameLists(this.sections, this.header);
    this.ids = new UsageIds(this.sections, this.header);
    this.joined = new JoinedIds(this.sections, this.header);
    this.columns = new UsageColumns(this.sections, this.lists, this.header);
    this.authorshipRead = new AuthorshipText(this.sections);
  }

  /** First usage of a name. */
  firstUsage(name: NameOrdinal): UsageOrdinal {
    // A name is asked for when it is compared, and again when its usages are considered.
    if (name !== this.lastOfUsages) {
      const { nameBits, nameBitCounts } = this.sections;
      this.lastFirstUsage = selectBit(nameBits, nameBitCounts, name);
      this.lastOfUsages = name;
    }
    return this.lastFirstUsage;
  }

  /** The usage of a name that has only one; -1 for others. */
  soleUsage(name: NameOrdinal): UsageOrdinal {
    return selectLoneBit(this.sections.nameBits, this.sections.nameBitCounts, name, this.usageCount);
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
    if (textFormOf(this.rows[usage << ROW_SHIFT]!) === TEXT_OWN) {
      const own = this.ownText(usage);
      return own.slice(own.indexOf("\0") + 1);
    }
    return capitalised(this.lists.text(this.nameOf(usage)));
  }

  /** As the source shows it, with authorship: `"Abies alba var. alpina Mill."`. */
  scientificName(usage: UsageOrdinal): string {
    const flags = this.rows[usage << ROW_SHIFT]!;
    const form = textFormOf(flags);
    if (form === TEXT_OWN) {
      const own = this.ownText(usage);
      return own.slice(0, own.indexOf("\0"));
    }
    let text = capitalised(this.lists.text(this.nameOf(usage)));
    if (form === TEXT_MARKER) {
      const space = text.indexOf(" ", text.indexOf(" ") + 1);
      text = `${text.slice(0, space)} ${RANK_MARKERS.get(rankOf(flags)!)}${text.slice(space)}`;
    }
    const authorship = this.authorship(usage);
    return authorship === undefined ? text : `${text} ${authorship}`;
  }

  /** True when canonical and scientific name are put together from the folded words, so contain no odd letters. */
  isPlain(usage: UsageOrdinal): boolean {
    return textFormOf(this.rows[usage << ROW_SHIFT]!) !== TEXT_OWN;
  }

  /** `"(L.) Mill., 1768"`; `undefined` without. */
  authorship(usage: UsageOrdinal): string | undefined {
    const ordinal = this.authorshipOrdinal(usage);
    return ordinal === 0 ? undefined : this.authorshipText(ordinal);
  }

  /** True when the signs of `text` from `start` on are the authorship of a usage; false for a usage without. */
  hasAuthorship(usage: UsageOrdinal, text: string, start: number): boolean {
    this.authorshipRead.read(this.authorshipOrdinal(usage));
    return this.authorshipRead.isWritten(text, start);
  }

  /** Number of a usage's authorship: equal texts have equal numbers. 0 without. For caches of normalised authors. */
  authorshipOrdinal(usage: UsageOrdinal): number {
    return this.rows[(usage << ROW_SHIFT) + AUTHORSHIP]!;
  }

  /** Text of an authorship number other than 0. */
  authorshipText(ordinal: number): string {
    this.authorshipRead.read(ordinal);
    return this.authorshipRead.text();
  }

  /** Rank, status, code and more of a usage as one number below 2^16: usages that are alike in all have the same. */
  kindOf(usage: UsageOrdinal): number {
    return this.rows[usage << ROW_SHIFT]! & KIND_BITS;
  }

  /** True for a kingdom, and for what stands in its place (taxonomy/kingdom.ts). */
  isKingdom(usage: UsageOrdinal): boolean {
    return (this.rows[usage << ROW_SHIFT]! & IS_KINGDOM) !== 0;
  }

  /** True for a usage in a kingdom of viruses; a synonym is what its accepted usage is. */
  isVirus(usage: UsageOrdinal): boolean {
    return (this.rows[usage << ROW_SHIFT]! & OF_VIRUSES) !== 0;
  }

  rank(usage: UsageOrdinal): Rank | undefined {
    return rankOf(this.rows[usage << ROW_SHIFT]!);
  }

  status(usage: UsageOrdinal): TaxonomicStatus {
    return statusOf(this.rows[usage << ROW_SHIFT]!);
  }

  code(usage: UsageOrdinal): NomenclaturalCode | undefined {
    return codeOf(this.rows[usage << ROW_SHIFT]!);
  }

  /** Accepted usage of a synonym; -1 for accepted usages and for synonyms whose accepted usage is unknown. */
  accepted(usage: UsageOrdinal): UsageOrdinal {
    const at = usage << ROW_SHIFT;
    return (this.rows[at]! & LINK_IS_ACCEPTED) !== 0 ? this.rows[at + LINK]! : -1;
  }

  /** Next higher taxon, for a synonym that of its accepted usage; -1 at the root. */
  parent(usage: UsageOrdinal): UsageOrdinal {
    const { rows } = this;
    const at = usage << ROW_SHIFT;
    const link = rows[at + LINK]!;
    if (link === NO_USAGE) return -1;
    if ((rows[at]! & LINK_IS_ACCEPTED) === 0) return link;
    const parent = rows[(link << ROW_SHIFT) + LINK]!;
    return parent === NO_USAGE ? -1 : parent;
  }

  /** Ancestors of a usage from the root down, the usage itself not. For a synonym those of its accepted usage. */
  lineage(usage: UsageOrdinal): UsageOrdinal[] {
    const ancestors: UsageOrdinal[] = [];
    for (let u = this.parent(usage); u >= 0 && ancestors.length < MOST_LEVELS; u = this.parent(u)) ancestors.push(u);
    return ancestors.reverse();
  }

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
