/**
 * Damaged and forged inputs, made of good ones.
 *
 * Each is a seed with some changes: bytes flipped, cut out, repeated, moved, or replaced by numbers that lengths tend to
 * break at. What was found lies in test/corpus and is a seed from then on.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const CORPUS = new URL("../corpus/", import.meta.url).pathname;

/** Numbers at which lengths, counts and depths break. */
const EDGES = [
  [0x00],
  [0x7f],
  [0x80],
  [0xff],
  [0xff, 0xff],
  [0x00, 0x00, 0x00, 0x80],
  [0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0xdd, 0xff, 0xff, 0xff, 0xff],
  [0xc3, 0x28],
  [0xed, 0xa0, 0x80],
  [0x0d, 0x0a, 0x0d, 0x0a],
].map((bytes) => Uint8Array.from(bytes));

type Change = (bytes: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (bytes: Buffer, part: number): number => Math.floor(part * bytes.length);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.nat(7)).map(([part, bit]): Change => {
    return (bytes) => {
      const changed = Buffer.from(bytes);
      if (changed.length > 0) changed[Math.min(at(bytes, part), bytes.length - 1)]! ^= 1 << bit;
      return changed;
    };
  }),
  fc.tuple(place, fc.constantFrom(...EDGES), fc.boolean()).map(([part, edge, isOver]): Change => {
    return (bytes) => {
      const from = at(bytes, part);
      return Buffer.concat([bytes.subarray(0, from), edge, bytes.subarray(from + (isOver ? edge.length : 0))]);
    };
  }),
  fc.tuple(place, place).map(([a, b]): Change => {
    return (bytes) => {
      const [from, to] = [at(bytes, Math.min(a, b)), at(bytes, Math.max(a, b))];
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    };
  }),
  fc.tuple(place, place, fc.integer({ min: 2, max: 60 })).map(([a, length, times]): Change => {
    return (bytes) => {
      const from = at(bytes, a);
      const piece = bytes.subarray(from, from + Math.ceil(length * 40));
      return Buffer.concat([bytes.subarray(0, from), ...Array<Buffer>(times).fill(piece), bytes.subarray(from)]);
    };
  }),
  place.map((part): Change => {
    return (bytes) => bytes.subarray(0, at(bytes, part));
  }),
);

/** Seeds with up to four changes. */
export function damaged(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([seed, changes]) => changes.reduce((bytes, one) => one(bytes), seed));
}

/** What was found before, by kind: a file each, named after what it did. */
export function found(kind: string): { name: string; bytes: Buffer }[] {
  const folder = join(CORPUS, kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
