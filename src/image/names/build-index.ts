/**
 * In which order do names stand, and which lists lead to them?
 *
 * Binomials (and uninomials) sorted by genus and epithet, then trinomials by genus, epithet and third word; of each
 * epithet the genera that bear it. Sorting is by counting, word by word from the last: 8 million names in seconds, and
 * stable, so that usages of one name stay in source order.
 */

import { GENUS_SAMPLE } from "../layout/word-bytes.ts";
import { release } from "../words/build-strings.ts";

/** Names in order. */
export interface OrderedNames {
  binomialCount: number;
  nameCount: number;
  /** Rows of the source in the order of their names. */
  rowOrder: Uint32Array;
  /** One bit a usage in that order: a new name begins. */
  nameBits: Uint32Array;
  binomialStart: Uint32Array;
  binomialEpithet: Uint32Array;
  binomialSignature: Uint32Array;
  trinomialStart: Uint32Array;
  trinomialEpithet: Uint32Array;
  trinomialThird: Uint32Array;
  trinomialSignature: Uint32Array;
  bearerStart: Uint32Array;
  bearerGenus: Uint32Array;
  rowGenusSample: Uint32Array;
}

/**
 * Orders names given by their words (renumbered by length), whose memory is given back. `signature` is by word.
 */
export function orderNames(
  genusOfRow: Uint32Array,
  epithetOfRow: Uint32Array,
  thirdOfRow: Uint32Array,
  wordCount: number,
  signature: Uint32Array,
): OrderedNames {
  const rowCount = genusOfRow.length;
  const rowOrder = sortRows(genusOfRow, epithetOfRow, thirdOfRow, wordCount);
  // From here on words are wanted in the order of names, three times over: they are fetched from all over once.
  const genus = inOrder(genusOfRow, rowOrder);
  const epithet = inOrder(epithetOfRow, rowOrder);
  const third = inOrder(thirdOfRow, rowOrder);

  const nameBits = new Uint32Array((rowCount >>> 5) + 1);
  const counts = { binomial: 0, trinomial: 0 };
  forEachName((position, isTrinomial) => {
    nameBits[position >>> 5]! |= 1 << (position & 31);
    if (isTrinomial) counts.trinomial++;
    else counts.binomial++;
  });
  const binomialStart = new Uint32Array(wordCount + 2);
  const binomialEpithet = new Uint32Array(counts.binomial);
  const binomialSignature = new Uint32Array(counts.binomial);
  const trinomialStart = new Uint32Array(wordCount + 2);
  const trinomialEpithet = new Uint32Array(counts.trinomial);
  const trinomialThird = new Uint32Array(counts.trinomial);
  const trinomialSignature = new Uint32Array(counts.trinomial);
  const nameCount = counts.binomial + counts.trinomial;
  const rowGenusSample = new Uint32Array(Math.ceil(nameCount / GENUS_SAMPLE));
  let name = 0;
  forEachName((position, isTrinomial) => {
    const g = genus[position]!;
    if (name % GENUS_SAMPLE === 0) rowGenusSample[name / GENUS_SAMPLE] = g;
    if (isTrinomial) {
      const at = name - counts.binomial;
      trinomialStart[g + 1]!++;
      trinomialEpithet[at] = epithet[position]!;
      trinomialThird[at] = third[position]!;
      trinomialSignature[at] = signature[third[position]!]!;
    } else {
      binomialStart[g + 1]!++;
      binomialEpithet[name] = epithet[position]!;
      binomialSignature[name] = signature[epithet[position]!]!;
    }
    name++;
  });
  for (let w = 1; w < wordCount + 2; w++) {
    binomialStart[w]! += binomialStart[w - 1]!;
    trinomialStart[w]! += trinomialStart[w - 1]!;
  }
  const bearers = listBearers(binomialStart, binomialEpithet, trinomialStart, trinomialEpithet, wordCount);
  release(genus, epithet, third);
  return {
    binomialCount: counts.binomial,
    nameCount,
    rowOrder,
    nameBits,
    binomialStart,
    binomialEpithet,
    binomialSignature,
    trinomialStart,
    trinomialEpithet,
    trinomialThird,
    trinomialSignature,
    ...bearers,
    rowGenusSample,
  };

  /** Calls `visit` for the first place of each name. */
  function forEachName(visit: (position: number, isTrinomial: boolean) => void): void {
    let g = -1;
    let e = -1;
    let t = -1;
    for (let position = 0; position < rowCount; position++) {
      if (genus[position] === g && epithet[position] === e && third[position] === t) continue;
      g = genus[position]!;
      e = epithet[position]!;
      t = third[position]!;
      visit(position, t !== 0);
    }
  }
}

/** Values by row in the order of rows; the memory of `values` is given back. */
function inOrder(values: Uint32Array, rowOrder: Uint32Array): Uint32Array {
  const ordered = new Uint32Array(rowOrder.length);
  for (let i = 0; i < ordered.length; i++) ordered[i] = values[rowOrder[i]!]!;
  release(values);
  return ordered;
}

/** Rows sorted by (is a trinomial, genus, epithet, third word, source order). */
function sortRows(genus: Uint32Array, epithet: Uint32Array, third: Uint32Array, wordCount: number): Uint32Array {
  let binomialCount = 0;
  for (let row = 0; row < third.length; row++) if (third[row] === 0) binomialCount++;
  const order = new Uint32Array(third.length);
  let nextBinomial = 0;
  let nextTrinomial = binomialCount;
  for (let row = 0; row < third.length; row++) {
    if (third[row] === 0) order[nextBinomial++] = row;
    else order[nextTrinomial++] = row;
  }
  const spare = new Uint32Array(third.length);
  const counts = new Uint32Array(wordCount + 2);
  const binomialPart = (array: Uint32Array) => array.subarray(0, binomialCount);
  const trinomialPart = (array: Uint32Array) => array.subarray(binomialCount);
  countingSort(binomialPart(order), binomialPart(spare), epithet, counts);
  countingSort(binomialPart(spare), binomialPart(order), genus, counts);
  countingSort(trinomialPart(order), trinomialPart(spare), third, counts);
  countingSort(trinomialPart(spare), trinomialPart(order), epithet, counts);
  countingSort(trinomialPart(order), trinomialPart(spare), genus, counts);
  trinomialPart(order).set(trinomialPart(spare));
  release(spare, counts);
  return order;
}

/** Stable sort of rows by key, from one array into the other. */
function countingSort(from: Uint32Array, to: Uint32Array, key: Uint32Array, counts: Uint32Array): void {
  counts.fill(0);
  for (let i = 0; i < from.length; i++) counts[key[from[i]!]! + 1]!++;
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
  for (let i = 0; i < from.length; i++) {
    const row = from[i]!;
    to[counts[key[row]!]!++] = row;
  }
}

/** Of each epithet the genera that bear it, in a binomial or a trinomial, each once, ascending. */
function listBearers(
  binomialStart: Uint32Array,
  binomialEpithet: Uint32Array,
  trinomialStart: Uint32Array,
  trinomialEpithet: Uint32Array,
  wordCount: number,
): { bearerStart: Uint32Array; bearerGenus: Uint32Array } {
  const bearerStart = new Uint32Array(wordCount + 2);
  forEachPair((_, epithet) => {
    bearerStart[epithet + 1]!++;
  });
  for (let w = 1; w < wordCount + 2; w++) bearerStart[w]! += bearerStart[w - 1]!;
  const next = bearerStart.slice();
  const bearerGenus = new Uint32Array(bearerStart[wordCount + 1]!);
  forEachPair((genus, epithet) => {
    bearerGenus[next[epithet]!++] = genus;
  });
  return { bearerStart, bearerGenus };

  /** Both lists of a genus are sorted by epithet: they are merged. */
  function forEachPair(visit: (genus: number, epithet: number) => void): void {
    for (let g = 1; g <= wordCount; g++) {
      let b = binomialStart[g]!;
      let t = trinomialStart[g]!;
      const bEnd = binomialStart[g + 1]!;
      const tEnd = trinomialStart[g + 1]!;
      while (b < bEnd || t < tEnd) {
        const fromBinomial = b < bEnd ? binomialEpithet[b]! : Number.POSITIVE_INFINITY;
        const fromTrinomial = t < tEnd ? trinomialEpithet[t]! : Number.POSITIVE_INFINITY;
        const epithet = Math.min(fromBinomial, fromTrinomial);
        if (epithet !== 0) visit(g, epithet);
        while (b < bEnd && binomialEpithet[b] === epithet) b++;
        while (t < tEnd && trinomialEpithet[t] === epithet) t++;
      }
    }
  }
}
