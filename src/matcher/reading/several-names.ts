/**
 * Does a string hold several names?
 *
 * "Larus argentatus / cachinnans", "Abies alba; Abies nigra", "A b & A c": what is asked for is what they have in common.
 * Only names that the checklist has count, so that authors ("Hook. & Arn.") and vernacular names stay what they are.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { knownReading } from "./known-words.ts";
import { withoutMarks } from "./marks.ts";

/** Signs that stand between names and hardly within one. */
const STRONG = /\s+(?:and|und)\/(?:or|oder)\s+|\s*(?:\/|\||;|\+|--+|–|—)\s*|\s+(?:or|vs\.?|oder|ou)\s+/giu;
/** Signs that also stand between authors. */
const WEAK = /\s*&\s*|\s+(?:and|et|und|y)\s+|,\s+/giu;

/** Quick test: most strings hold none of the signs. */
const ANY = /[/|;+&,–—]|--| (?:or|vs\.?|oder|ou|and|et|und|y) /i;

/** The names in a string of two or more, each as the checklist has it; `undefined` when there is one, or none. */
export function severalNames(text: string, image: ImageReader): readonly string[] | undefined {
  if (text.length > 300) return undefined;
  const genera = twoGenera(text, image);
  if (genera !== undefined || !ANY.test(text)) return genera;
  return namesBetween(text, STRONG, true, image) ?? namesBetween(text, WEAK, false, image);
}

const TWO_GENERA =
  /^(\p{Lu}\p{Ll}{2,})(?:\s+spp?\.?)?(?:\s*[/|;+–-]\s*|\s+(?:or|vs\.?|oder|ou)\s+)(\p{Lu}\p{Ll}{2,})(?:\s+spp?\.?)?$/u;

/** "Quercus/Fagus", "Quercus or Fagus sp.", "Quercus-Fagus": two genera of the checklist. */
function twoGenera(text: string, image: ImageReader): readonly string[] | undefined {
  const [, first, second] = TWO_GENERA.exec(text) ?? [];
  if (first === undefined || second === undefined || first === second) return undefined;
  const areGenera = isGenus(first, image) && isGenus(second, image);
  return areGenera ? [first, second] : undefined;
}

/** "Fagaceae/Quercus" is a genus and where it stands. */
function isGenus(word: string, image: ImageReader): boolean {
  const name = image.exactName(foldName(word));
  if (name < 0) return false;
  for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++)
    if (image.rank(usage) === "GENUS") return true;
  return false;
}

function namesBetween(
  text: string,
  signs: RegExp,
  isStrong: boolean,
  image: ImageReader,
): readonly string[] | undefined {
  const parts = text.split(signs);
  if (parts.length < 2) return undefined;
  const first = knownReading(withoutMarks(parts[0]!), image);
  if (first === undefined) return undefined;
  const names = [first.name];
  for (const part of parts.slice(1)) {
    const name = nameBeside(withoutMarks(part), names[0]!, isStrong || signs !== WEAK || !text.includes(","), image);
    if (name !== undefined && !names.includes(name)) names.push(name);
  }
  return names.length > 1 ? names : undefined;
}

/** A name of its own, or an epithet of the genus, or of the species, of the first name. */
function nameBeside(part: string, first: string, mayBeEpithet: boolean, image: ImageReader): string | undefined {
  const own = knownReading(part, image);
  if (own !== undefined) return own.name;
  const [genus = ""] = first.split(" ");
  const abbreviated = /^(\p{L})\p{L}{0,2}\.\s*(\p{L}[\p{L}-]{2,})/u.exec(part);
  const word = abbreviated === null ? /^\p{L}[\p{L}-]{2,}/u.exec(part)?.[0] : abbreviated[2];
  if (word === undefined) return undefined;
  if (abbreviated === null ? !mayBeEpithet : abbreviated[1]!.toLowerCase() !== genus.charAt(0).toLowerCase()) {
    return undefined;
  }
  const name = `${genus} ${word.toLowerCase()}`;
  return image.exactName(foldName(name)) >= 0 ? name : undefined;
}
