/**
 * By what is one author recognised, however the name is abbreviated?
 *
 * Surname, initials and suffix in lower-case ASCII; umlauts as one letter, and "ae", "oe", "ue" the same, so that
 * Müller, Mueller and Muller agree. Source: behaviour of CatalogueOfLife/backend's author normaliser, as recorded by
 * its unit tests.
 */
import { asciiFold } from "../keys/gbif-normalizer.ts";

/** One author, ready to compare. */
export interface AuthorKey {
  /** `"o f muller"`, `"l filius"`. */
  text: string;
  /** Last name without particles: `"muller"`. */
  surname: string;
  /** First letters of what stands before the surname: `"of"`. */
  initials: string;
  /** `"filius"`, `"bis"`, `"ter"`, `"ii"` or `""`. */
  suffix: string;
}

const SUFFIX: Record<string, string> = {
  f: "filius",
  fil: "filius",
  filius: "filius",
  fils: "filius",
  jr: "filius",
  junior: "filius",
  jun: "filius",
  bis: "bis",
  ter: "ter",
  sr: "",
  senior: "",
  ii: "ii",
  iii: "iii",
  iv: "iv",
};

const PARTICLES = new Set(
  "de del della di da do dos du des d la le les l van von v vom zu zur der den ten ter af al el y e et st san 't t".split(
    " ",
  ),
);

/** Surnames known by less than a prefix. Own knowledge of the commonest abbreviations. */
const ABBREVIATIONS: Record<string, string> = { l: "linnaeus", dc: "candolle", linn: "linnaeus", linne: "linnaeus" };

/** Folds letters: `"Désírèñø"` → `"desireno"`. */
function foldAuthor(text: string): string {
  return asciiFold(text)
    .toLowerCase()
    .replace(/([ao])e(?![aeiou])/g, "$1")
    .replace(/ue(?=[bcdfghklmnprstz])/g, "u")
    .replace(/[^a-z0-9\u0250-\uffff]+/g, " ")
    .trim();
}

/** Words of a folded author: `"O.F.Müller"` → `["o", "f", "muller"]`. */
function foldedParts(author: string): string[] {
  const parts: string[] = [];
  const length = author.length;
  let from = -1;
  let before = 0;
  for (let at = 0; at < length; at++) {
    const code = author.charCodeAt(at);
    const letter = code | 0x20;
    if (letter >= 0x61 && letter <= 0x7a && code < 0x7b) {
      // Beyond ASCII, and "ae", "oe", "ue", which may be umlauts: by the rules above.
      if (letter === 0x65 && (before === 0x61 || before === 0x6f || before === 0x75))
        return foldAuthor(author).split(" ");
      before = letter;
      if (from < 0) from = at;
      continue;
    }
    if (code >= 0x80 || (code >= 0x30 && code <= 0x39)) return foldAuthor(author).split(" ");
    before = 0;
    if (from >= 0) parts.push(author.slice(from, at).toLowerCase());
    from = -1;
  }
  if (from >= 0) parts.push(from === 0 ? author.toLowerCase() : author.slice(from).toLowerCase());
  else if (parts.length === 0) parts.push("");
  return parts;
}

/** Key of an author as a team of authors has it: `"O.F.Müller"`, `"Müller O F"` → `"o f muller"`. */
export function authorKey(author: string): AuthorKey {
  const parts = foldedParts(author);
  if (parts.length === 1) {
    const [only] = parts as [string];
    const surname = Object.hasOwn(ABBREVIATIONS, only) ? ABBREVIATIONS[only]! : only;
    return { text: only, surname, initials: "", suffix: "" };
  }
  let suffix = "";
  while (parts.length > 1) {
    const last = parts[parts.length - 1]!;
    const known = Object.hasOwn(SUFFIX, last) ? SUFFIX[last] : undefined;
    if (known === undefined || (last === "f" && parts.length > 2 && parts[parts.length - 2]!.length === 1)) break;
    suffix ||= known;
    parts.pop();
  }
  // "Müller O F": initials behind the surname
  let lead = 0;
  while (lead < parts.length && parts[lead]!.length === 1) lead++;
  if (lead === 0 && parts.length > 1 && parts[parts.length - 1]!.length === 1) {
    const initials: string[] = [];
    while (parts.length > 1 && parts[parts.length - 1]!.length === 1) initials.unshift(parts.pop()!);
    parts.unshift(...initials);
  }
  let surname = parts[parts.length - 1]!;
  if (Object.hasOwn(ABBREVIATIONS, surname)) surname = ABBREVIATIONS[surname]!;
  let initials = "";
  for (let i = 0; i < parts.length - 1; i++)
    if (!PARTICLES.has(parts[i]!) || parts[i]!.length === 1) initials += parts[i]!.charAt(0);
  const text = suffix === "" ? parts.join(" ") : `${parts.join(" ")} ${suffix}`;
  return { text, surname, initials, suffix };
}

/** How alike two authors are: 2 the same surname, 1 nearly, 0 different people. */
export function sameAuthor(a: AuthorKey, b: AuthorKey, fuzzy: boolean): 0 | 1 | 2 {
  if (a.text === b.text) return 2;
  if (a.suffix !== b.suffix) return 0;
  if (!initialsAgree(a.initials, b.initials)) return 0;
  const x = a.surname;
  const y = b.surname;
  if (x === y) return 2;
  const [short, long] = x.length <= y.length ? [x, y] : [y, x];
  if (short !== "" && long.startsWith(short)) return 2;
  let common = 0;
  while (common < short.length && short.charCodeAt(common) === long.charCodeAt(common)) common++;
  if (common >= 4) return short.length - common <= 1 ? 2 : 1;
  if (isContraction(short, long)) return 2;
  if (fuzzy && jaroWinkler(x, y) * 100 - Math.max(0, 10 - x.length - y.length) * 5 > 90) return 1;
  return 0;
}

/** Initials agree when one set is part of the other. */
function initialsAgree(a: string, b: string): boolean {
  if (a === "" || b === "") return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  for (const letter of short) if (!long.includes(letter)) return false;
  return true;
}

/** "rchb" of "reichenbach": the consonants in order. */
function isContraction(short: string, long: string): boolean {
  if (short.length < 3 || short.charCodeAt(0) !== long.charCodeAt(0) || /[aeiou]/.test(short.slice(1))) return false;
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Jaro-Winkler similarity, 0 to 1. Source: Winkler (1990), "String comparator metrics". */
function jaroWinkler(a: string, b: string): number {
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenB = new Uint8Array(b.length);
  const matchedA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const to = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < to; j++) {
      if (takenB[j] || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      takenB[j] = 1;
      matchedA.push(a.charAt(i));
      break;
    }
  }
  const matches = matchedA.length;
  if (matches === 0) return 0;
  let swapped = 0;
  let k = 0;
  for (let j = 0; j < b.length; j++) if (takenB[j] && matchedA[k++] !== b.charAt(j)) swapped++;
  const jaro = (matches / a.length + matches / b.length + (matches - swapped / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}
