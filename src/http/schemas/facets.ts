import { Type } from "typebox";
import { MAX_PAGE } from "../../facets/feed/changes.ts";
import { SNIPPET_CATEGORIES } from "../../facets/records/records.ts";
import { Id } from "./ids.ts";

/** Kinds of change, as they are asked for. */
export const KIND_LIST = "facets, values, sources, scores, snippets, names";

/** Parameters of calls that can give names beside ids. */
export const NAMES = {
  names: Type.Optional(Type.String({ description: "1: names from the served checklists beside ids, for people." })),
  checklistKey: Type.Optional(Type.String({ description: "With names: only of this checklist." })),
};

/** Query of `GET /facets/changes`. */
export const ChangesQuery = Type.Object({
  cursor: Type.Optional(
    Type.String({ description: "Where to go on; absent: from the beginning, `now`: from the newest change on." }),
  ),
  limit: Type.Integer({ default: 1000, minimum: 1, maximum: MAX_PAGE, description: "Most changes of the page." }),
  kinds: Type.Optional(Type.String({ description: `Some of ${KIND_LIST}, with commas; absent: all.` })),
  include_docs: Type.Boolean({ default: false, description: "Whether upserts carry their document." }),
  ...NAMES,
  wait: Type.Integer({ default: 0, minimum: 0, maximum: 30, description: "Seconds to wait for a change." }),
});

/** A change. */
const ChangeReply = Type.Object({
  seq: Type.String({ description: "Decimal digits. Grows with every change; commit order." }),
  kind: Type.String({ description: "facet, value, source, score, snippet or name." }),
  id: Type.String({ description: "Id of the document." }),
  op: Type.String({ description: "upsert or delete; touch for names." }),
  wfo_id: Type.Optional(Type.String({ description: "Name concerned: scores, snippets, names." })),
  modified: Type.String({ description: "Logical second of the commit, UTC." }),
  reasons: Type.Optional(
    Type.Array(Type.String(), {
      description: "Names: score, snippet, source-flag, facet-heritable, label, move.",
    }),
  ),
  descendants: Type.Optional(Type.Boolean({ description: "Names: documents of descendants change as well." })),
  name: Type.Optional(
    Type.Unknown({ description: "With names: scientificName, authorship, rank, status; null: unknown." }),
  ),
  doc: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

/** A page of the feed. */
export const ChangesReply = Type.Object({
  kind: Type.Literal("changes"),
  epoch: Type.String({ description: "Names this history of the store; another one after a restore." }),
  results: Type.Array(ChangeReply),
  cursor: Type.String({ description: "Checkpoint of the reader, also on an empty page. Opaque." }),
  more: Type.Boolean({ description: "Whether more is there already." }),
  high: Type.String({ description: "Newest sequence of the store." }),
  oldest: Type.String({ description: "Deletes up to this sequence may be forgotten." }),
});

// Several types in one member are never coerced: of `anyOf` the first would make "" or 0 of null.
const OptionalText = Type.Optional(Type.Unsafe<string | null>({ type: ["string", "null"] }));
const OptionalFlag = (description: string) =>
  Type.Optional(Type.Unsafe<boolean>({ type: ["boolean", "null"], description: `${description} Never null.` }));
/** Members that the store gives: they may be posted back as they were read, and change nothing. */
const GIVEN = {
  sequence: Type.Optional(Type.Integer({ description: "Given by the store; ignored." })),
  tick: Type.Optional(Type.Integer({ description: "Given by the store; ignored." })),
};

/** Members of a facet that a client sets. */
export const FacetBody = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    description: OptionalText,
    linkUri: OptionalText,
    heritable: OptionalFlag("Whether values hold for descendants."),
    ...GIVEN,
  },
  { additionalProperties: false },
);

/** Members of a facet value that a client sets. */
export const ValueBody = Type.Object(
  {
    id: Type.Optional(Id),
    facetId: Type.Optional(Id),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    description: OptionalText,
    linkUri: OptionalText,
    code: OptionalText,
    ...GIVEN,
  },
  { additionalProperties: false },
);

/** Members of a source that a client sets. */
export const SourceBody = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    description: OptionalText,
    linkUri: OptionalText,
    doNotIndex: OptionalFlag("Keeps the list out of index documents."),
    filePath: OptionalText,
    facetValueId: Type.Optional(Type.Unsafe<number | null>({ type: ["integer", "null"], minimum: 1 })),
    snippetCategory: Type.Optional(
      Type.Unsafe<string | null>({ type: ["string", "null"], enum: [...SNIPPET_CATEGORIES, null] }),
    ),
    snippetLanguage: Type.Optional(
      Type.Unsafe<string | null>({
        type: ["string", "null"],
        pattern: "^[a-z]{3}$",
        description: "ISO 639-2/B; zzz: no language.",
      }),
    ),
    licence: OptionalText,
    rightsHolder: OptionalText,
    citation: OptionalText,
    contact: OptionalText,
    oid: OptionalText,
    lastImport: Type.Optional(
      Type.Unsafe<number | null>({ type: ["integer", "null"], description: "Given by the store; ignored." }),
    ),
    ...GIVEN,
  },
  { additionalProperties: false },
);

/** A commit. */
export const CommitReply = Type.Object({
  id: Type.Optional(Type.Integer()),
  sequence: Type.String({ description: "Newest sequence of the store." }),
  changes: Type.Integer({ description: "Entries it made in the log; 0: nothing had changed." }),
});
