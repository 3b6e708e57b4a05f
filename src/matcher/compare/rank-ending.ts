/** Which ending of a uninomial tells its rank? */

const RANK_ENDINGS = [
  "idae",
  "inae",
  "aceae",
  "oideae",
  "oidea",
  "ales",
  "ineae",
  "ini",
  "ida",
  "iformes",
  "mycetes",
  "phyceae",
];

/** Endings that words hardly have by accident. */
export const CERTAIN_ENDINGS: ReadonlySet<string> = new Set([
  "idae",
  "inae",
  "aceae",
  "oideae",
  "ales",
  "iformes",
  "mycetes",
  "phyceae",
]);

/** The ending that says the rank of a name above the genus, `""` when it says none. */
export function rankEnding(uninomial: string): string {
  return RANK_ENDINGS.find((ending) => uninomial.endsWith(ending)) ?? "";
}
