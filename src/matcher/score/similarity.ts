/**
 * How alike are two names, 0-100?
 *
 * GBIF's rule (`ScientificNameSimilarity`): word by word, first letters and the first four letters weigh most, a genus
 * more than an epithet. It decides what counts as the same spelling (100) and grades near spellings; names that it
 * refuses although they are one or two edits apart are graded by `score.ts`.
 */
import { normalizeLegacy } from "../../names/keys/gbif-normalizer.ts";
import { editDistance } from "../compare/edit-distance.ts";

/** Similarity 0-100 of two canonical names. */
export function nameSimilarity(a: string, b: string): number {
  const left = normalizeLegacy(a);
  const right = normalizeLegacy(b);
  if (left === right) return 100;
  const leftWords = left.split(" ");
  const rightWords = right.split(" ");
  if (leftWords.length !== rightWords.length) {
    return distanceSimilarity(editDistance(left, right), left.length, right.length);
  }
  let sum = 0;
  let hopeless = false;
  for (let i = 0; i < leftWords.length; i++) {
    let similarity = wordSimilarity(leftWords[i]!, rightWords[i]!, i === 0);
    if (similarity === 0) hopeless = true;
    // The genus counts twice its loss: 100, 80, 60.
    if (i === 0) similarity = Math.max(0, 2 * similarity - 100);
    sum += similarity;
  }
  const average = sum / leftWords.length;
  return hopeless ? Math.min(5, average) : average;
}

function wordSimilarity(a: string, b: string, isGenus: boolean): number {
  if (a === b) return 100;
  if (a.length < 4 || b.length < 4) return 0;
  if (a.charCodeAt(0) !== b.charCodeAt(0)) return 0;
  const distance = editDistance(a, b);
  if (distance > 2) return 0;
  // Newest rule of GBIF (matching-ws#13): in an epithet one edit costs the same wherever it sits.
  if (editDistance(a.slice(0, 4), b.slice(0, 4)) > 1) return !isGenus && distance === 1 ? 90 : 0;
  return 100 - 10 * distance;
}

/** `distance` edits between strings of these lengths as a similarity 0-100. */
export function distanceSimilarity(distance: number, length: number, otherLength: number): number {
  const shorter = Math.min(10, length, otherLength);
  return Math.max(0, Math.round(100 * (1 - distance ** 1.4 / shorter)));
}
