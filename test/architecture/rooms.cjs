/**
 * Which rooms has src/, and which may each of them import?
 *
 * A room imports only the rooms named beside it; all of them stand above it in this list. A row may name single files
 * of a room ("names/(parsed-name|…)") that stand lower or higher than the rest of it. Rows are patterns behind src/; the
 * first that fits a file judges it. \`errors.ts\` and \`limits.ts\` may be imported by all.
 */
const NAMES_API = ["names/parse", "names/plain", "names/parsed-name"];
const IMAGE = ["image/read", "image/layout", "image/names", "image/usages"];
const ROOMS = [
  ["taxonomy/", []],

  ["names/(parsed-name|warnings|added)", ["taxonomy/"]],
  ["names/text/", ["names/(parsed-name|warnings|added)"]],
  ["names/words/", ["names/text/", "taxonomy/"]],
  ["names/keys/", ["names/words/", "names/text/"]],
  ["names/authors/", ["names/keys/", "names/words/", "names/text/", "names/(parsed-name|warnings|added)", "taxonomy/"]],
  [
    "names/parts/",
    ["names/authors/", "names/keys/", "names/words/", "names/text/", "names/(parsed-name|warnings|added)", "taxonomy/"],
  ],
  [
    "names/forms/",
    [
      "names/parts/name-context",
      "names/keys/",
      "names/words/",
      "names/text/",
      "names/(parsed-name|warnings)",
      "taxonomy/",
    ],
  ],
  ["names/", ["names/", "taxonomy/"]],

  ["tables/", ["taxonomy/"]],
  ["archive/packed/", ["tables/", "taxonomy/"]],
  ["archive/", ["archive/packed/", "tables/", "taxonomy/"]],

  ["image/layout/", ["taxonomy/"]],
  ["image/words/", ["image/layout/", "names/keys/"]],
  ["image/names/", ["image/words/", "image/layout/", "names/", "taxonomy/"]],
  ["image/ids/", ["image/words/", "image/layout/"]],
  ["image/authorships/", ["image/words/", "image/layout/"]],
  [
    "image/usages/",
    ["image/authorships/", "image/ids/", "image/names/", "image/words/", "image/layout/", "names/keys/", "taxonomy/"],
  ],
  ["image/near/words/", ["image/names/", "image/words/", "image/layout/", "names/keys/"]],
  ["image/near/spaces/", ["image/near/words/", "image/names/", "image/words/", "image/layout/"]],
  [
    "image/near/",
    ["image/near/spaces/", "image/near/words/", "image/names/", "image/words/", "image/layout/", "names/keys/"],
  ],
  ["image/", ["image/", "names/", "taxonomy/"]],

  // Of an image the matcher sees numbers and strings, never the literals and fragments that answers are copied from.
  ["matcher/query/", [...NAMES_API, "names/", "image/read", "image/layout/format", "taxonomy/"]],
  ["matcher/reading/form/", ["names/", "taxonomy/"]],
  [
    "matcher/reading/",
    ["matcher/reading/form/", "matcher/query/", "names/", "image/read", "image/layout/format", "taxonomy/"],
  ],
  ["matcher/compare/", ["matcher/query/", "names/", "image/read", "image/layout/format", "taxonomy/"]],
  [
    "matcher/score/",
    ["matcher/compare/", "matcher/query/", "names/", "image/read", "image/layout/format", "taxonomy/"],
  ],
  [
    "matcher/(search|outcome|reasons|explain|decision-cache)",
    [
      "matcher/(search|outcome|reasons|explain)",
      "matcher/score/",
      "matcher/compare/",
      "matcher/query/",
      "names/",
      "image/read",
      "image/layout/format",
      "taxonomy/",
    ],
  ],
  [
    "matcher/stages/",
    [
      "matcher/(search|outcome|reasons|explain)",
      "matcher/score/",
      "matcher/compare/",
      "matcher/query/",
      "names/",
      "image/read",
      "image/layout/format",
      "taxonomy/",
      "matcher/match",
    ],
  ],
  ["matcher/", ["matcher/", "names/", "image/read", "image/layout/format", "taxonomy/"]],

  ["answer/cache/", []],
  ["answer/forms/", [...IMAGE, "names/forms/", "taxonomy/"]],
  ["answer/bytes/", [...IMAGE, "matcher/", "answer/forms/", "answer/v2\\.ts", "taxonomy/"]],
  ["answer/", ["answer/", ...IMAGE, "matcher/", "names/forms/", "tables/", "taxonomy/"]],
  ["bulk/", ["answer/", "names/", "tables/", "taxonomy/"]],
  ["changes/", ["answer/", "bulk/", "image/read", "tables/", "taxonomy/"]],
  ["pool/", ["bulk/", "answer/", "image/", "tables/", "taxonomy/", "archive/"]],
  ["suggest/", ["image/", "names/", "taxonomy/"]],
  ["usages/", ["answer/", "image/read", "names/", "suggest/", "taxonomy/"]],
  ["storage/", []],
  [
    "checklists/",
    [
      "storage/",
      "answer/",
      "archive/",
      "bulk/",
      "image/",
      "matcher/",
      "pool/",
      "suggest/",
      "taxonomy/",
      "usages/",
      "config\\.ts",
    ],
  ],

  ["jobs/", ["storage/"]],

  ["facets/records/", []],
  ["facets/store/commit/", ["facets/records/"]],
  ["facets/store/", ["facets/store/commit/", "facets/records/", "storage/"]],
  ["facets/values/", ["facets/store/", "facets/records/"]],
  ["facets/feed/", ["facets/values/", "facets/store/", "facets/records/"]],
  ["facets/lists/", ["facets/store/", "facets/records/", "tables/"]],
  ["facets/", ["facets/", "storage/", "tables/", "taxonomy/"]],

  ["occurrences/dictionaries/", []],
  ["occurrences/predicate/", ["occurrences/dataset/schema", "occurrences/dictionaries/enumerations"]],
  [
    "occurrences/search/",
    [
      ...["occurrences/predicate/", "occurrences/dictionaries/", "occurrences/dataset/(schema|attempts)"],
      ...["occurrences/reading/term-uris", "pool/fair-queue"],
    ],
  ],
  ["occurrences/map/", ["occurrences/search/", "occurrences/predicate/"]],
  [
    "occurrences/interpretation/",
    [
      ...["answer/(taxon-answers|bytes/(byte-sink|usage-parts))", "image/layout/literals"],
      ...["occurrences/dictionaries/", "taxonomy/"],
    ],
  ],
  [
    "occurrences/engine-index/",
    [
      ...["occurrences/search/(engine|record|source)", "occurrences/predicate/", "occurrences/dataset/schema"],
      "occurrences/dictionaries/gbif-regions",
    ],
  ],
  ["occurrences/engine-search/", ["occurrences/search/(cursor|record|search-request)", "occurrences/predicate/"]],
  [
    "occurrences/download/files/",
    [
      ...["occurrences/download/documents", "occurrences/search/", "occurrences/predicate/", "occurrences/export/"],
      ...[
        "occurrences/dataset/(schema|attempts)",
        "occurrences/reading/term-uris",
        "occurrences/dictionaries/gbif-regions",
      ],
    ],
  ],
  [
    "occurrences/download/",
    [
      "occurrences/search/",
      "occurrences/predicate/",
      "occurrences/export/",
      "occurrences/dataset/(schema|attempts)",
      "jobs/",
    ],
  ],
  [
    "occurrences/",
    [
      "occurrences/",
      "answer/",
      "archive/",
      "changes/",
      "checklists/",
      "image/",
      "jobs/",
      "matcher/",
      "pool/",
      "storage/",
      "tables/",
      "taxonomy/",
    ],
  ],

  ["access/", ["storage/"]],
  ["indexers/", ["taxonomy/"]],

  [
    "service\\.ts",
    [
      "occurrences/(occurrences|upload/interpret-upload)",
      "access/",
      "jobs/",
      "answer/",
      "checklists/",
      "facets/",
      "taxonomy/",
      "config\\.ts",
    ],
  ],
  ["http/schemas/", ["facets/", "taxonomy/", "usages/"]],
  [
    "http/routes/",
    [
      "http/(?!app\\.|server\\.)",
      "service\\.ts",
      "answer/",
      "bulk/",
      "tables/",
      "names/",
      "access/",
      "facets/",
      "jobs/",
      "occurrences/",
      "pool/fair-queue",
      "taxonomy/",
      "usages/",
      "config\\.ts",
    ],
  ],
  [
    "http/fast-path/",
    ["http/(?!app\\.|server\\.)", "service\\.ts", "access/caller", "pool/flood", "answer/", "taxonomy/", "config\\.ts"],
  ],
  [
    "http/",
    [
      "http/",
      "service\\.ts",
      "answer/",
      "tables/sent-text",
      "storage/",
      "checklists/watch",
      "access/",
      "taxonomy/",
      "usages/",
      "config\\.ts",
    ],
  ],
  ["cli/terminal/", ["storage/", "checklists/", "taxonomy/", "config\\.ts"]],
  [
    "cli/",
    [
      "answer/",
      "bulk/",
      "changes/",
      "tables/",
      "checklists/",
      "names/",
      "storage/",
      "service\\.ts",
      "http/server\\.ts",
      "access/",
      "archive/",
      "facets/",
      "image/",
      "indexers/",
      "occurrences/",
      "taxonomy/",
      "config\\.ts",
      "cache-folder\\.ts",
    ],
  ],
  ["index\\.ts", ["checklists/", "names/", "occurrences/", "taxonomy/", "config\\.ts"]],
  ["page/", ["page/", "tables/", "taxonomy/"]],
];

module.exports = { ROOMS };
