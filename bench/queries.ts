/**
 * What is asked in the benchmarks?
 *
 * Names drawn uniformly from the checklist under test (the worst case for caches: real streams repeat their names), each
 * spoilt in a known way, so that the right answer is known too.
 *
 * Of the edits 30 % are misspellings typical of Latin (ae/e, i/y, ph/f, doubled letters, -us/-um …), 70 % are random
 * insertions, deletions, substitutions and swaps. Edits by kind count words' letters, never the space; the space has its
 * own kind, because most engines split there and lose the name.
 */
import { editDistance } from "./edit-distance.ts";
import { Random } from "./random.ts";

/** How a query was made from the name it should find. */
export type QueryKind = "exact" | "exactWithAuthor" | "oneEdit" | "twoEdits" | "absent" | "spaceEdit";

export const QUERY_KINDS: readonly QueryKind[] = [
  "exact",
  "exactWithAuthor",
  "oneEdit",
  "twoEdits",
  "absent",
  "spaceEdit",
];

/** A question with its known answer. */
export interface Query {
  readonly kind: QueryKind;
  /** What is asked, with a capital first letter as in a real list. */
  readonly text: string;
  /** Index of the name it was made from, in the names given; -1 for `absent`. */
  readonly name: number;
}

/** The names that queries are made from: canonical names as written, all different, authorships beside them. */
export interface NameList {
  readonly canonicalNames: readonly string[];
  /** Same length; "" where the checklist has none. Without it `exactWithAuthor` asks for the canonical name. */
  readonly authorships?: readonly string[] | undefined;
  /** Whether a lower case name exists, when the names are only a part of the checklist; otherwise: one of the names. */
  readonly exists?: ((lowerCaseName: string) => boolean) | undefined;
}

/** The usual stream of the benchmarks: 70 % exact, 10 % with author, 15 % one edit, 5 % two edits or absent. */
export const MIX: Readonly<Partial<Record<QueryKind, number>>> = {
  exact: 0.7,
  exactWithAuthor: 0.1,
  oneEdit: 0.15,
  twoEdits: 0.025,
  absent: 0.025,
};

/** Makes queries of every kind from one list of names, and knows which names exist. */
export class QueryMaker {
  readonly #names: NameList;
  readonly #random: Random;
  readonly #exists: (lowerCaseName: string) => boolean;
  readonly #multinomials: readonly number[];
  readonly #epithets: readonly string[];

  /** Reads the whole list once: about 0.3 µs a name, and a Set of the lower case names. */
  constructor(names: NameList, seed: number) {
    this.#names = names;
    this.#random = new Random(seed);
    this.#exists = names.exists ?? oneOf(names.canonicalNames);
    const multinomials: number[] = [];
    names.canonicalNames.forEach((name, index) => {
      if (/^\p{L}{3,} [\p{L}-]{3,}/u.test(name)) multinomials.push(index);
    });
    this.#multinomials = multinomials;
    this.#epithets = multinomials.map((index) => names.canonicalNames[index]!.split(" ")[1]!);
  }

  /** `count` queries of one kind. */
  make(kind: QueryKind, count: number): Query[] {
    return Array.from({ length: count }, () => this.#one(kind));
  }

  /** `count` queries in random order, kinds in the shares given. */
  mix(count: number, shares: Readonly<Partial<Record<QueryKind, number>>> = MIX): Query[] {
    return Array.from({ length: count }, () => this.#one(this.#kind(shares)));
  }

  /** One query of each name, in their order, kinds in the shares given: a list without repetitions. */
  each(shares: Readonly<Partial<Record<QueryKind, number>>> = MIX): Query[] {
    return this.#names.canonicalNames.map((_, name) => {
      const kind = this.#kind(shares);
      return kind === "absent" ? this.#one(kind) : this.#spoil(kind, name);
    });
  }

  #kind(shares: Readonly<Partial<Record<QueryKind, number>>>): QueryKind {
    const kinds = QUERY_KINDS.filter((kind) => shares[kind] !== undefined);
    let rest = this.#random.fraction() * kinds.reduce((sum, kind) => sum + shares[kind]!, 0);
    for (const kind of kinds) {
      rest -= shares[kind]!;
      if (rest < 0) return kind;
    }
    return kinds[0]!;
  }

  #one(kind: QueryKind): Query {
    if (kind === "absent") return { kind, text: this.#absentName(), name: -1 };
    const some = kind === "spaceEdit" ? this.#multinomials : this.#names.canonicalNames;
    const at = this.#random.below(some.length);
    return this.#spoil(kind, kind === "spaceEdit" ? this.#multinomials[at]! : at);
  }

  #spoil(kind: Exclude<QueryKind, "absent">, name: number): Query {
    const random = this.#random;
    const canonical = this.#names.canonicalNames[name]!;
    switch (kind) {
      case "exact":
        return { kind, text: canonical, name };
      case "exactWithAuthor": {
        const authorship = this.#names.authorships?.[name] ?? "";
        return { kind, text: authorship === "" ? canonical : `${canonical} ${authorship}`, name };
      }
      case "spaceEdit":
        return { kind, text: moveSpace(canonical, random), name };
      default: {
        let text = canonical;
        // An edit that makes another name of the checklist, or undoes the one before, would have another right answer.
        for (let attempt = 0; attempt < 8; attempt++) {
          text = kind === "oneEdit" ? misspell(canonical, random) : misspellTwice(canonical, random);
          if (kind === "twoEdits" && editDistance(text, canonical) !== 2) continue; // the second edit fell on the first
          if (!this.#exists(text.toLowerCase())) break;
        }
        return { kind, text, name };
      }
    }
  }

  /** A real genus with the real epithet of another: looks like a name, letter by letter, and is none of the list. */
  #absentName(): string {
    for (;;) {
      const genus = this.#names.canonicalNames[this.#random.pick(this.#multinomials)]!.split(" ")[0]!;
      const text = `${genus} ${this.#random.pick(this.#epithets)}`;
      if (!this.#exists(text.toLowerCase())) return text;
    }
  }
}

function oneOf(names: readonly string[]): (lowerCaseName: string) => boolean {
  const existing = new Set(names.map((name) => name.toLowerCase()));
  return (name) => existing.has(name);
}

/** Misspellings that Latin names really suffer, in both directions, one edit each. */
const LATIN_MISSPELLINGS: ReadonlyArray<readonly [string, string]> = [
  ["ae", "e"],
  ["oe", "e"],
  ["y", "i"],
  ["th", "t"],
  ["rh", "r"],
  ["ch", "c"],
  ["ii", "i"],
  ["ll", "l"],
  ["nn", "n"],
  ["ss", "s"],
  ["tt", "t"],
  ["rr", "r"],
  ["mm", "m"],
  ["c", "k"],
  ["u", "o"],
  ["e", "i"],
  ["x", "s"],
  ["z", "s"],
  ["us", "um"],
];

/** The same, two edits each. */
const LATIN_DOUBLE_MISSPELLINGS: ReadonlyArray<readonly [string, string]> = [
  ["ph", "f"],
  ["us", "a"],
  ["is", "e"],
  ["ensis", "ense"],
  ["x", "cs"],
];

/** One edit of the letters, 30 % of them typical misspellings of Latin. Spares the first letter, as people do. */
function misspell(text: string, random: Random): string {
  return (
    (random.fraction() < 0.3 ? latinMisspelling(text, LATIN_MISSPELLINGS, random) : null) ?? randomEdit(text, random)
  );
}

/** Two edits: one typical misspelling that counts two (10 %), or two of one edit each. */
function misspellTwice(text: string, random: Random): string {
  const double = random.fraction() < 0.1 ? latinMisspelling(text, LATIN_DOUBLE_MISSPELLINGS, random) : null;
  return double ?? misspell(misspell(text, random), random);
}

function latinMisspelling(
  text: string,
  pairs: ReadonlyArray<readonly [string, string]>,
  random: Random,
): string | null {
  const first = random.below(pairs.length);
  for (let offset = 0; offset < pairs.length; offset++) {
    const pair = pairs[(first + offset) % pairs.length]!;
    const [from, to] = random.fraction() < 0.5 ? pair : [pair[1], pair[0]];
    const at = text.indexOf(from, 1 + random.below(Math.max(1, text.length - 1)));
    if (at > 0) return text.slice(0, at) + to + text.slice(at + from.length);
  }
  return null;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function randomEdit(text: string, random: Random): string {
  for (let attempt = 0; attempt < 50; attempt++) {
    const at = 1 + random.below(text.length - 1);
    const letter = text[at]!;
    const next = text[at + 1] ?? "";
    if (letter === " ") continue;
    switch (random.below(4)) {
      case 0:
        return text.slice(0, at) + random.pick(LETTERS) + text.slice(at);
      case 1:
        if (text[at - 1] === " " && (next === " " || next === "")) continue; // would swallow a word
        return text.slice(0, at) + text.slice(at + 1);
      case 2: {
        const other = random.pick(LETTERS);
        if (other === letter) continue;
        return text.slice(0, at) + other + text.slice(at + 1);
      }
      default:
        if (next === "" || next === " " || next === letter) continue;
        return text.slice(0, at) + next + letter + text.slice(at + 2);
    }
  }
  return `${text}s`;
}

/** Joins two words, or splits the epithet into two of at least two letters. */
function moveSpace(text: string, random: Random): string {
  const words = text.split(" ");
  const epithet = words[1]!;
  if (epithet.length < 4 || random.fraction() < 0.5) return text.replace(" ", "");
  const at = 2 + random.below(epithet.length - 3);
  words[1] = `${epithet.slice(0, at)} ${epithet.slice(at)}`;
  return words.join(" ");
}
