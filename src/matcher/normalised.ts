/** Are two spellings the same but for what Latin endings, doubled letters and y/i make of a word? */
import { normalizeCol, normalizeLegacy } from "../names/gbif-normalizer.ts";

/** True when one of GBIF's two normalisers writes both names alike. */
export function isSameWhenNormalised(a: string, b: string): boolean {
  return normalizeLegacy(a) === normalizeLegacy(b) || normalizeCol(a) === normalizeCol(b);
}
