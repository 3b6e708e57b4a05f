/**
 * How is a name that the checklist has written in the usual form, with what stands around its words in the string?
 *
 * So that the parser reads the rest of the string as always: what qualifies the name stands between its words, authors have
 * capitals, and a third word that other genera have as an epithet is one.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { LATINISED_AUTHORS } from "../../names/words/authors.ts";
import { APPROXIMATIONS, COMPARISONS, looksLikeEpithet } from "../../names/words/names.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { DOUBTS } from "../../names/words/remarks.ts";
import { withCapitals } from "../query/author-case.ts";
import { withoutRemarksBehind } from "./form/remarks-behind.ts";
import { isCapital, isSmall, isWithoutCapitals, isWithoutSmall, type Token } from "./tokens.ts";

/** A string that was read with the help of the checklist. */
export interface KnownReading {
  /** The string in the usual form. */
  readonly text: string;
  /** The name in it that the checklist has: `"Quercus robur"`. */
  readonly name: string;
  /** What is said of it between its words or before them: `"cf."`. */
  readonly qualifier: string | undefined;
  /** Its second word as it was written, when it follows the genus directly: `"Robur"`; else `""`. */
  readonly second: string;
  /** True when a third word, which the checklist lacks, was read as an epithet although it was written as an author might be. */
  readonly hasThird: boolean;
}

/** Where the epithets of a name stand among the tokens. */
export interface Epithets {
  readonly specific: number;
  /** −1 when there is none. */
  readonly infraspecific: number;
  /** "cf.", "aff." … between genus and epithet, in their standard form. */
  readonly qualifier: string | undefined;
}

/** The string anew: the name in the usual form, then what followed it. */
export function written(
  text: string,
  tokens: readonly Token[],
  genus: number,
  found: Epithets,
  image: ImageReader,
): KnownReading {
  const { specific, infraspecific } = found;
  const first = tokens[genus]!;
  const name = [capitalised(first.lower), tokens[specific]!.lower];
  let qualifier = qualifierOf(text, tokens, genus, found);
  const parts = qualifier === undefined ? [...name] : [name[0]!, qualifier, name[1]!];
  let last = specific;
  if (infraspecific > 0) {
    const marker = tokens
      .slice(specific + 1, infraspecific)
      .reverse()
      .find(({ lower }) => rankMarker(lower) !== undefined);
    if (marker !== undefined) parts.push(`${marker.lower}.`);
    // "Abies alba cf. nigra"
    if (
      qualifier === undefined &&
      tokens.slice(specific + 1, infraspecific).some(({ lower }) => COMPARISONS.has(lower))
    ) {
      qualifier = "cf.";
      parts.push(qualifier);
    }
    parts.push(tokens[infraspecific]!.lower);
    name.push(tokens[infraspecific]!.lower);
    last = infraspecific;
  }
  const end = tokens[last]!.end;
  const rest = restOf(text.slice(end), text, isCapital(tokens[specific]!.text.charAt(0)), image);
  return {
    text: parts.join(" ") + rest,
    name: name.join(" "),
    qualifier,
    second: specific === genus + 1 ? tokens[specific]!.text : "",
    hasThird:
      infraspecific < 0 &&
      /^\s+(?:\p{Ll}{1,10}\.?\s+)?\p{Ll}{4,}/u.test(rest) &&
      (isWithoutCapitals(text) || !isSmall(text.charAt(end + 1))),
  };
}

/** What is said of the name between its words, or before them. */
function qualifierOf(
  text: string,
  tokens: readonly Token[],
  genus: number,
  { qualifier }: Epithets,
): string | undefined {
  if (qualifier !== undefined) return qualifier;
  for (let at = 0; at < genus; at++) {
    const { lower } = tokens[at]!;
    const term = COMPARISONS.get(lower) ?? APPROXIMATIONS.get(lower) ?? (DOUBTS.has(lower) ? "cf." : undefined);
    if (term !== undefined) return term === "sp." || term === "spp." ? "cf." : term;
  }
  return /^\s*(?:\?|prob|poss|perhaps|maybe|likely)/i.test(text) ? "cf." : undefined;
}

/** What follows the name: closing marks belong to what was opened before it, small letters throughout are authors. */
function restOf(rest: string, whole: string, isInTitleCase: boolean, image: ImageReader): string {
  let behind = rest.replace(/^['"”’»`\]}*_>)]+(?=[\s,;]|$)/u, "");
  if (!behind.includes("(")) behind = behind.replaceAll(")", "");
  if (isWithoutSmall(whole)) return withCapitals(withoutRemarksBehind(behind).toLowerCase());
  if (!isWithoutCapitals(whole)) {
    // "Penstemon Laetus Glabrata", "Rana Porosa Subsp. Viridis": in a title every word has a capital.
    const small = isInTitleCase
      ? behind.replace(/^\s+(?:\p{L}{2,7}\.?\s+)?\p{Lu}\p{Ll}{3,}/u, (words) => words.toLowerCase())
      : "";
    const epithet = epithetOfOthers(small, image);
    return epithet + behind.slice(epithet.length);
  }
  const third = epithetOfOthers(behind, image);
  return third + withCapitals(behind.slice(third.length));
}

/** " glabrata", in "penstemon laetus glabrata": an epithet that other genera have, and no author by what follows it; else `""`. */
function epithetOfOthers(behind: string, image: ImageReader): string {
  const [first, marker] = /^\s+(\p{Ll}{1,10})\.?(?=\s+\p{Ll}{4})/u.exec(behind) ?? [];
  if (first !== undefined && rankMarker(marker!)?.level === "infraspecific")
    return first + /^\s+\p{Ll}+/u.exec(behind.slice(first.length))![0];
  const [all, word] =
    /^\s+(\p{Ll}{4,})(?=$|[,;]?\s+[([\p{L}])(?!\s+(?:\(?\d|&|et\s|and\s|ex\s|in\s))/u.exec(behind) ?? [];
  if (all === undefined || !looksLikeEpithet(word!) || LATINISED_AUTHORS.has(word!)) return "";
  return /[^i]i$/.test(word!) || image.genusCountOfEpithet(foldName(word!)) === 0 ? "" : all;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
