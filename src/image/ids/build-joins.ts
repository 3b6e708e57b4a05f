/**
 * Which usage does the identifier of another checklist mean?
 *
 * Identifiers of records that were joined to usages (matcher/join-checklist.ts), kept as texts with a table of slots that
 * leads from a text to its number, as for ids that are no numbers.
 */

import type { Sections } from "../layout/format.ts";
import { hashBytes, slotOf } from "../layout/hash.ts";
import { NumberColumn, StringTable } from "../words/build-strings.ts";

/** Slots a joined identifier: half of them stay empty. */
const SLOTS_PER_ID = 2;

/** The sections of joined identifiers. */
export type JoinSections = Pick<Sections, "joinText" | "joinStart" | "joinSlots" | "joinUsage">;

/** Gathers the identifiers that are joined to usages of one image. */
export class JoinTable {
  readonly #texts = new StringTable();
  /** By number of an identifier, from 1: usage + 1. */
  readonly #usages = new NumberColumn();

  constructor() {
    this.#usages.push(0);
  }

  /** Joins an identifier to a usage. False, and nothing done, when it is joined already. */
  add(identifier: string, usage: number): boolean {
    const before = this.#texts.size;
    if (this.#texts.intern(identifier) < before) return false;
    this.#usages.push(usage + 1);
    return true;
  }

  /** The sections; the table is of no use afterwards. */
  finish(): JoinSections {
    const texts = this.#texts;
    texts.close();
    const starts = texts.starts.used();
    const joinSlots = new Uint32Array((texts.size - 1) * SLOTS_PER_ID + 1);
    for (let number = 1; number < texts.size; number++) {
      let slot = slotOf(hashBytes(texts.bytes, starts[number]!, starts[number + 1]!), joinSlots.length);
      while (joinSlots[slot] !== 0) if (++slot === joinSlots.length) slot = 0;
      joinSlots[slot] = number;
    }
    return { joinText: texts.usedBytes(), joinStart: starts, joinSlots, joinUsage: this.#usages.used() };
  }
}
