/** How do columns by row become columns by usage ordinal? */
import type { IdTable } from "./build-ids.ts";
import type { RowColumns } from "./build-rows.ts";
import type { Sections } from "./format.ts";
import { hashBytes, slotOf } from "./format-hash.ts";
import { idHash, TEXT_ID } from "./format-ids.ts";

const SLOTS_PER_ID = 1.25;

/** The id of every usage, and the table that leads from an id to its usage. */
export function layOutIds(
  ids: IdTable,
  idOfRow: Uint32Array,
  rowOrder: Uint32Array,
): Pick<Sections, "usageIdNumber" | "usageIdTemplate" | "usageIdText" | "usageIdStart" | "usageIdSlots"> {
  const count = rowOrder.length;
  const usageIdNumber = new Uint32Array(count);
  const isOneTemplate = ids.templates.length <= 1 && ids.texts.size === 1;
  const usageIdTemplate = new Uint8Array(isOneTemplate ? 0 : count);
  const usageIdSlots = new Uint32Array(Math.ceil(count * SLOTS_PER_ID) + 1);
  for (let usage = 0; usage < count; usage++) {
    const id = idOfRow[rowOrder[usage]!]!;
    const number = ids.number(id);
    usageIdNumber[usage] = number;
    if (!isOneTemplate) usageIdTemplate[usage] = ids.kind(id);
    let slot = slotOf(hashOfId(ids, id), usageIdSlots.length);
    while (usageIdSlots[slot] !== 0) if (++slot === usageIdSlots.length) slot = 0;
    usageIdSlots[slot] = usage + 1;
  }
  return {
    usageIdNumber,
    usageIdTemplate,
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
