// The dependency rule of src/README.md; the rooms stand in test/architecture/rooms.cjs. test/architecture/check.ts runs it.
const { ROOMS } = require("./test/architecture/rooms.cjs");

/** No file, network, thread, clock, environment or logger. */
const PURE = "^src/(taxonomy|names|tables|matcher|answer|occurrences/interpretation)/|^src/image/(?!file\\.ts)";

/** A room's own files: those of a sub-room, or of a file named above, are judged by that entry. */
function rule([room, allowed], index) {
  const named = ROOMS.slice(0, index).map(([above]) => `^src/${above}`);
  return {
    name: `${room.replace(/\/$/, "")}-may-import`,
    severity: "error",
    comment: `src/${room} may only import: ${allowed.join(", ") || "nothing"} (and errors.ts, limits.ts)`,
    from: { path: `^src/${room}`, ...(named.length > 0 && { pathNot: named }) },
    to: { path: "^src/", pathNot: [`^src/${room}`, "^src/(errors|limits)\\.ts$", ...allowed.map((a) => `^src/${a}`)] },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "imports of types count: two files that need each other's types are one file or lack a third",
      from: {},
      to: { circular: true },
    },
    ...ROOMS.map(rule),
    {
      name: "errors-and-limits-import-nothing",
      severity: "error",
      from: { path: "^src/(errors|limits)\\.ts$" },
      to: { path: "^src/" },
    },
    {
      name: "pure-rooms",
      severity: "error",
      comment: "no file, network, thread, clock, environment or logger in the pure rooms",
      from: { path: PURE },
      to: { dependencyTypes: ["core", "npm"], pathNot: "node_modules/(fflate|fuzzball)/|^(node:)?buffer$" },
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
