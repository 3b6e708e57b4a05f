/**
 * Which usage does the identifier of another checklist mean? See build-joins.ts for the table. The identifiers of one
 * checklist stand together, in the order of the header's `joins`.
 */

import type { ImageHeader, JoinedChecklist, Sections } from "../layout/format.ts";
import { hashBytes, slotOf } from "../layout/hash.ts";
import { decodeText, encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";

/** An identifier that leads to a usage of another checklist than its own. */
export interface JoinedIdentifier {
  /** As it is kept (taxonomy/identifier-sources.ts): `"worms:137094"`. */
  readonly identifier: string;
  /** Ordinal of the usage that its record matches. */
  readonly usage: number;
  /** The checklist that the identifier is of. */
  readonly checklist: JoinedChecklist;
}

/** The identifiers that were joined to the usages of an image. */
export class JoinedIds {
  readonly #sections: Sections;
  readonly #joins: readonly JoinedChecklist[];

  constructor(sections: Sections, { joins }: ImageHeader) {
    this.#sections = sections;
    this.#joins = joins;
  }

  /** What an identifier is joined to; `undefined` when it is to nothing. */
  find(identifier: string): JoinedIdentifier | undefined {
    if (this.#joins.length === 0) return undefined;
    const { joinText, joinStart, joinSlots } = this.#sections;
    const bytes = new Uint8Array(identifier.length * MAX_BYTES_PER_UNIT);
    const length = encodeText(identifier, bytes);
    let slot = slotOf(hashBytes(bytes, 0, length), joinSlots.length);
    for (;;) {
      const number = joinSlots[slot]!;
      if (number === 0) return undefined;
      const start = joinStart[number]!;
      if (joinStart[number + 1]! - start === length) {
        let same = 0;
        while (same < length && joinText[start + same] === bytes[same]) same++;
        if (same === length) return this.#identifier(number);
      }
      if (++slot === joinSlots.length) slot = 0;
    }
  }

  /** The identifiers that are joined to one of these usages. Looks through all of them. */
  of(usages: ReadonlySet<number>): JoinedIdentifier[] {
    const { joinUsage } = this.#sections;
    const found: JoinedIdentifier[] = [];
    for (let number = 1; number < joinUsage.length; number++)
      if (usages.has(joinUsage[number]! - 1)) found.push(this.#identifier(number)!);
    return found;
  }

  #identifier(number: number): JoinedIdentifier | undefined {
    const { joinText, joinStart, joinUsage } = this.#sections;
    let before = 0;
    for (const checklist of this.#joins) {
      before += checklist.joinedCount;
      if (number > before) continue;
      const identifier = decodeText(joinText, joinStart[number]!, joinStart[number + 1]!);
      return { identifier, usage: joinUsage[number]! - 1, checklist };
    }
    return undefined;
  }
}
