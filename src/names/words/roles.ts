/**
 * What else can a lower-case word be, when it is not an epithet?
 *
 * One look-up instead of seven: most words of most names are in none of the lists.
 */
import { JOINING_AUTHORS, PARTICLES, SUFFIXES, UNKNOWN_AUTHORS } from "./authors.ts";
import { AGGREGATES, APPROXIMATIONS, COMPARISONS, NOMENCLATURAL_NOTES, OTHER_STOPS, TAXONOMIC_NOTES } from "./names.ts";
import { RANK_MARKER_WORDS } from "./rank-markers.ts";

/** Roles; a word that has several has the first of them. */
export const NO_ROLE = 0;
export const STOP = 1;
export const QUALIFIER = 2;
export const NOTE = 3;
export const JOINT = 4;
export const PARTICLE = 5;
export const SUFFIX = 6;
export const MARKER = 7;

const ROLES = new Map<string, number>();
for (const [role, words] of [
  [STOP, [...OTHER_STOPS, ...UNKNOWN_AUTHORS.keys()]],
  [QUALIFIER, [...COMPARISONS.keys(), ...APPROXIMATIONS.keys(), ...AGGREGATES.keys()]],
  [NOTE, [...TAXONOMIC_NOTES, ...NOMENCLATURAL_NOTES]],
  [JOINT, [...JOINING_AUTHORS]],
  [PARTICLE, [...PARTICLES]],
  [SUFFIX, [...SUFFIXES.keys()]],
  [MARKER, RANK_MARKER_WORDS],
] as const)
  for (const word of words) if (!ROLES.has(word)) ROLES.set(word, role);

/** All words that have a role. */
export const ODD_ROLES: readonly string[] = [...ROLES.keys()];

/** Longest word in the lists. */
const MAX_LENGTH = Math.max(...[...ROLES.keys()].map((word) => word.length));

/** Role of a lower-case word, {@link NO_ROLE} for most. */
export function roleOf(word: string): number {
  return word.length > MAX_LENGTH ? NO_ROLE : (ROLES.get(word) ?? NO_ROLE);
}
