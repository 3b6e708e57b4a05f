/**
 * Which number has an id?
 *
 * Ids of usages, parents and accepted usages are numbered from 1 as they are met, so that a parent may be named before
 * its row comes. The parts they are kept as are drawn in format-ids.ts.
 */
import { NumberColumn, StringTable } from "./build-strings.ts";
import { slotOf } from "./format-hash.ts";
import { type IdParts, type IdTemplate, idHash, joinId, splitId, TEXT_ID } from "./format-ids.ts";
import { decodeText } from "./format-text.ts";

/** Numbers ids; 0 is "no id". */
export class IdTable {
  readonly templates: IdTemplate[] = [];
  readonly texts = new StringTable();
  private readonly templateOf = new Map<string, number>();
  private readonly numbers = new NumberColumn();
  private readonly kinds = new NumberColumn();
  private slots = new Uint32Array(1 << 12);
  private readonly parts: IdParts = { prefix: "", width: 0, number: 0 };

  constructor() {
    this.numbers.push(0);
    this.kinds.push(0);
  }

  /** Ordinals given out, 0 included. */
  get size(): number {
    return this.numbers.length;
  }

  /** The ordinal of an id; 0 for none. */
  intern(id: string | undefined): number {
    if (id === undefined || id === "") return 0;
    const template = this.template(id);
    const number = template === TEXT_ID ? this.texts.intern(id) : this.parts.number;
    let slot = slotOf(idHash(template, number), this.slots.length);
    for (;;) {
      const ordinal = this.slots[slot]!;
      if (ordinal === 0) break;
      if (this.numbers.values[ordinal] === number && this.kinds.values[ordinal] === template) return ordinal;
      if (++slot === this.slots.length) slot = 0;
    }
    const ordinal = this.size;
    this.numbers.push(number);
    this.kinds.push(template);
    this.slots[slot] = ordinal;
    if (ordinal > this.slots.length * 0.7) this.growSlots();
    return ordinal;
  }

  /** The id of an ordinal. */
  text(ordinal: number): string {
    const template = this.kinds.values[ordinal]!;
    const number = this.numbers.values[ordinal]!;
    if (template !== TEXT_ID) return joinId(this.templates[template]!, number);
    const starts = this.texts.starts.values;
    return decodeText(this.texts.bytes, starts[number]!, starts[number + 1]!);
  }

  number(ordinal: number): number {
    return this.numbers.values[ordinal]!;
  }

  /** Ordinal in {@link templates}, or {@link TEXT_ID}. */
  kind(ordinal: number): number {
    return this.kinds.values[ordinal]!;
  }

  private template(id: string): number {
    if (!splitId(id, this.parts)) return TEXT_ID;
    const { prefix, width } = this.parts;
    const key = width === 0 ? prefix : `${prefix}\0${width}`;
    const known = this.templateOf.get(key);
    if (known !== undefined) return known;
    if (this.templates.length === TEXT_ID) return TEXT_ID;
    this.templateOf.set(key, this.templates.length);
    return this.templates.push({ prefix, width }) - 1;
  }

  private growSlots(): void {
    const capacity = this.slots.length * 2;
    this.slots = new Uint32Array(capacity);
    for (let ordinal = 1; ordinal < this.size; ordinal++) {
      let slot = slotOf(idHash(this.kind(ordinal), this.number(ordinal)), capacity);
      while (this.slots[slot] !== 0) if (++slot === capacity) slot = 0;
      this.slots[slot] = ordinal;
    }
  }
}
