/** What is said of a usage: in answers of API v2 and v1, and in tables. */
import { codeOf, rankOf, statusOf } from "../../image/layout/flags.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import { formattedName, type NameType, nameType } from "../../names/forms/formatted-name.ts";
import type { MatchType } from "../../taxonomy/match.ts";
import type { TaxonomicStatus } from "../../taxonomy/status.ts";
import { type Form, type Member, objectOf, PARTS, type Pieces, type UsageKind } from "./form.ts";

/** Match types as API v1 names them. */
export const MATCH_TYPES: Readonly<Record<MatchType, string>> = {
  EXACT: "EXACT",
  VARIANT: "FUZZY",
  HIGHERRANK: "HIGHERRANK",
  AMBIGUOUS: "PARTIAL",
  NONE: "NONE",
};

/** Statuses as API v1 names them; it has none for bare names. */
export const STATUSES: Readonly<Record<TaxonomicStatus, string | undefined>> = {
  ACCEPTED: "ACCEPTED",
  PROVISIONALLY_ACCEPTED: "DOUBTFUL",
  SYNONYM: "SYNONYM",
  AMBIGUOUS_SYNONYM: "HETEROTYPIC_SYNONYM",
  MISAPPLIED: "MISAPPLIED",
  BARE_NAME: undefined,
};

/** A usage whose texts are read when a form asks for them. */
export class UsageTexts {
  readonly #image: ImageReader;
  readonly #usage: UsageOrdinal;
  readonly name: string;
  readonly canonicalName: string;
  readonly type: NameType;
  readonly #words: readonly string[];

  constructor(image: ImageReader, usage: UsageOrdinal) {
    this.#image = image;
    this.#usage = usage;
    this.name = image.scientificName(usage);
    this.canonicalName = image.canonicalName(usage);
    this.type = nameType(this.canonicalName);
    // Only Latin names have parts.
    this.#words = this.type === "SCIENTIFIC" ? this.canonicalName.split(" ") : [];
  }

  get key(): string {
    return this.#image.id(this.#usage);
  }

  get authorship(): string | undefined {
    return this.#image.authorship(this.#usage);
  }

  get rank(): string | undefined {
    return this.#image.rank(this.#usage);
  }

  get code(): string | undefined {
    return this.#image.code(this.#usage);
  }

  get status(): TaxonomicStatus {
    return this.#image.status(this.#usage);
  }

  /** Genus, specific and last epithet of a name of several words. */
  epithet(place: 0 | 1 | 2): string | undefined {
    if (this.#words.length <= Math.max(place, 1)) return undefined;
    return place === 2 ? this.#words.at(-1) : this.#words[place];
  }

  get formattedName(): string {
    return formattedName(this.name, this.canonicalName, this.type);
  }
}

type UsageMember = Member<UsageTexts>;
type Ranked = Pick<UsageTexts, "rank">;

/** Pieces of a canonical name. */
const canonicalPieces = ({ wordCount }: UsageKind): Pieces =>
  wordCount > 2 ? [PARTS.beforeThird, " ", PARTS.third] : [PARTS.beforeThird];

function formattedPieces({ wordCount }: UsageKind): Pieces {
  const pieces: (string | Pieces[number])[] = ["<i>", PARTS.first];
  if (wordCount > 1) pieces.push("</i> <i>", PARTS.second);
  if (wordCount > 2) pieces.push("</i>", PARTS.between, "<i>", PARTS.third);
  return [...pieces, "</i>", PARTS.tail];
}

const word = (value: string | undefined): Pieces | undefined => (value === undefined ? undefined : [value]);

const canonicalName: UsageMember = {
  name: "canonicalName",
  text: (usage) => usage.canonicalName,
  pieces: canonicalPieces,
};
const authorship: UsageMember = {
  name: "authorship",
  text: (usage) => usage.authorship,
  pieces: ({ hasAuthorship }) => (hasAuthorship ? [PARTS.authorship] : undefined),
};
const rank: Member<Ranked> = { name: "rank", text: (usage) => usage.rank, pieces: ({ flags }) => word(rankOf(flags)) };
const code: UsageMember = { name: "code", text: (usage) => usage.code, pieces: ({ flags }) => word(codeOf(flags)) };
const status: UsageMember = {
  name: "status",
  text: (usage) => usage.status,
  pieces: ({ flags }) => word(statusOf(flags)),
};
const flatStatus: UsageMember = {
  name: "status",
  text: (usage) => STATUSES[usage.status],
  pieces: ({ flags }) => word(STATUSES[statusOf(flags)]),
};
const epithets: readonly UsageMember[] = (["genericName", "specificEpithet", "infraspecificEpithet"] as const).map(
  (name, place) => ({
    name,
    text: (usage) => usage.epithet(place as 0 | 1 | 2),
    pieces: ({ wordCount }) =>
      wordCount > Math.max(place, 1) ? [([PARTS.first, PARTS.second, PARTS.third] as const)[place]!] : undefined,
  }),
);
const typeAndFormat: readonly UsageMember[] = [
  { name: "type", text: (usage) => usage.type, pieces: () => ["SCIENTIFIC"] },
  { name: "formattedName", text: (usage) => usage.formattedName, pieces: formattedPieces },
];

/** Behind the name of the accepted usage in API v2, which has no status there. */
export const ACCEPTED_V2: Form<UsageTexts> = [canonicalName, authorship, rank, code, ...epithets, ...typeAndFormat];
/** Behind the name of a usage in API v2. */
export const USAGE_V2: Form<UsageTexts> = [
  canonicalName,
  authorship,
  rank,
  code,
  status,
  ...epithets,
  ...typeAndFormat,
];
/** Behind the canonical name of a taxon in a classification of API v2. */
export const TAXON_V2: Form<Ranked> = [rank];
/** Behind the scientific name in API v1. */
export const USAGE_V1: Form<UsageTexts> = [canonicalName, rank, flatStatus];
/** Behind the name of a usage in a table. */
export const USAGE_CELLS: Form<UsageTexts> = [canonicalName, authorship, rank, status];
/** The canonical name alone. */
export const CANONICAL_NAME: Form<UsageTexts> = [canonicalName];

/** A usage as an object: its key and name by these names, then the members of a form. */
export function usageObject(
  form: Form<UsageTexts>,
  usage: UsageTexts,
  [key, name]: readonly [string, string],
): Record<string, string> {
  return { [key]: usage.key, [name]: usage.name, ...objectOf(form, usage) };
}
