/**
 * Which checklists can there be? Usages of every kind: plain names and odd ones, ids of all forms, ranks in any order,
 * synonyms without accepted usage and of synonyms, parents in circles.
 */
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { type MatchOutcome, noOutcome } from "../../src/matcher/outcome.ts";
import { REASONS, type Reason } from "../../src/matcher/reasons.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { NOMENCLATURAL_CODES } from "../../src/taxonomy/nomenclatural-code.ts";
import { RANKS } from "../../src/taxonomy/rank.ts";
import { TAXONOMIC_STATUSES } from "../../src/taxonomy/status.ts";

const letters = (maxLength: number) => fc.stringMatching(new RegExp(`^[a-z]{2,${maxLength}}$`));
const genus = letters(12).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
const odd = fc.constantFrom(
  "Tobacco mosaic virus",
  "Abies viridis",
  "Viroides alba",
  "Müllerina × rosé",
  "Ölandia alba",
  "8punctata alba",
  "Abies alba × Picea abies",
  'Abies "alba"',
  "Abies back\\slash",
  "BOLD:AAX3687",
  "SH1506234.07FU",
  "Prunus (Cerasus) avium",
  "Abies borisii-regis",
  "Abies alba, Picea; x",
  "Viola tricolor var. alba f. minor",
  "Adalia 10punctata",
  "Gv alba",
);
const name = fc.oneof(
  { weight: 2, arbitrary: genus },
  { weight: 4, arbitrary: fc.tuple(genus, letters(10)).map((words) => words.join(" ")) },
  { weight: 2, arbitrary: fc.tuple(genus, letters(6), letters(6)).map((words) => words.join(" ")) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(genus, letters(6), fc.constantFrom("var.", "subsp.", "f."), letters(6))
      .map((words) => words.join(" ")),
  },
  { weight: 2, arbitrary: odd },
);
const authorship = fc.option(
  fc.constantFrom(
    "L.",
    "Mill., 1768",
    "(Linnaeus, 1758)",
    "(L.) Mill. 1768",
    '(Lam.) "Lam." & DC.',
    "Łoś & Đỗ, 1900",
    "a\\b",
    "a;b",
    "𝒜uthor",
    "L.\tMill.",
    "=cmd()",
    "-Nobody, 1900",
    "＝Wide",
  ),
  { nil: undefined },
);
const idOf = fc.constantFrom(
  (i: number) => String(i),
  (i: number) => `wfo-${String(i).padStart(10, "0")}`,
  (i: number) => `urn:lsid:ipni.org:names:${i}-1`,
  (i: number) => `text${"abcdefghijklmnopqrstuvwxyz"[i % 26]}${i}x`,
  (i: number) => `"quoted" ${i}`,
  (i: number) => `a, b; c ${i}`,
  (i: number) => `é\\\n${i}`,
  (i: number) => `-${i + 1}`,
  (i: number) => `=${i}+1`,
  (i: number) => `00${i}`,
  (i: number) => `9007199254740${String(i).padStart(3, "0")}`,
);
// Mostly the ranks that classifications are made of, so that they are several levels deep.
const rank = fc.option(
  fc.oneof(
    fc.constantFrom("KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SPECIES", "SUBSPECIES", "SUPERKINGDOM"),
    fc.constantFrom(...RANKS),
  ),
  { nil: undefined },
);
const MOST_USAGES = 24;
const place = fc.option(fc.nat(MOST_USAGES - 1), { nil: undefined });

/** Images of such checklists, with room for odd structures. */
export const anyImage: fc.Arbitrary<ImageReader> = fc
  .array(
    fc.record({
      name,
      authorship,
      idOf,
      rank: rank as fc.Arbitrary<NameUsage["rank"]>,
      code: fc.option(fc.constantFrom(...NOMENCLATURAL_CODES), { nil: undefined }),
      status: fc.constantFrom(...TAXONOMIC_STATUSES, "ACCEPTED" as const, "ACCEPTED" as const),
      parent: place,
      accepted: place,
    }),
    { minLength: 1, maxLength: MOST_USAGES },
  )
  .map((rows) => {
    const ids = rows.map((row, i) => row.idOf(i));
    const isSynonymous = (status: string) => status !== "ACCEPTED" && status !== "PROVISIONALLY_ACCEPTED";
    const usages = rows.map((row, i): NameUsage => {
      const parentId = row.parent === undefined ? undefined : ids[row.parent];
      const acceptedId = row.accepted === undefined || !isSynonymous(row.status) ? undefined : ids[row.accepted];
      return {
        id: ids[i]!,
        scientificName: row.name,
        status: row.status,
        line: i + 1,
        ...(row.authorship !== undefined && { authorship: row.authorship }),
        ...(row.rank !== undefined && { rank: row.rank }),
        ...(row.code !== undefined && { code: row.code }),
        ...(parentId !== undefined && { parentId }),
        ...(acceptedId !== undefined && { acceptedId }),
      };
    });
    return new ImageReader(buildImage(usages, { checklistKey: "any" }));
  });

/** What may be said of a usage beside its columns; `usage` is none. */
export const anyOutcome: fc.Arbitrary<MatchOutcome> = fc
  .record({
    matchType: fc.constantFrom("EXACT", "VARIANT", "HIGHERRANK", "NONE"),
    confidence: fc.oneof(fc.integer({ min: -3, max: 120 }), fc.double({ min: 0, max: 100, noNaN: true })),
    reasons: fc.subarray(Object.keys(REASONS) as Reason[], { maxLength: 5 }),
    flags: fc.subarray(["NO_MATCH", "LOW_CONFIDENCE"] as const),
    issues: fc.array(fc.string(), { maxLength: 2 }),
    note: fc.option(fc.string(), { nil: undefined }),
    qualifier: fc.option(fc.string(), { nil: undefined }),
    decidedBy: fc.array(fc.string(), { maxLength: 2 }),
  })
  .map((said) => ({ ...noOutcome(0), ...said }) as MatchOutcome);

/** An accepted usage. */
export const row = (id: string, scientificName: string, more: Partial<NameUsage> = {}): NameUsage => ({
  id,
  scientificName,
  status: "ACCEPTED",
  line: 1,
  ...more,
});
const RANKS_OF_THE_FIRST = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "SPECIES"] as const;

/** Species whose parents form a circle, are too many, or are just as many as are followed. */
export const deepImage = new ImageReader(
  buildImage(
    [
      row("a", "Circulus", { rank: "GENUS", parentId: "b" }),
      row("b", "Circulidae", { rank: "FAMILY", parentId: "a" }),
      row("c", "Circulus primus", { rank: "SPECIES", parentId: "a" }),
      ...Array.from({ length: 103 }, (_, level) =>
        row(`d${level}`, `Catena ${"abcdefghij"[level % 10]}${"klmnopqrstu"[Math.floor(level / 10)]}`, {
          parentId: level === 0 ? undefined : `d${level - 1}`,
          rank: RANKS_OF_THE_FIRST[level],
        }),
      ),
    ],
    { checklistKey: "deep" },
  ),
);
