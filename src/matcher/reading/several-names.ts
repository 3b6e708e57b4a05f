/**
 * Does a string hold several names?
 *
 * "Larus argentatus / cachinnans", "Abies alba; Abies nigra", "A b & A c": what is asked for is what they have in common.
 * Only names that the checklist has count, so that authors ("Hook. & Arn.") and vernacular names stay what they are.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { isRemarkWord } from "../../names/words/remarks.ts";
import { hasAuthor } from "./authors.ts";
import { withoutMarks } from "./form/marks.ts";
import { knownReading } from "./known-words.ts";

/** Signs that stand between names and hardly within one. */
const STRONG =
  /\s+-\s+|\s+(?:and|und)\/(?:or|oder)\s+|\s*(?:\/|\||;|\+|\\|~|--+|–|—)\s*|\s+(?:or|vs\.?|oder|ou|o|aut|vel|sive|eller|lub|nebo|или|либо|x|×)\s+/giu;
/** Signs that also stand between authors. */
const WEAK = /\s*&\s*|\s+(?:and|et|und|y|e|og|och|en|и)\s+|,\s+/giu;

/** Quick test: most strings hold none of the signs. */
const ANY =
  /[/|;+&,–—\\~×]|--| - | (?:or|vs\.?|oder|ou|o|aut|vel|sive|eller|lub|nebo|или|либо|x|and|et|und|y|e|og|och|en|и) /i;

/** The names in a string of two or more, each as the checklist has it; `undefined` when there is one, or none. */
export function severalNames(text: string, image: ImageReader): readonly string[] | undefined {
  if (text.length > 300) return undefined;
  const found = twoGenera(text, image) ?? twoSpecies(text, image);
  if (found !== undefined || !ANY.test(text)) return found;
  return namesBetween(text, STRONG, true, image) ?? namesBetween(text, WEAK, false, image);
}

/** "Abies alba 2. Abies nigra", "Abies alba⏎Picea nigra", "Abies alba ? Abies nigra": two whole names, and nothing but a number, a sign or a word for both between them. */
const TWO_SPECIES =
  /^(\p{Lu}\p{Ll}{2,} \p{Ll}{3,})(?:\s+|[\s,.:)(]*\d{1,2}[.)]\s*|\s+(?:X\.|[-?&¿]|vs?\.?|y|hybr(?:id)?\.?)\s+)(\p{Lu}\p{Ll}{2,} \p{Ll}{3,})(?![\p{L}-])/u;

function twoSpecies(text: string, image: ImageReader): readonly string[] | undefined {
  const [, first, second] = TWO_SPECIES.exec(text) ?? [];
  if (first === undefined || second === undefined || first === second) return undefined;
  return [first, second].every((name) => image.exactName(foldName(name)) >= 0) ? [first, second] : undefined;
}

const OPEN_GENUS = "(\\p{Lu}\\p{Ll}{2,})(?:\\s+spp?\\.?)?\\s?\\??";
const TWO_GENERA = new RegExp(
  `^${OPEN_GENUS}(?:\\s*[/|;+–-]\\s*|\\s+(?:or|vs\\.?|oder|ou|vel)\\s+|(\\s*[&,]\\s*|\\s+(?:and|et|und|y)\\s+))${OPEN_GENUS}$`,
  "u",
);

/** "Quercus/Fagus", "Quercus or Fagus sp.", "Quercus-Fagus", "Quercus, Fagus": two genera of the checklist. */
function twoGenera(text: string, image: ImageReader): readonly string[] | undefined {
  const [, first, weak, second] = TWO_GENERA.exec(text) ?? [];
  if (first === undefined || second === undefined || first === second) return undefined;
  // "Sciurus, Costa": behind signs that stand before authors as well, whoever published the first is no genus.
  if (weak !== undefined && hasAuthor(second, { folded: foldName(first) }, image)) return undefined;
  // "Robur, Quercus": an index gives the epithet first, and there may be a genus of that name.
  if (weak !== undefined && image.exactName(foldName(`${second} ${first}`)) >= 0) return undefined;
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

/** "nigra" behind "Abies alba, ": a word that is said of no specimen, and no subspecies of that species. */
function isEpithetAlone(part: string, species: string, image: ImageReader): boolean {
  const word = part.trim();
  if (!/^\p{Ll}{4,}$/u.test(word) || isRemarkWord(word)) return false;
  return image.exactName(foldName(`${species} ${word}`)) < 0;
}

const MARKER_AT_END = /\s(?:ssp|subsp|var|f|fo|forma|subvar|cv)\.?$/;

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
  // "Abies alba var, nigra": one name, and a comma for a full stop.
  const isMarked = MARKER_AT_END.test(parts[0]!);
  // "Rubus arcticus subsp. x stellarcticus": the hybrid is of that rank.
  if (isMarked && /\.?\s+[x×]\s/iu.test(text.slice(parts[0]!.length))) return undefined;
  for (const part of parts.slice(1)) {
    const word = withoutMarks(part);
    // "Abies alba - nigra": the variety, where the checklist has that.
    if (text.includes(` - ${word}`) && image.exactName(foldName(`${first.name} ${word}`)) >= 0) return undefined;
    // "Abies alba, nigra": behind a comma one word alone, which is said of no specimen.
    const mayBeEpithet = isStrong || !text.includes(",") || (!isMarked && isEpithetAlone(part, first.name, image));
    // "Oenothera ×moravica V.Jehlík & Rostanski": an author, though a species is named after him.
    const isAuthor = !isStrong && /^\p{Lu}/u.test(word) && /\p{Ll}/u.test(text);
    const name = nameBeside(word, names[0]!, mayBeEpithet && !isAuthor, image);
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
