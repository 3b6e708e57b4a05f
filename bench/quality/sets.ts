/** What is asked, and what is right. Each set says where it comes from. */
import { existsSync, readFileSync } from "node:fs";
import { type ImageReader, NameHits } from "../../src/image/read.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { editDistance } from "../edit-distance.ts";
import { Random } from "../random.ts";
import { projectFile } from "./images.ts";
import type { QualityCase } from "./judge.ts";

/** Rows of a table beside the project as objects; `undefined` when it is absent. */
function table(path: string): Record<string, string>[] | undefined {
  const file = projectFile(path);
  if (!existsSync(file)) return undefined;
  const [head, ...rows] = readFileSync(file, "utf8").split("\n");
  const columns = head!.split("\t");
  return rows
    .filter((row) => row !== "")
    .map((row) => {
      const cells = row.split("\t");
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
    });
}

function editsBetween(a: string, b: string): number {
  return editDistance(foldName(a), foldName(b));
}

/** (a) Misspellings recorded in NCBI's taxonomy, with the name meant. */
export function ncbiMisspellings(): QualityCase[] {
  return (table("data/misspellings.tsv") ?? []).map(({ wrong, correct, accepted, kind, taxonID }) => ({
    query: { scientificName: wrong },
    rightKey: taxonID,
    rightName: accepted,
    editDistance: editsBetween(wrong!, correct!),
    uninomial: !wrong!.includes(" "),
    kind: kind!,
  }));
}

/** (b) Misspellings recorded in 38 checklists whose wrong form is itself in none of them. */
export function recordedMisspellings(): QualityCase[] | undefined {
  return table("../shared/data/names/misspellings.tsv")
    ?.filter(({ wrongId }) => wrongId === "")
    .map(({ wrongName, correctName, acceptedId, kind }) => ({
      query: { scientificName: wrongName },
      rightKey: acceptedId,
      editDistance: editsBetween(wrongName!, correctName!),
      uninomial: !wrongName!.includes(" "),
      kind: kind!,
    }));
}

/** (c) Names as written on labels and in tables with the answer of an expert. */
export function alignments(): QualityCase[] | undefined {
  return table("../shared/data/names/alignments.tsv")?.map(({ verbatim, expertAnswer, answerId, kind, source }) => {
    const open = /^(\p{Lu}[\p{Ll}-]+) (?:sp|spp)\./u.exec(expertAnswer!);
    return {
      query: { scientificName: verbatim },
      rightKey: answerId === "" ? undefined : answerId,
      // "Smilax sp. [Smilax sp. aff. s. elliptica]": the genus is all that is known.
      rightName: open?.[1] ?? expertAnswer!.replace(/ \[.*$/, ""),
      editDistance: -1,
      uninomial: !verbatim!.trim().includes(" "),
      kind: `${source}: ${kind}`,
    };
  });
}

/** Kinds of seeded errors. */
export const ERRORS = ["oneEdit", "twoEdits", "space", "ocr", "phonetic"] as const;

const SOUNDS: readonly (readonly [string, string])[] = [
  ["ae", "e"],
  ["oe", "e"],
  ["y", "i"],
  ["th", "t"],
  ["ph", "f"],
  ["rh", "r"],
  ["ch", "k"],
  ["c", "k"],
  ["ll", "l"],
  ["nn", "n"],
  ["ss", "s"],
  ["tt", "t"],
  ["x", "ks"],
  ["z", "s"],
];
const LOOKS: readonly (readonly [string, string])[] = [
  ["rn", "m"],
  ["m", "rn"],
  ["l", "1"],
  ["i", "l"],
  ["e", "c"],
  ["c", "e"],
  ["u", "v"],
  ["v", "u"],
  ["u", "n"],
  ["o", "0"],
];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** (d) Names of an image, each spoilt in a known way. Spoilt names that exist themselves are left out. */
export function seededErrors(image: ImageReader, count: number, seed: number): QualityCase[] {
  const random = new Random(seed);
  const cases: QualityCase[] = [];
  while (cases.length < count * ERRORS.length) {
    const usage = random.below(image.usageCount);
    const name = image.canonicalName(usage);
    if (!/^[A-Z][a-z]{3,}(?: [a-z]{3,}){0,2}$/.test(name)) continue;
    const kind = ERRORS[cases.length % ERRORS.length]!;
    const spoilt = spoil(name, kind, random);
    if (spoilt === undefined || image.exactName(foldName(spoilt)) >= 0) continue;
    const accepted = image.accepted(usage);
    cases.push({
      query: { scientificName: spoilt },
      rightKey: image.id(accepted < 0 ? usage : accepted),
      editDistance: editsBetween(spoilt, name),
      uninomial: !name.includes(" "),
      kind,
    });
  }
  return cases;
}

function spoil(name: string, kind: (typeof ERRORS)[number], random: Random): string | undefined {
  switch (kind) {
    case "oneEdit":
      return oneEdit(name, random);
    case "twoEdits":
      return oneEdit(oneEdit(name, random), random);
    case "space": {
      const space = name.indexOf(" ");
      if (space >= 0 && random.fraction() < 0.5) return name.slice(0, space) + name.slice(space + 1);
      const at = 2 + random.below(name.length - 3);
      return name[at] === " " || name[at - 1] === " " ? undefined : `${name.slice(0, at)} ${name.slice(at)}`;
    }
    case "ocr":
      return confuse(name, LOOKS, random);
    case "phonetic":
      return confuse(name, SOUNDS, random);
  }
}

function oneEdit(name: string, random: Random): string {
  for (;;) {
    const at = random.below(name.length);
    if (name[at] === " ") continue;
    const isFirst = at === 0;
    const letter = isFirst ? random.pick(LETTERS).toUpperCase() : random.pick(LETTERS);
    switch (random.below(4)) {
      case 0:
        if (isFirst) continue;
        return name.slice(0, at) + letter + name.slice(at);
      case 1:
        if (isFirst) continue;
        return name.slice(0, at) + name.slice(at + 1);
      case 2:
        if (letter === name[at]) continue;
        return name.slice(0, at) + letter + name.slice(at + 1);
      default: {
        const next = name[at + 1];
        if (isFirst || next === undefined || next === " " || next === name[at]) continue;
        return name.slice(0, at) + next + name[at] + name.slice(at + 2);
      }
    }
  }
}

function confuse(name: string, pairs: readonly (readonly [string, string])[], random: Random): string | undefined {
  const first = random.below(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    const [from, to] = pairs[(first + i) % pairs.length]!;
    const at = name.indexOf(from, 1);
    if (at > 0) return name.slice(0, at) + to + name.slice(at + from.length);
  }
  return undefined;
}

/** (e) Binomials that no usage bears: real genera with real epithets of other genera. */
export function recombinedNames(image: ImageReader, count: number, seed: number): QualityCase[] {
  const random = new Random(seed);
  const cases: QualityCase[] = [];
  while (cases.length < count) {
    const genus = binomialOf(image, random)[0]!;
    const name = `${genus} ${binomialOf(image, random)[1]}`;
    if (!isAbsent(name, image)) continue;
    cases.push({ query: { scientificName: name }, editDistance: -1, uninomial: false, kind: "recombined" });
  }
  return cases;
}

/** True when the image has neither the name nor the same name with another ending. */
export function isAbsent(name: string, image: ImageReader): boolean {
  const hits = new NameHits();
  const folded = foldName(name);
  image.namesWithStem(folded, hits);
  return image.exactName(folded) < 0 && hits.length === 0;
}

function binomialOf(image: ImageReader, random: Random): string[] {
  for (;;) {
    const name = image.canonicalName(random.below(image.usageCount));
    if (/^[A-Z][a-z]+ [a-z-]+$/.test(name)) return name.split(" ");
  }
}
