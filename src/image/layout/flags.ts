/**
 * How are rank, status, code, text form and more of a usage packed into 32 bits?
 *
 *      31 … 24       17         16         15                14 13       12 11 10    9 8 7     6 … 0
 *      id template   of viruses a kingdom  link is accepted  text form   code + 1    status    rank + 1
 */
import { NOMENCLATURAL_CODES, type NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import { RANKS, type Rank, rankOrdinal } from "../../taxonomy/rank.ts";
import { TAXONOMIC_STATUSES, type TaxonomicStatus } from "../../taxonomy/status.ts";

/** The text of a name is put together from its words. */
export const TEXT_PLAIN = 0;
/** … with the rank's marker before the third word. */
export const TEXT_MARKER = 1;
/** … stands in `ownText`. */
export const TEXT_OWN = 2;

/** Set when the link is the accepted usage, not the parent. */
export const LINK_IS_ACCEPTED = 0x8000;

/** Set for kingdoms, and for what stands in their place (taxonomy/kingdom.ts). */
export const IS_KINGDOM = 0x10000;

/** Set for viruses: their kingdoms and all usages below. */
export const OF_VIRUSES = 0x20000;

/** The id's template stands above the other bits. */
export const TEMPLATE_SHIFT = 24;

/** What usages of a kind have in common: all but template, kingdom and viruses. */
export const KIND_BITS = 0xffff;

/** Rank plus one: 0 without a rank. */
export const RANK_BITS = 0x7f;

/** Rank, status and code together. */
export const WORD_BITS = 0x1fff;

/** Rank markers of three-word names whose text can be put together from the words. */
export const RANK_MARKERS: ReadonlyMap<Rank, string> = new Map([
  ["SUBSPECIES", "subsp."],
  ["VARIETY", "var."],
  ["SUBVARIETY", "subvar."],
  ["FORM", "f."],
  ["SUBFORM", "subf."],
]);

const STATUS_ORDINALS = new Map(TAXONOMIC_STATUSES.map((status, ordinal) => [status, ordinal]));
const CODE_ORDINALS = new Map(NOMENCLATURAL_CODES.map((code, ordinal) => [code, ordinal]));

/** Packs rank, status and code; the rest is or-ed in. */
export function packFlags(
  rank: Rank | undefined,
  status: TaxonomicStatus,
  code: NomenclaturalCode | undefined,
): number {
  const rankBits = rank === undefined ? 0 : rankOrdinal(rank) + 1;
  const codeBits = code === undefined ? 0 : CODE_ORDINALS.get(code)! + 1;
  return rankBits | (STATUS_ORDINALS.get(status)! << 7) | (codeBits << 10);
}

export function rankOf(flags: number): Rank | undefined {
  return RANKS[(flags & RANK_BITS) - 1];
}

export function statusOf(flags: number): TaxonomicStatus {
  return TAXONOMIC_STATUSES[(flags >>> 7) & 7]!;
}

export function codeOf(flags: number): NomenclaturalCode | undefined {
  return NOMENCLATURAL_CODES[((flags >>> 10) & 7) - 1];
}

export function textFormOf(flags: number): number {
  return (flags >>> 13) & 3;
}

export function withTextForm(flags: number, form: number): number {
  return (flags & ~0x6000) | (form << 13);
}
