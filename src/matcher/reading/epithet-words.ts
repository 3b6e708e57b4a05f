/** Is a word of a string an epithet, by its look and by the checklist's other genera, or does it say something else? */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { PARTICLES } from "../../names/words/authors.ts";
import {
  AGGREGATES,
  APPROXIMATIONS,
  COMPARISONS,
  looksLikeEpithet,
  NEVER_EPITHETS,
  TAXONOMIC_NOTES,
} from "../../names/words/names.ts";
import { COMMON_WORDS, FUNCTION_WORDS } from "../../names/words/prose.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { DOUBTS, isRemarkWord, PLACE_WORDS } from "../../names/words/remarks.ts";

/** True for a word that some genus has as an epithet, or that looks like one, and that says nothing else. */
export function isEpithet(word: string, image: ImageReader): boolean {
  if (isRemarkWord(word) || COMMON_WORDS.has(word) || PLACE_WORDS.has(word) || NEVER_EPITHETS.has(word)) return false;
  if (FUNCTION_WORDS.has(word) || PARTICLES.has(word) || DOUBTS.has(word) || AGGREGATES.has(word)) return false;
  if (COMPARISONS.has(word) || APPROXIMATIONS.has(word) || TAXONOMIC_NOTES.has(word)) return false;
  if (word.length > 1 && rankMarker(word) !== undefined) return false;
  return looksLikeEpithet(word) || image.genusCountOfEpithet(foldName(word)) > 0;
}
