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

/** Their last two letters, packed: most genera end otherwise. */
const LAST_LETTERS = new Uint8Array(1 << 10);
for (const ending of RANK_ENDINGS) LAST_LETTERS[lastLetters(ending)] = 1;

function lastLetters(word: string): number {
  const { length } = word;
  return ((word.charCodeAt(length - 2) & 31) << 5) | (word.charCodeAt(length - 1) & 31);
}

/** The ending that says the rank of a name above the genus, `""` when it says none. */
export function rankEnding(uninomial: string): string {
  if (LAST_LETTERS[lastLetters(uninomial)] === 0) return "";
  return RANK_ENDINGS.find((ending) => uninomial.endsWith(ending)) ?? "";
}
