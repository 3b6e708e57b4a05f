/**
 * Which number has an id?
 *
 * Ids of usages, parents and accepted usages are numbered from 1 as they are met, so that a parent may be named before
 * its row comes. The parts they are kept as are drawn in layout/id-bytes.ts.
 */

import { slotOf } from "../layout/hash.ts";
import { type IdParts, type IdTemplate, idHash, joinId, splitId, TEXT_ID } from "../layout/id-bytes.ts";
import { decodeText } from "../layout/text.ts";
import { ByteColumn, NumberColumn, release, StringTable } from "../words/build-strings.ts";

/** The dense table holds numbers up to this many times the ids so far … */
const DENSE_SPREAD = 3;
/** … and this many more, so that it is not refused to the first rows. */
const DENSE_SPREAD_FLOOR = 1 << 20;

/** An id table as plain data. */
export interface IdColumns {
  idTemplates: IdTemplate[];
  idNumbers: Uint32Array;
  idKinds: Uint8Array;
  idTextBytes: Uint8Array;
  idTextStarts: Uint32Array;
}

/** Numbers ids; 0 is "no id". */
export class IdTable {
  readonly templates: IdTemplate[] = [];
  readonly texts = new StringTable();
  private readonly templateOf = new Map<string, number>();
  private readonly numbers = new NumberColumn();
  private readonly kinds = new ByteColumn();
  /** By number of the first template: its ordinal. Most checklists number their usages one after the other. */
  private dense = new Uint32Array(1 << 16);
  private slots = new Uint32Array(1 << 12);
  private slotsUsed = 0;
  private lastPrefix: string | undefined;
  private lastWidth = 0;
  private lastTemplate = 0;
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
    return this.internParts(template, template === TEXT_ID ? this.texts.intern(id) : this.parts.number);
  }

  /** The ordinal of a number in a template of this table. */
  internParts(template: number, number: number): number {
    if (template === 0 && number < DENSE_SPREAD * (this.size + DENSE_SPREAD_FLOOR)) return this.internDense(number);
    let slot = slotOf(idHash(template, number), this.slots.length);
    for (;;) {
      const ordinal = this.slots[slot]!;
      if (ordinal === 0) break;
      if (this.numbers.values[ordinal] === number && this.kinds.values[ordinal] === template) return ordinal;
      if (++slot === this.slots.length) slot = 0;
    }
    const ordinal = this.append(template, number);
    this.slots[slot] = ordinal;
    if (++this.slotsUsed > this.slots.length * 0.7) this.growSlots();
    return ordinal;
  }

  /** Ordinal of a template: prefix and width as in layout/id-bytes.ts; TEXT_ID when there are too many. */
  internTemplate(prefix: string, width: number): number {
    const key = width === 0 ? prefix : `${prefix}\0${width}`;
    const known = this.templateOf.get(key);
    if (known !== undefined) return known;
    if (this.templates.length === TEXT_ID) return TEXT_ID;
    this.templateOf.set(key, this.templates.length);
    return this.templates.push({ prefix, width }) - 1;
  }

  private internDense(number: number): number {
    if (number >= this.dense.length) {
      const grown = new Uint32Array(Math.ceil((number + 1) * 1.5));
      grown.set(this.dense);
      release(this.dense);
      this.dense = grown;
    }
    const known = this.dense[number]!;
    if (known !== 0) return known;
    // The same number may have been met while it was still too large for the dense table.
    const ordinal = this.findInSlots(0, number) || this.append(0, number);
    this.dense[number] = ordinal;
    return ordinal;
  }

  private findInSlots(template: number, number: number): number {
    if (this.slotsUsed === 0) return 0;
    let slot = slotOf(idHash(template, number), this.slots.length);
    for (;;) {
      const ordinal = this.slots[slot]!;
      if (ordinal === 0) return 0;
      if (this.numbers.values[ordinal] === number && this.kinds.values[ordinal] === template) return ordinal;
      if (++slot === this.slots.length) slot = 0;
    }
  }

  private append(template: number, number: number): number {
    this.numbers.push(number);
    this.kinds.push(template);
    return this.size - 1;
  }

  /** The ordinal in this table of an ordinal of another one. */
  renumbering(from: IdColumns): (ordinal: number) => number {
    const templates = new Map<number, number>();
    return (ordinal) => {
      const number = from.idNumbers[ordinal]!;
      const kind = from.idKinds[ordinal]!;
      if (kind === TEXT_ID) {
        const { idTextBytes, idTextStarts } = from;
        const text = this.texts.internBytes(idTextBytes, idTextStarts[number]!, idTextStarts[number + 1]!);
        return this.internParts(TEXT_ID, text);
      }
      const { prefix, width } = from.idTemplates[kind]!;
      let template = templates.get(kind);
      if (template === undefined) {
        template = this.internTemplate(prefix, width);
        templates.set(kind, template);
      }
      if (template !== TEXT_ID) return this.internParts(template, number);
      return this.internParts(TEXT_ID, this.texts.intern(joinId({ prefix, width }, number)));
    };
  }

  usedNumbers(): Uint32Array {
    return this.numbers.used();
  }

  usedKinds(): Uint8Array {
    return this.kinds.used();
  }

  /** Frees what only `intern` needs. */
  close(): void {
    release(this.dense, this.slots);
    this.dense = new Uint32Array(0);
    this.slots = new Uint32Array(1);
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
    return prefix === this.lastPrefix && width === this.lastWidth
      ? this.lastTemplate
      : this.rememberTemplate(prefix, width);
  }

  private rememberTemplate(prefix: string, width: number): number {
    this.lastPrefix = prefix;
    this.lastWidth = width;
    this.lastTemplate = this.internTemplate(prefix, width);
    return this.lastTemplate;
  }

  private growSlots(): void {
    const { slots } = this;
    const capacity = slots.length * 2;
    this.slots = new Uint32Array(capacity);
    for (const ordinal of slots) {
      if (ordinal === 0) continue;
      let slot = slotOf(idHash(this.kind(ordinal), this.number(ordinal)), capacity);
      while (this.slots[slot] !== 0) if (++slot === capacity) slot = 0;
      this.slots[slot] = ordinal;
    }
  }
}
