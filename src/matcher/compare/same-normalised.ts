/** Are two spellings the same but for what Latin endings, doubled letters and y/i make of a word? */
import { normalizeCol, normalizeLegacy } from "../../names/keys/gbif-normalizer.ts";

/** True when one of GBIF's two normalisers writes both names alike. Asked of one query's name many times in a row. */
export function isSameWhenNormalised(asked: string, found: string): boolean {
  // Both leave plain genera alone: of names with edits in the genus nothing else need be asked.
  const genusEnd = found.indexOf(" ");
  if (genusEnd > 0 && asked.charCodeAt(genusEnd) === 32 && isPlain(found) && isPlain(asked)) {
    if (!asked.startsWith(found.slice(0, genusEnd))) return false;
    if (asked.charCodeAt(genusEnd + 1) !== found.charCodeAt(genusEnd + 1)) return false;
  }
  if (asked !== last.name) last = { name: asked, legacy: normalizeLegacy(asked), col: normalizeCol(asked) };
  return last.legacy === normalizeLegacy(found) || last.col === normalizeCol(found);
}

/** The forms of the name asked last: a query compares its name with every candidate. */
let last = { name: "", legacy: "", col: "" };

function isPlain(name: string): boolean {
  return /^[A-Z][a-z ]+$/.test(name);
}
