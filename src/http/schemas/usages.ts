/** The wire of usages: for `/docs`. What cannot be served is refused by `usage-parameters.ts`, in the words of each case. */
import { type TSchema, Type } from "typebox";
import { FACETS } from "../../usages/usage-filter.ts";
import { KNOWN_NAME_TYPES } from "../../usages/usage-view.ts";
import { DETAILS } from "./matching.ts";

const text = (description: string) => Type.Optional(Type.String({ description }));
const many = (description: string) => Type.Optional(Type.Array(Type.String(), { description }));
const number = (description: string, most?: number) =>
  Type.Optional(Type.Integer({ minimum: 0, ...(most !== undefined && { maximum: most }), description }));

const CHECKLIST = {
  checklistKey: text("Which checklist is meant; the default one when absent."),
  datasetKey: text("The same, as the older routes call it."),
};
const PAGE = {
  offset: number("Results that are left out before the first; 0 when absent."),
  limit: number("Results of a page; 20 when absent.", 1000),
};
const RANK = many("Only usages of these ranks, in any spelling.");

/** Parameters of a question about one usage. */
export const KeyParameters = Type.Object({ ...CHECKLIST, ...DETAILS });

/** The same where a list is answered. */
export const PagedParameters = Type.Object({ ...PAGE, ...CHECKLIST, ...DETAILS });

/** Parameters of `GET /v1/species/suggest`. */
export const SuggestParameters = Type.Object({
  q: Type.String({ description: "What was typed so far: `concolor`, `P. concolor`, `puma conc`, also misspelt." }),
  rank: RANK,
  ...PAGE,
  ...CHECKLIST,
  ...DETAILS,
});

/** Parameters of `GET /v1/species/search`. Any other one is refused. */
export const SearchParameters = Type.Object({
  q: text("Words of a scientific or common name; all usages when absent."),
  qField: many("Where the words are looked for: SCIENTIFIC, VERNACULAR; both when absent."),
  rank: RANK,
  status: many("Only usages of these statuses, as API v1 or v2 calls them."),
  nameType: many(`Only names of these types: ${KNOWN_NAME_TYPES.join(", ")}.`),
  highertaxonKey: many("Only usages below one of these taxa."),
  facet: many(`Kinds that are counted: ${FACETS.join(", ")}.`),
  facetLimit: number("Values of each kind; 100 when absent.", 1000),
  facetOffset: number("Values that are left out before the first."),
  facetMincount: number("Only values with so many usages."),
  facetMultiselect: Type.Optional(Type.Boolean({ description: "Count a kind as if it were not filtered by." })),
  ...PAGE,
  ...CHECKLIST,
  ...DETAILS,
});

/** Parameters of `GET /v1/species`. */
export const ListParameters = Type.Object({
  name: text("Canonical name, without regard to case."),
  sourceId: text("Id of the usage in its source."),
  rank: RANK,
  ...PAGE,
  ...CHECKLIST,
  ...DETAILS,
});

/** A usage as API v1 shows it. */
export const UsageReply = Type.Object(
  { key: Type.Union([Type.Integer(), Type.String()]), scientificName: Type.String() },
  { additionalProperties: true },
);
/** Several of them. */
export const UsageList = Type.Array(UsageReply);
/** What GBIF says of a usage in members of its own. */
export const UsageObject = Type.Object({}, { additionalProperties: true });

const page = (result: TSchema) =>
  Type.Object({
    offset: Type.Integer(),
    limit: Type.Integer(),
    endOfRecords: Type.Boolean(),
    results: Type.Array(result),
  });

/** A part of a list of usages. */
export const UsagePage = page(UsageReply);
/** A part of a list of common names. */
export const VernacularPage = page(
  Type.Object(
    { vernacularName: Type.String(), language: Type.Optional(Type.String()) },
    { additionalProperties: true },
  ),
);
/** What a search found. */
export const FoundReply = Type.Object({
  ...UsagePage.properties,
  count: Type.Integer({ description: "Usages on all pages." }),
  facets: Type.Array(
    Type.Object({
      field: Type.String(),
      counts: Type.Array(Type.Object({ name: Type.String(), count: Type.Integer() })),
    }),
  ),
});
/** What is suggested. */
export const SuggestedReply = Type.Array(UsageReply);
/** Taxa with the number of species in each. */
export const UsageCounts = Type.Array(
  Type.Object({
    key: Type.Union([Type.Integer(), Type.String()]),
    name: Type.String(),
    rank: Type.String(),
    size: Type.Integer({ description: "Species below it." }),
  }),
);
/** Numbers of taxa below a usage. */
export const MetricsReply = Type.Object(
  { key: Type.Union([Type.Integer(), Type.String()]), numDescendants: Type.Integer() },
  { additionalProperties: true },
);
