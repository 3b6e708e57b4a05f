/** How do columns by row become rows by usage ordinal? */
import type { IdTable } from "../ids/build-ids.ts";
import { IS_KINGDOM, LINK_IS_ACCEPTED, OF_VIRUSES, TEMPLATE_SHIFT } from "../layout/flags.ts";
import { NO_USAGE, type Sections } from "../layout/format.ts";
import { hashBytes, slotOf } from "../layout/hash.ts";
import { idHash, TEXT_ID } from "../layout/id-bytes.ts";
import { AUTHORSHIP, ID_NUMBER, LINK, ROW_SHIFT } from "../layout/usage-row.ts";
import { type Links, NO_ROW } from "./build-links.ts";
import type { RowColumns } from "./build-usage-rows.ts";

const SLOTS_PER_ID = 1.25;

/** The rows of all usages. */
export function layOutUsages(
  rows: RowColumns,
  links: Links,
  rowOrder: Uint32Array,
  usageOfRow: Uint32Array,
): Uint32Array {
  const { ids } = rows;
  const usageRows = new Uint32Array(rowOrder.length << ROW_SHIFT);
  let someAreViruses = false;
  for (let usage = 0; usage < rowOrder.length; usage++) {
    const row = rowOrder[usage]!;
    const accepted = links.accepted[row]!;
    const link = accepted === NO_ROW ? links.parent[row]! : accepted;
    const id = rows.id.values[row]!;
    const at = usage << ROW_SHIFT;
    const flags = rows.flags.values[row]!;
    if ((flags & OF_VIRUSES) !== 0) someAreViruses = true;
    usageRows[at] = flags | (accepted === NO_ROW ? 0 : LINK_IS_ACCEPTED) | (ids.kind(id) << TEMPLATE_SHIFT);
    usageRows[at + LINK] = link === NO_ROW ? NO_USAGE : usageOfRow[link]!;
    usageRows[at + AUTHORSHIP] = rows.authorship.values[row]!;
    usageRows[at + ID_NUMBER] = ids.number(id);
  }
  if (someAreViruses) markViruses(usageRows);
  return usageRows;
}

const UNKNOWN = 0;
const OTHER = 1;
const VIRUS = 2;

/** Marks all usages in kingdoms of viruses, which are marked already. Links lead to no circle. */
function markViruses(usageRows: Uint32Array): void {
  const usageCount = usageRows.length >>> ROW_SHIFT;
  // Bytes, in which the ways up are walked in the cache; each is walked over once.
  const known = new Uint8Array(usageCount);
  for (let usage = 0; usage < usageCount; usage++) {
    let mark = UNKNOWN;
    let step = usage;
    for (; mark === UNKNOWN; step = usageRows[(step << ROW_SHIFT) + LINK]!)
      mark = known[step] || markOf(usageRows, step);
    for (let below = usage; below !== step; below = usageRows[(below << ROW_SHIFT) + LINK]!) known[below] = mark;
    const flags = usageRows[usage << ROW_SHIFT]!;
    usageRows[usage << ROW_SHIFT] = mark === VIRUS ? flags | OF_VIRUSES : flags & ~OF_VIRUSES;
  }
}

/** The mark of a kingdom or a root, {@link UNKNOWN} for all others; a synonym is what its accepted usage is. */
function markOf(usageRows: Uint32Array, usage: number): number {
  const at = usage << ROW_SHIFT;
  const flags = usageRows[at]!;
  if ((flags & LINK_IS_ACCEPTED) !== 0) return UNKNOWN;
  if ((flags & IS_KINGDOM) !== 0) return (flags & OF_VIRUSES) !== 0 ? VIRUS : OTHER;
  return usageRows[at + LINK] === NO_USAGE ? OTHER : UNKNOWN;
}

/** The ids that are kept as text, and the table that leads from an id to its usage. */
export function layOutIds(
  ids: IdTable,
  idOfRow: Uint32Array,
  rowOrder: Uint32Array,
): Pick<Sections, "usageIdText" | "usageIdStart" | "usageIdSlots"> {
  const count = rowOrder.length;
  const usageIdSlots = new Uint32Array(Math.ceil(count * SLOTS_PER_ID) + 1);
  for (let usage = 0; usage < count; usage++) {
    const id = idOfRow[rowOrder[usage]!]!;
    let slot = slotOf(hashOfId(ids, id), usageIdSlots.length);
    while (usageIdSlots[slot] !== 0) if (++slot === usageIdSlots.length) slot = 0;
    usageIdSlots[slot] = usage + 1;
  }
  return {
    usageIdText: ids.texts.bytes.subarray(0, ids.texts.byteLength),
    usageIdStart: ids.texts.starts.used(),
    usageIdSlots,
  };
}

/** Ids kept as text are found by their text, since a look-up does not know their number. */
function hashOfId(ids: IdTable, id: number): number {
  const number = ids.number(id);
  if (ids.kind(id) !== TEXT_ID) return idHash(ids.kind(id), number);
  const starts = ids.texts.starts.values;
  return hashBytes(ids.texts.bytes, starts[number]!, starts[number + 1]!);
}

/** The texts that rows keep for themselves, sorted by usage. */
export function layOutOwnTexts(
  rows: RowColumns,
  usageOfRow: Uint32Array,
): Pick<Sections, "ownTextUsage" | "ownTextStart" | "ownText"> {
  const ownRows = rows.ownTextRow.used();
  const order = Uint32Array.from(ownRows, (_, i) => i).sort(
    (a, b) => usageOfRow[ownRows[a]!]! - usageOfRow[ownRows[b]!]!,
  );
  const starts = rows.ownTexts.starts.used();
  const ownTextUsage = new Uint32Array(order.length);
  const ownTextStart = new Uint32Array(order.length + 1);
  const ownText = new Uint8Array(starts[starts.length - 1]!);
  for (let i = 0; i < order.length; i++) {
    const from = order[i]!;
    ownTextUsage[i] = usageOfRow[ownRows[from]!]!;
    ownText.set(rows.ownTexts.bytes.subarray(starts[from]!, starts[from + 1]!), ownTextStart[i]!);
    ownTextStart[i + 1] = ownTextStart[i]! + starts[from + 1]! - starts[from]!;
  }
  return { ownTextUsage, ownTextStart, ownText };
}
