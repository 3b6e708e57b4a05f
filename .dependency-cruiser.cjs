// The dependency rule of src/README.md. scripts/check-architecture asserts that enough modules were seen.
const may = (from, to) => ({
  name: `${from}-may-import`,
  severity: "error",
  comment: `src/${from} may only import: ${to.join(", ") || "nothing"} (and errors.ts)`,
  from: { path: `^src/${from}` },
  to: { path: "^src/", pathNot: [`^src/${from}`, "^src/errors\\.ts$", ...to.map((t) => `^src/${t}`)] },
});
const PURE = "^src/(taxonomy|names|matcher)/|^src/image/(format|build|read|verify)";
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    may("taxonomy/", []),
    may("names/", ["taxonomy/"]),
    may("archive/", ["taxonomy/"]),
    may("image/", ["names/", "taxonomy/"]),
    may("matcher/", ["image/(read|format)", "names/", "taxonomy/"]),
    may("bulk/", ["matcher/", "image/read", "taxonomy/"]),
    may("pool/", ["bulk/", "matcher/", "image/", "names/", "taxonomy/", "archive/"]),
    may("checklists/", ["archive/", "bulk/", "image/", "matcher/", "names/", "pool/", "taxonomy/", "config\\.ts"]),
    may("facets/", ["taxonomy/"]),
    may("access/", []),
    may("indexers/", ["taxonomy/"]),
    may("http/", ["service\\.ts", "bulk/", "access/", "facets/", "taxonomy/", "config\\.ts"]),
    may("cli/", [
      "bulk/",
      "checklists/",
      "names/",
      "service\\.ts",
      "http/server\\.ts",
      "access/",
      "archive/",
      "facets/",
      "image/",
      "indexers/",
      "taxonomy/",
      "config\\.ts",
    ]),
    may("page/", []),
    {
      name: "errors-import-nothing",
      severity: "error",
      from: { path: "^src/errors\\.ts$" },
      to: { path: "^src/" },
    },
    {
      name: "pure-folders",
      severity: "error",
      comment: "no file, network, thread, clock or logger in the pure folders",
      from: { path: PURE },
      to: { dependencyTypes: ["core", "npm"], pathNot: "node_modules/(fuzzball)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
