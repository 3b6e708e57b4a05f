/** The wire of matching: for `/docs`. GBIF's endpoints ignore what they do not understand, so nothing here is enforced. */
import { type TProperties, Type } from "typebox";
import { QUERY_RANKS } from "../../taxonomy/match.ts";

const text = (description: string) => Type.Optional(Type.String({ description }));

const HINTS: TProperties = Object.fromEntries(
  QUERY_RANKS.map((rank) => [rank, text(`The ${rank} that the name belongs to, as a hint.`)]),
);

/** What GBIF does not have is given to those who ask for it. */
export const DETAILS = {
  details: Type.Optional(
    Type.Boolean({
      description:
        "With what GBIF's answer does not have: reasons, candidates, what would decide, edit distance, release; with verbose also score and steps. `Prefer: details=true` says the same.",
    }),
  ),
};

const CHECKLIST = { checklistKey: text("Which checklist to match against; the default one when absent.") };

/** Parameters of `GET /v2/species/match`. */
export const MatchParameters = Type.Object({
  scientificName: text("The name, with or without authorship, as it was found."),
  scientificNameAuthorship: text("The authorship, when it is not part of scientificName."),
  taxonRank: text("Rank in any spelling: `species`, `SPECIES`, `sp.`, `var.`"),
  verbatimTaxonRank: text("Rank as written; used when taxonRank is absent or not understood."),
  genericName: text("Genus part of the name, when the name comes in parts."),
  specificEpithet: text("Specific epithet, when the name comes in parts."),
  infraspecificEpithet: text("Infraspecific epithet, when the name comes in parts."),
  nomenclaturalCode: text("`botanical`, `zoological`, `ICN` …"),
  ...HINTS,
  usageKey: text("Key of a usage: answers with it, whatever the names say."),
  taxonID: text("Identifier of the taxon; wins over the name when it is known."),
  taxonConceptID: text("Identifier of the taxon concept."),
  scientificNameID: text("Identifier of the name."),
  exclude: Type.Optional(Type.Array(Type.String(), { description: "Keys of taxa that shall not be answered." })),
  strict: Type.Optional(Type.Boolean({ description: "Exact names only, no higher taxa instead." })),
  verbose: Type.Optional(Type.Boolean({ description: "With alternatives and a note of the score." })),
  ...DETAILS,
  ...CHECKLIST,
});

/** Parameters of `GET /v1/species/match`; those of v2 are understood as well. */
export const FlatMatchParameters = Type.Object({
  name: text("The name, with or without authorship, as it was found."),
  authorship: text("The authorship, when it is not part of name."),
  rank: text("Rank in any spelling."),
  ...HINTS,
  genericName: text("Genus part of the name."),
  specificEpithet: text("Specific epithet."),
  infraspecificEpithet: text("Infraspecific epithet."),
  usageKey: text("Key of a usage."),
  strict: Type.Optional(Type.Boolean()),
  verbose: Type.Optional(Type.Boolean()),
  ...DETAILS,
  ...CHECKLIST,
});

/** Parameters of `POST /v2/species/match`: they hold for every row that does not say otherwise. */
export const BulkParameters = Type.Object({
  ...CHECKLIST,
  strict: Type.Optional(Type.Boolean()),
  verbose: Type.Optional(Type.Boolean()),
  ...DETAILS,
});

const Usage = Type.Object({
  key: Type.String(),
  name: Type.String({ description: "With authorship." }),
  canonicalName: Type.Optional(Type.String()),
  authorship: Type.Optional(Type.String()),
  rank: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  genericName: Type.Optional(Type.String()),
  specificEpithet: Type.Optional(Type.String()),
  infraspecificEpithet: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  formattedName: Type.Optional(Type.String()),
});

/** The answer of API v2. */
export const MatchReply = Type.Object({
  usage: Type.Optional(Usage),
  acceptedUsage: Type.Optional(Usage),
  classification: Type.Optional(
    Type.Array(Type.Object({ key: Type.String(), name: Type.String(), rank: Type.Optional(Type.String()) })),
  ),
  diagnostics: Type.Object(
    { matchType: Type.String(), confidence: Type.Optional(Type.Integer()) },
    { additionalProperties: true, description: "GBIF's members; with `details=true` ours, too, from `reasons` on." },
  ),
  synonym: Type.Boolean(),
});

/** The flat answer of API v1. */
export const FlatMatchReply = Type.Object(
  {
    usageKey: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
    scientificName: Type.Optional(Type.String()),
    confidence: Type.Optional(Type.Integer()),
    matchType: Type.String(),
    synonym: Type.Boolean(),
  },
  { additionalProperties: true },
);

/** The nested answer of `GET /v1/species/match2`. */
export const NestedMatchReply = Type.Object({ synonym: Type.Boolean() }, { additionalProperties: true });
