/**
 * Is the last word of the name written first, as in an index?
 *
 * "lactea, Strigilla Dunker, 1861" is Strigilla lactea; "lutescens, Helix pyramidata Bourguignat, 1864" is Helix pyramidata
 * lutescens. Sherborn's Index Animalium and the indexes of molluscs after it are sorted like this.
 */

import { CAPITAL, CLOSE, COMMA, DOT, INNER_CAPITAL, LOWERCASE, OPEN } from "../text/tokens.ts";
import { PARTICLES } from "../words/authors.ts";
import { looksLatin } from "../words/names.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { isEpithet } from "./epithets.ts";
import { readInfrageneric } from "./genus.ts";
import { addInfraspecific } from "./infraspecific.ts";
import { isCapital, type NameContext, plainLetters, yearBehind } from "./name-context.ts";

/** True when the word at this token is the last one of the name behind the comma. */
export function startsIndexEntry(context: NameContext, at: number): boolean {
  const t = context.tokens;
  const genus = at + 2;
  if (!t.is(at + 1, COMMA) || t.kind[genus] !== CAPITAL || t.length(at) < 3 || t.length(genus) < 3) return false;
  const word = t.word(at);
  if (roleOf(word) !== NO_ROLE || !plainLetters(context, word) || !looksLatin(word) || !looksLatin(t.word(genus)))
    return false;
  const next = genus + 1;
  if (next >= context.end || t.is(next, DOT) || t.is(next, COMMA)) return false;
  if (t.kind[next] === LOWERCASE && roleOf(t.word(next)) === NO_ROLE) return isEpithet(context, next);
  const isAuthor =
    isCapital(context, next) ||
    t.kind[next] === INNER_CAPITAL ||
    t.is(next, OPEN) ||
    (t.kind[next] === LOWERCASE && PARTICLES.has(t.word(next)));
  return isAuthor && yearBehind(context, next);
}

/** Behind the genus of an index entry: its first word is the species when no other stands here. */
export function readIndexedSpecies(context: NameContext, from: number): number {
  const t = context.tokens;
  const name = context.name;
  if (t.kind[from] === LOWERCASE && roleOf(t.word(from)) === NO_ROLE) return from;
  name.genus = name.uninomial;
  name.uninomial = undefined;
  const isSubgenus = t.is(from, OPEN) && t.is(from + 2, CLOSE) && isCapital(context, from + 3);
  const at = isSubgenus ? readInfrageneric(context, from) : from;
  name.specificEpithet = t.word(context.state.indexWord);
  context.scan.mark("specificEpithet", context.state.indexWord);
  return at;
}

/** Behind the species of an index entry: its first word is the infraspecific epithet unless it is said again. */
export function readIndexedSubspecies(context: NameContext, at: number): void {
  const t = context.tokens;
  const word = t.word(context.state.indexWord);
  if (context.name.specificEpithet === word || t.word(at) === word) return;
  context.epithetText = word;
  addInfraspecific(context, undefined, context.state.indexWord, context.state.indexWord + 1);
}
