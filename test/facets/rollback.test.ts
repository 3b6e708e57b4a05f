import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { exportList } from "../../src/facets/lists/export.ts";
import { importList, rollBack } from "../../src/facets/lists/imports.ts";
import type { ImportOptions } from "../../src/facets/lists/read-list.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import type { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { openStore } from "./open-store.ts";

const SCORES = 1;
const SNIPPETS = 2;

/** All that can be said of a list: its rows, the ids of its snippets, its source. */
async function stateOf(store: FacetStore, source: number): Promise<unknown> {
  const { sequence, tick, lastImport, ...about } = store.vocabulary().sources.get(source)!;
  const rows: string[] = [];
  for await (const row of exportList(store, source)) rows.push(row);
  const snippets = source === SNIPPETS ? Array.from({ length: 6 }, (_, name) => store.name(name + 1).snippets) : [];
  return { about, rows, snippets };
}

const word = fc.constantFrom("Food", "Fibre", "Färbe, grün", "“dye”", 'a "quoted" one', "two\nlines");
const rows = fc.array(
  fc.record({ name: fc.integer({ min: 1, max: 5 }), word, key: fc.constantFrom("k1", "k2", "k3", "") }),
  {
    maxLength: 8,
  },
);
const text = fc.option(fc.constantFrom("CC0", "A. Botanist (2026)"), { nil: undefined });
const anImport = fc.record({
  source: fc.constantFrom(SCORES, SNIPPETS),
  rows,
  header: fc.constantFrom(["wfo_id", "text", "key"], ["wfo_id", "2019", "key"], ["wfo_id", "text", "key", "2"], null),
  delimiter: fc.constantFrom(",", ";", "\t"),
  encoding: fc.constantFrom("utf-8" as const, "windows-1252" as const, undefined),
  hasKey: fc.boolean(),
  ndjson: fc.boolean(),
  source_: fc.record({ licence: text, citation: text, rightsHolder: text, contact: text }),
  fileName: text,
});
type AnImport = typeof anImport extends fc.Arbitrary<infer T> ? T : never;

function listOf(given: AnImport): { bytes: Buffer; options: ImportOptions } {
  const { encoding, source, hasKey, header, ndjson, fileName } = given;
  const keyColumn =
    hasKey && source === SNIPPETS && (ndjson || header !== null) && given.rows.length > 0 ? "key" : undefined;
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const lines = ndjson
    ? given.rows.map((row) =>
        JSON.stringify({ wfo_id: nameId(row.name), body: row.word, meta: { wfo_id: nameId(row.name), key: row.key } }),
      )
    : [
        ...(header === null ? [] : [header.join(given.delimiter)]),
        ...given.rows.map(({ name, word, key }) => [nameId(name), quoted(word), quoted(key)].join(given.delimiter)),
      ];
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""), encoding === "windows-1252" ? "latin1" : "utf8");
  return {
    bytes:
      encoding === "windows-1252" ? Buffer.from(bytes.toString("latin1").replace(/\x1c|\x1d/g, '"'), "latin1") : bytes,
    options: {
      by: "test",
      force: true,
      allowEmpty: true,
      encoding,
      keyColumn,
      fileName,
      source: Object.fromEntries(Object.entries(given.source_).filter(([, said]) => said !== undefined)),
    },
  };
}

test("a rollback restores exactly what stood there after that import, whatever it was told", async () => {
  let restored = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anImport, { minLength: 2, maxLength: 3 }),
      fc.array(fc.nat(2), { minLength: 1, maxLength: 2 }),
      async (imports, backs) => {
        const cleanUp: (() => Promise<void>)[] = [];
        try {
          const store = await openStore({ after: (close) => void cleanUp.push(close as () => Promise<void>) });
          await store.write((writer) => {
            writer.putFacet({ id: 1, name: "Life Form" });
            writer.putValue({ id: 1, facetId: 1, name: "Annual" });
            writer.putSource({ id: SCORES, name: "List of annuals", facetValueId: 1 });
            writer.putSource({ id: SNIPPETS, name: "Uses", snippetCategory: "use", snippetLanguage: "eng" });
          });
          const after: { id: number; source: number; state: unknown }[] = [];
          for (const given of imports) {
            const { bytes, options } = listOf(given);
            const report = await importList(store, given.source, bytes, options);
            if (report.import !== null)
              after.push({ id: report.import, source: given.source, state: await stateOf(store, given.source) });
          }
          for (const back of backs) {
            const past = after[back % Math.max(1, after.length)];
            if (past === undefined) continue;
            await rollBack(store, past.id, "test");
            assert.deepEqual(await stateOf(store, past.source), past.state);
            restored++;
          }
          assert.deepEqual((await verifyStore(store)).problems, []);
        } finally {
          for (const close of cleanUp) await close();
        }
      },
    ),
    { numRuns: 50 },
  );
  assert.ok(restored > 40, `${restored} rollbacks`);
});
