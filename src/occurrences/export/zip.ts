/**
 * A zip whose members come in pieces that others have compressed already.
 *
 * Each piece is raw deflate that ends at a byte with a full flush, so pieces can be put one behind the other; its
 * checksum is combined with those before it. Members and the archive may be larger than 4 GiB (zip64).
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { constants, crc32, deflateRawSync } from "node:zlib";

/** A compressed piece of a member. */
export interface DeflatedPiece {
  readonly deflated: Uint8Array;
  readonly crc: number;
  readonly size: number;
}

/** Compresses a piece. */
export function deflatePiece(bytes: Uint8Array): DeflatedPiece {
  const deflated = deflateRawSync(bytes, { level: 4, finishFlush: constants.Z_FULL_FLUSH });
  return { deflated, crc: crc32(bytes), size: bytes.length };
}

/** An empty last block: what deflate data must end with. */
const END_OF_DEFLATE = Uint8Array.of(3, 0);
/** First of January 1980 in the format of zips: the same archive has the same bytes at any time. */
const DATE = 0x0021;
const MAX_32 = 0xffffffff;
/** 4.5: the first version that reads sizes of 64 bits. */
const VERSION = 45;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;

interface Member {
  readonly name: string;
  readonly offset: number;
  crc: number;
  size: number;
  deflatedSize: number;
}

/** Writes a zip file, one member after the other. */
export class ZipWriter {
  readonly #file: number;
  readonly #members: Member[] = [];
  #at = 0;
  #open: Member | undefined;

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  /** Begins a member. */
  begin(name: string): void {
    this.endMember();
    this.#open = { name, offset: this.#at, crc: 0, size: 0, deflatedSize: 0 };
    this.#write(localHeader(this.#open));
  }

  /** Adds a piece to the member. */
  add({ deflated, crc, size }: DeflatedPiece): void {
    const member = this.#open!;
    member.crc = combineCrc(member.crc, crc, size);
    member.size += size;
    member.deflatedSize += deflated.length;
    this.#write(deflated);
  }

  /** Adds a whole small member. */
  addWhole(name: string, text: string): void {
    this.begin(name);
    this.add(deflatePiece(Buffer.from(text)));
  }

  /** Ends the member and writes its sizes into its header. */
  endMember(): void {
    const member = this.#open;
    if (member === undefined) return;
    this.#write(END_OF_DEFLATE);
    member.deflatedSize += END_OF_DEFLATE.length;
    const header = localHeader(member);
    writeSync(this.#file, header, 0, header.length, member.offset);
    this.#members.push(member);
    this.#open = undefined;
  }

  /** Writes the directory and closes the file. @param comment text of the archive itself, at most 65,535 bytes */
  end(comment = ""): void {
    this.endMember();
    const start = this.#at;
    for (const member of this.#members) this.#write(directoryEntry(member));
    const note = Buffer.from(comment);
    this.#write(endOfDirectory(this.#members.length, start, this.#at - start, note.length));
    this.#write(note);
    closeSync(this.#file);
  }

  /** Closes the file as it is: nothing is to become of it. */
  abandon(): void {
    closeSync(this.#file);
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, this.#at + done);
    this.#at += bytes.length;
  }
}

/** Header before a member, always with room for sizes of 64 bits. */
function localHeader(member: Member): Buffer {
  const header = headerOf(member, 30, [member.size, member.deflatedSize]);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, member);
  header.writeUInt16LE(4 + 16, 28);
  return header;
}

function directoryEntry(member: Member): Buffer {
  const entry = headerOf(member, 46, [member.size, member.deflatedSize, member.offset]);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  writeCommon(entry, 6, member);
  entry.writeUInt16LE(4 + 24, 30);
  entry.writeUInt32LE(MAX_32, 42);
  return entry;
}

/** A header with its name and the numbers of 64 bits behind its fixed part. */
function headerOf({ name }: Member, fixedBytes: number, numbers: readonly number[]): Buffer {
  const title = Buffer.from(name);
  const extra = fixedBytes + title.length;
  const header = Buffer.alloc(extra + 4 + 8 * numbers.length);
  title.copy(header, fixedBytes);
  header.writeUInt16LE(1, extra);
  header.writeUInt16LE(8 * numbers.length, extra + 2);
  for (const [i, number] of numbers.entries()) header.writeBigUInt64LE(BigInt(number), extra + 4 + 8 * i);
  return header;
}

/** What both kinds of header tell alike, from the version that can read it to the length of the name. */
function writeCommon(header: Buffer, at: number, { name, crc }: Member): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(UTF8_NAMES, at + 2);
  header.writeUInt16LE(DEFLATED, at + 4);
  header.writeUInt16LE(DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(MAX_32, at + 14);
  header.writeUInt32LE(MAX_32, at + 18);
  header.writeUInt16LE(Buffer.byteLength(name), at + 22);
}

function endOfDirectory(count: number, start: number, size: number, commentLength: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(start + size), 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.writeUInt16LE(Math.min(count, 0xffff), 84);
  end.writeUInt16LE(Math.min(count, 0xffff), 86);
  end.writeUInt32LE(Math.min(size, MAX_32), 88);
  end.writeUInt32LE(Math.min(start, MAX_32), 92);
  end.writeUInt16LE(commentLength, 96);
  return end;
}

/**
 * Checksum of two texts in a row from those of each: the first is shifted by the length of the second, which is a
 * multiplication by x^(8·length) modulo the polynomial of CRC-32 (as zlib's crc32_combine).
 */
export function combineCrc(first: number, second: number, secondLength: number): number {
  let power = 0x00800000;
  let factor = 0x80000000;
  for (let bits = secondLength; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) factor = multiply(factor, power);
    power = multiply(power, power);
  }
  return (multiply(factor, first) ^ second) >>> 0;
}

/** Product modulo the reflected polynomial. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ 0xedb88320 : shifted >>> 1;
  }
  return product >>> 0;
}
