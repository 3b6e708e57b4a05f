import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord, runStage, stages } from "../../../src/occurrences/interpretation/interpret.ts";
import { InterpretedRecord } from "../../../src/occurrences/interpretation/interpreted.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS, type Tools } from "../../../src/occurrences/interpretation/tools.ts";
import "../../properties.ts";
import { ALL_TERMS, someValues } from "./random-records.ts";

const tools: Tools = {
  dictionaries: loadDictionaries(),
  matchers: [],
  taxa: new Taxa([]),
  options: { ...DEFAULT_OPTIONS, readVerbatimDate: true },
  now: Date.UTC(2026, 0, 1),
  unknown: () => {},
};

/** Tells which terms it was asked for. */
class WatchedRecord extends VerbatimRecord {
  readonly asked = new Set<string>();

  override verbatim(term: string): string | undefined {
    this.asked.add(term);
    return super.verbatim(term);
  }
}

test("a stage reads no terms and sets no fields but those that it names", () => {
  const set = new Set<string>();
  fc.assert(
    fc.property(someValues, (values) => {
      for (const stage of stages) {
        const names = Object.keys(values);
        const columns = new Map(names.map((name, i) => [name, i]));
        const record = new WatchedRecord(
          columns,
          names.map((name) => values[name] || undefined),
        );
        const out = new InterpretedRecord();
        const blank = new InterpretedRecord();
        runStage(stage, record, out, tools, ({ step, problem }) => assert.fail(`${step}: ${problem}`));
        for (const term of record.asked) assert.ok(stage.terms.includes(term), `${Object.keys(stage.steps)}: ${term}`);
        for (const field of Object.keys(out) as (keyof InterpretedRecord)[]) {
          if (field === "issue" || out[field] === blank[field]) continue;
          set.add(field);
          assert.ok((stage.fields as readonly string[]).includes(field), `${Object.keys(stage.steps)}: ${field}`);
        }
      }
    }),
    { numRuns: 60 },
  );
  assert.ok(set.size > 60, `only ${set.size} fields were set`);
});

test("no two stages set the same field", () => {
  const fields = stages.flatMap((stage) => stage.fields);
  assert.equal(new Set(fields).size, fields.length);
  assert.ok(ALL_TERMS.length > 80);
});

for (const [written, told] of [
  [{ verbatimCoordinates: "14°49'S 70°01'O" }, ["verbatimCoordinates"]],
  [{ verbatimLatitude: "14 49 S", verbatimLongitude: "O 70 01" }, ["verbatimLongitude"]],
  [{ verbatimCoordinates: "14°49'S 70°01'E" }, []],
  [{ verbatimCoordinates: "14°49'S 70°01'W near San Jorge" }, []],
] as const)
  test(`${Object.values(written).join(", ")}: ${told.length > 0 ? "O is east, and told of" : "nothing is told"}`, () => {
    const found: string[] = [];
    const out = interpretRecord(VerbatimRecord.of(written), { ...tools, unknown: (term) => found.push(term) });
    assert.deepEqual(found, told);
    if (told.length > 0) assert.ok(out.decimalLongitude! > 0);
  });
