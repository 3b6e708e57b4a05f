/**
 * Is a MessagePack value what it claims to be?
 *
 * Lengths in MessagePack are claims: 5 bytes announce 4,294,967,295 members, and an unpacker that believes them asks for
 * that much memory, once for each level. So the bytes are walked before anything is made of them: every announced length
 * has to fit into what is left, the whole has to be one value, and nothing may stand deeper than the limit. Since every
 * member takes a byte at least, what is unpacked afterwards holds no more members than bytes were sent. Keys of maps have to
be text, as in JSON: unpackers throw at lists, maps and bytes in that place, or make a text of them.
 *
 * Extensions are refused but for timestamps (https://github.com/msgpack/msgpack/blob/master/spec.md): unpackers make
 * objects of them that a query never needs.
 */
import { isUtf8 } from "node:buffer";
import { FORM } from "../limits.ts";

/** Has a letter for nearly every byte, as for lines of tables. */
const FALLBACK = new TextDecoder("windows-1252");

/** The type of timestamps. */
const TIMESTAMP = -1;

/** A text that is not UTF-8. */
interface OtherText {
  /** Where its head stands, where its letters begin, and where they end. */
  readonly head: number;
  readonly start: number;
  readonly end: number;
  /** The member of the outer list in which it stands, from 0. */
  readonly item: number;
}

/** What the walk over the bytes found. */
interface MsgpackClaims {
  /** What is wrong with the bytes, for a message; `undefined` when they are one value. */
  readonly problem: "too many" | string | undefined;
  readonly otherTexts: readonly OtherText[];
}

/** Walks over the bytes. @param mostItems of the outer list */
export function msgpackClaims(bytes: Buffer, mostItems: number): MsgpackClaims {
  const walk = new Walk(bytes, mostItems);
  return { problem: walk.problem(), otherTexts: walk.otherTexts };
}

/** The same value with all of its texts in UTF-8: the others are read as Windows-1252. */
export function withUtf8Texts(bytes: Buffer, otherTexts: readonly OtherText[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { head, start, end } of otherTexts) {
    const text = Buffer.from(FALLBACK.decode(bytes.subarray(start, end)));
    const length = Buffer.alloc(5);
    length[0] = 0xdb;
    length.writeUInt32BE(text.length, 1);
    parts.push(bytes.subarray(at, head), length, text);
    at = end;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}

class Walk {
  readonly #bytes: Buffer;
  readonly #mostItems: number;
  /** Values that are still expected at each level, outermost first. */
  readonly #left: number[] = [1];
  /** Is each level a map? Its values come in pairs, so what stands where an even number is left is a key. */
  readonly #isMap: boolean[] = [false];
  readonly otherTexts: OtherText[] = [];
  #at = 0;
  /** Where the head of the value stands that is walked over, and in which member of the outer list. */
  #head = 0;
  #item = -1;

  constructor(bytes: Buffer, mostItems: number) {
    this.#bytes = bytes;
    this.#mostItems = mostItems;
  }

  problem(): string | undefined {
    const left = this.#left;
    while (left.length > 0) {
      if (left[left.length - 1] === 0) {
        left.pop();
        this.#isMap.pop();
        continue;
      }
      const isKey = this.#isMap[left.length - 1]! && left[left.length - 1]! % 2 === 0;
      left[left.length - 1]!--;
      if (left.length === 2) this.#item++;
      this.#head = this.#at;
      if (this.#at >= this.#bytes.length) return "ends in the middle of a value";
      const head = this.#bytes[this.#at++]!;
      if (isKey && !isText(head)) return "has a key that is not text";
      const problem = this.#value(head);
      if (problem !== undefined) return problem;
    }
    return this.#at < this.#bytes.length ? "goes on after the value" : undefined;
  }

  #value(head: number): string | undefined {
    if (head < 0x80 || head >= 0xe0) return undefined;
    if (head < 0x90) return this.#open(head & 0x0f, true);
    if (head < 0xa0) return this.#open(head & 0x0f, false);
    if (head < 0xc0) return this.#text(head & 0x1f);
    switch (head) {
      case 0xc0: // nil
      case 0xc2: // false
      case 0xc3: // true
        return undefined;
      case 0xc4: // binary
        return this.#skip(this.#uint(1));
      case 0xc5:
        return this.#skip(this.#uint(2));
      case 0xc6:
        return this.#skip(this.#uint(4));
      case 0xd9: // text
        return this.#text(this.#uint(1));
      case 0xda:
        return this.#text(this.#uint(2));
      case 0xdb:
        return this.#text(this.#uint(4));
      case 0xcc: // numbers of 8, 16, 32, 64 bits
      case 0xd0:
        return this.#skip(1);
      case 0xcd:
      case 0xd1:
        return this.#skip(2);
      case 0xca:
      case 0xce:
      case 0xd2:
        return this.#skip(4);
      case 0xcb:
      case 0xcf:
      case 0xd3:
        return this.#skip(8);
      case 0xdc: // list
        return this.#openMeasured(2, false);
      case 0xdd:
        return this.#openMeasured(4, false);
      case 0xde: // map
        return this.#openMeasured(2, true);
      case 0xdf:
        return this.#openMeasured(4, true);
      case 0xd6: // extension of 4, 8 bytes, of any length
        return this.#extension(4);
      case 0xd7:
        return this.#extension(8);
      case 0xc7:
        return this.#extension(this.#uint(1));
      default:
        return `has the head ${head.toString(16)}, which is not taken here`;
    }
  }

  #extension(length: number | undefined): string | undefined {
    if (length === undefined || this.#at >= this.#bytes.length) return "ends in the middle of a value";
    const type = this.#bytes.readInt8(this.#at++);
    if (type !== TIMESTAMP || ![4, 8, 12].includes(length)) return `has an extension of type ${type}`;
    return this.#skip(length);
  }

  #text(length: number | undefined): string | undefined {
    const start = this.#at;
    const problem = this.#skip(length);
    if (problem === undefined && !isUtf8(this.#bytes.subarray(start, this.#at)))
      this.otherTexts.push({ head: this.#head, start, end: this.#at, item: this.#item });
    return problem;
  }

  #skip(length: number | undefined): string | undefined {
    if (length === undefined) return "ends in the middle of a value";
    if (length > this.#bytes.length - this.#at) return `announces ${length} bytes, more than it has`;
    this.#at += length;
    return undefined;
  }

  #openMeasured(size: number, isMap: boolean): string | undefined {
    const length = this.#uint(size);
    return length === undefined ? "ends in the middle of a value" : this.#open(length, isMap);
  }

  #open(members: number, isMap: boolean): string | undefined {
    const values = isMap ? 2 * members : members;
    if (values > this.#bytes.length - this.#at) return `announces ${values} values, more than it has bytes`;
    if (this.#left.length === 1 && values > this.#mostItems) return "too many";
    if (this.#left.length > FORM.depth) return `is nested deeper than ${FORM.depth}`;
    this.#left.push(values);
    this.#isMap.push(isMap);
    return undefined;
  }

  #uint(size: number): number | undefined {
    if (size > this.#bytes.length - this.#at) return undefined;
    this.#at += size;
    return this.#bytes.readUIntBE(this.#at - size, size);
  }
}

/** Is a value with this head a text? */
function isText(head: number): boolean {
  return (head >= 0xa0 && head < 0xc0) || (head >= 0xd9 && head <= 0xdb);
}
