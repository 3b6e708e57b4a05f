/** Pieces of which forms are made. */
import type { Random } from "../random.ts";
import type { Sample } from "./sample.ts";

/** The word with a capital: `"robur"` → `"Robur"`. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A form of the name followed by its authorship; `undefined` when it has none. */
export function withAuthor({ author }: Sample, name: string): string | undefined {
  return author === "" ? undefined : `${name} ${author}`;
}

const VOWELS = "aeiou";
const CONSONANTS = "bcdfglmnprstv";

/** The word with one letter in its middle wrong, left out, doubled, or changed places with the next. */
export function misspelt(word: string, random: Random): string {
  const at = 2 + random.below(Math.max(1, word.length - 4));
  const letter = word.charAt(at);
  switch (random.below(4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + word.charAt(at + 1) + letter + word.slice(at + 2);
    default: {
      const others = (VOWELS.includes(letter) ? VOWELS : CONSONANTS).replace(letter, "");
      return word.slice(0, at) + random.pick(others) + word.slice(at + 1);
    }
  }
}

/** Words that could be the name of a genus and are none. */
export function newGenus(random: Random): string {
  const syllables = ["par", "neo", "mel", "cor", "ast", "lin", "tro", "phyl", "car", "san", "dor", "vel"];
  const ends = ["aria", "ella", "ium", "opsis", "astrum", "ina", "iscus", "odon"];
  return capital(random.pick(syllables) + random.pick(syllables) + random.pick(syllables) + random.pick(ends));
}

/** People who named nothing here. */
export const PEOPLE = [
  "Hollister",
  "Quimby",
  "Zeltner",
  "Abercrombie",
  "Tschudi",
  "Vandermeer",
  "O'Rourke",
  "Lindqvist",
];

/** Surnames as in determinations and collections. */
export const COLLECTORS = ["Smith", "Yu", "Müller", "R. Spruce", "J. Doe", "Silva", "Kim"];
