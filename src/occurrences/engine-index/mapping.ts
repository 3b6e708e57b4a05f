/** How does a search engine index the documents of records? Strictly: a field that is not named here is refused, not guessed. */
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { REGION_COLUMNS } from "../dictionaries/gbif-regions.ts";
import { engineField } from "../predicate/engine-fields.ts";
import { PARAMETERS } from "../predicate/parameters.ts";

/** Characters of a value that can be found: Lucene takes terms of 32,766 bytes. */
const LONGEST_VALUE = 8_000;

const KEYWORD = { type: "keyword", ignore_above: LONGEST_VALUE };
/** Small letters to find, and what was written beside them. */
const FOLDED = { ...KEYWORD, normalizer: "folded", fields: { verbatim: KEYWORD } };

const TYPES: Readonly<Record<string, object>> = {
  ...{ text: KEYWORD, list: KEYWORD, integer: { type: "integer" }, long: { type: "long" } },
  ...{ decimal: { type: "double" }, boolean: { type: "boolean" }, timestamp: { type: "date", format: "epoch_millis" } },
};
const DATE = { type: "date", format: "epoch_millis" };

const folded = new Set(PARAMETERS.filter(({ kind }) => kind === "text").map(({ column }) => column));

interface Mapping {
  [name: string]: unknown;
}

function properties(): Mapping {
  const all: Mapping = {};
  for (const { name, type } of INTERPRETED_COLUMNS) {
    const path = engineField(name, "*");
    if (type === "json" || path.startsWith("classifications.")) continue;
    put(all, path, folded.has(name) ? FOLDED : TYPES[type]!);
    if (/\.concepts?$/.test(path)) put(all, path.replace(/\.concepts?$/, ".lineage"), FOLDED);
  }
  return {
    ...all,
    ...Object.fromEntries([...REGION_COLUMNS.keys()].map((column) => [column, KEYWORD])),
    eventDate: { type: "date_range", format: "epoch_millis" },
    eventDateInterval: KEYWORD,
    eventDateSingle: DATE,
    modified: DATE,
    coordinates: { type: "geo_point" },
    scoordinates: { type: "geo_shape" },
    yearMonthGbifIdSort: { type: "long" },
    all: { type: "keyword" },
    // By checklist: keys and names of taxa, all of them keywords.
    classifications: { type: "object", dynamic: true },
    record: { type: "object", enabled: false },
    verbatim: { type: "object", enabled: false },
    id: { type: "keyword" },
    seq_l: { type: "long" },
  };
}

/** Mappings of an index of records. */
export const INDEX_MAPPINGS = {
  dynamic: "strict",
  dynamic_templates: [{ taxa: { path_match: "classifications.*", match_mapping_type: "string", mapping: KEYWORD } }],
  properties: properties(),
};

/** What an index says of itself: `serve --search` reads it. */
export interface IndexMeta {
  readonly dataset: string;
  readonly attempt: string;
  /** The attempt as `contentOf` tells it from others. */
  readonly content: string;
  readonly records: number;
  /** The first one's taxonomy stands in the members of a record. */
  readonly checklists: readonly { readonly checklistKey: string; readonly releaseId: string }[];
}

/** What an index is made with. One shard: counts of facets are exact only there. */
export function newRecordIndex(meta: IndexMeta): object {
  return {
    settings: {
      "index.number_of_shards": 1,
      "index.mapping.total_fields.limit": 5_000,
      "index.max_result_window": 100_000,
      analysis: { normalizer: { folded: { type: "custom", filter: ["lowercase"] } } },
    },
    mappings: { ...INDEX_MAPPINGS, _meta: { binomen: meta } },
  };
}

/** Sets the mapping of a field by its path; what lies above it are objects. */
function put(all: Mapping, path: string, mapping: object): void {
  const names = path.split(".");
  let at = all;
  for (const name of names.slice(0, -1)) {
    at[name] ??= { properties: {} };
    at = (at[name] as { properties: Mapping }).properties;
  }
  at[names.at(-1)!] = mapping;
}
