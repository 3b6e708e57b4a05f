/** Runs test/golden/values.md, and holds what binomen adds to GBIF's dictionaries against them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Countries } from "../../../src/occurrences/dictionaries/countries.ts";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";
import { Dictionary, dictionaryPairs, letterDigitKey } from "../../../src/occurrences/dictionaries/dictionary.ts";
import {
  BASES_OF_RECORD,
  CONTINENTS,
  LICENSES,
  OCCURRENCE_STATUSES,
} from "../../../src/occurrences/dictionaries/enumerations.ts";

const DATA = new URL("../../../data/dictionaries/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, DATA), "utf8");
const dictionaries = loadDictionaries();

function meaningOf(term: string, value: string): string {
  if (term === "country") return dictionaries.countries.lookup(value)?.iso2 ?? "-";
  return dictionaries[term as "sex" | "continent"].lookup(value) ?? "-";
}

let asked = 0;
for (const section of readFileSync(new URL("../../golden/values.md", import.meta.url), "utf8")
  .split("\n## ")
  .slice(1)) {
  const [term, ...lines] = section.split("\n");
  for (const line of lines) {
    if (!line.startsWith("| ") || /^\| (meaning|-+) +\|? *(values|-+)/.test(line)) continue;
    const [, meaning, values] = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
    test(`${term}: values that mean ${meaning}`, () => {
      const wrong = values!
        .split("; ")
        .filter((value) => meaningOf(term!, value) !== meaning)
        .map((value) => `${value}: ${meaningOf(term!, value)}`);
      assert.deepEqual(wrong, []);
    });
    asked += values!.split("; ").length;
  }
}

test("more than a thousand values are asked for", () => assert.ok(asked > 1000, `${asked}`));

/** Where GBIF's files are wrong: what Darwin Core archives mean by these. */
const CORRECTED = new Set([
  "Mallorca",
  "Northern Rhodesia",
  "French Guinea",
  "East Pakistan",
  "United Arab Republic",
  "SAD69",
  "SAD-69",
  // Codes of projected and geocentric systems, and of a meridian that no label means.
  "PNG94",
  "TDW67",
  "World Geodetic System 1966",
  "Djakarta (Batavia)",
]);

test("what binomen adds to GBIF's dictionaries contradicts them in known places only", () => {
  const contradictions = new Set<string>();
  const compare = (name: string, lookup: (text: string) => string | undefined) => {
    for (const folder of ["more/", "cldr/"]) {
      if (folder === "cldr/" && name !== "countryName.tsv" && name !== "continents.tsv") continue;
      for (const [text, meaning] of dictionaryPairs(read(folder + name)))
        if ((lookup(text) ?? meaning) !== meaning) contradictions.add(text);
    }
  };
  const inGbif = (values: readonly string[], name: string, keyOf?: (text: string) => string) => {
    const dictionary = new Dictionary(values, { shipped: read(name) }, keyOf);
    const mustNot = new Dictionary(
      [],
      {
        shipped: dictionaryPairs(read(name))
          .filter(([, value]) => value === "")
          .map(([text]) => `${text}\tnothing`)
          .join("\n"),
      },
      keyOf,
    );
    compare(name, (text) => dictionary.lookup(text) ?? mustNot.lookup(text));
  };
  inGbif(BASES_OF_RECORD, "basisOfRecord.tsv");
  inGbif(OCCURRENCE_STATUSES, "occurrence_status.tsv");
  inGbif(CONTINENTS, "continents.tsv");
  inGbif(LICENSES, "license.tsv", letterDigitKey);
  const countries = new Countries({
    countries: read("countries.tsv"),
    names: read("countryName.tsv"),
    confusedPairs: "",
    continents: "",
  });
  compare("countryName.tsv", (text) => countries.lookup(text)?.iso2);
  const datums = new Dictionary([], { shipped: read("datum.tsv") }, letterDigitKey);
  compare("datum.tsv", (text) => {
    const code = datums.lookup(text);
    return code === undefined ? undefined : String(Number(code) > 6000 ? Number(code) - 2000 : code);
  });
  assert.deepEqual(
    [...contradictions].filter((text) => !CORRECTED.has(text)),
    [],
  );
});
