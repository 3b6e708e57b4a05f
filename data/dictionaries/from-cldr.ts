/**
 * What are countries, continents and months called in the languages of labels? Writes `cldr/*.tsv` from the names of
 * Unicode's CLDR that Node brings along.
 *
 *   node data/dictionaries/from-cldr.ts
 *
 * Only what the other dictionaries do not know is written, and only names that mean one thing in all of these languages:
 * "listopad" is October in Croatian and November in Czech.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Countries } from "../../src/occurrences/dictionaries/countries.ts";
import { Dictionary, dictionaryPairs, isNotAvailable, letterKey } from "../../src/occurrences/dictionaries/dictionary.ts";
import { CONTINENTS } from "../../src/occurrences/dictionaries/enumerations.ts";

/** Those of labels in Latin, Greek and Cyrillic letters and of East Asia: a name must mean one thing in all of them. */
const LANGUAGES = (
  "de fr es pt it nl sv da nb fi is pl cs sk sl hr hu ro et lv lt ru uk bg el tr ca gl eu id vi ja zh zh-Hant ko"
).split(" ");

/** Those whose names come after: what one of the first calls otherwise is not taken from them. */
const MORE_LANGUAGES = (
  "ar ar-EG ar-MA ar-SY fa ur ps he hi mr ne bn as or gu pa ta te kn ml si th lo km my ka hy am ti mn kk ky uz uz-Cyrl tg " +
  "az tk be mk sr sr-Latn bs sq mt cy ga br lb fo af sw so ha ms fil"
).split(" ");

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
mkdirSync(new URL("cldr/", import.meta.url), { recursive: true });

/** Meanings by name; a name with several is left out. */
class Names {
  readonly #meanings = new Map<string, { name: string; meanings: Set<string> }>();
  #first: ReadonlySet<string> = new Set();
  readonly #takesShort: boolean;

  constructor(takesShort = false) {
    this.#takesShort = takesShort;
  }

  add(name: string, meaning: string, key = letterKey(name)): void {
    // "SAD", "BK", "VS" are the United States and the United Kingdom somewhere, and other things elsewhere.
    if (key.length < 4 && !/[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(key) && !this.#takesShort) return;
    if (this.#first.has(key)) return;
    const found = this.#meanings.get(key) ?? { name, meanings: new Set() };
    found.meanings.add(meaning);
    this.#meanings.set(key, found);
  }

  /** What is there, and what of it has several meanings, is not changed by what is added now. */
  closeFirst(): void {
    this.#first = new Set(this.#meanings.keys());
  }

  write(file: string, isKnown: (name: string) => boolean, line = (name: string, meaning: string) => `${name}\t${meaning}`): void {
    const lines = [...this.#meanings.values()]
      .filter(({ name, meanings }) => meanings.size === 1 && !isKnown(name) && !isNotAvailable(name))
      .map(({ name, meanings }) => line(name, [...meanings][0]!))
      .sort();
    writeFileSync(new URL(`cldr/${file}`, import.meta.url), `${lines.join("\n")}\n`);
    console.log(`${file}: ${lines.length} names of CLDR ${process.versions["cldr"]}`);
  }
}

const codes = read("countries.tsv")
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t")[0]!)
  .filter((code) => /^[A-Z]{2}$/.test(code) && code !== "XZ" && code !== "ZZ");
const known = new Countries({
  countries: read("countries.tsv"),
  names: read("countryName.tsv"),
  confusedPairs: "",
  continents: "",
});
const countries = new Names();
const continents = new Names();
const months = new Names(true);
const REGIONS: Readonly<Record<string, string>> = {
  "002": "AFRICA",
  142: "ASIA",
  150: "EUROPE",
  "003": "NORTH_AMERICA",
  "005": "SOUTH_AMERICA",
  "009": "OCEANIA",
  AQ: "ANTARCTICA",
};
const MONTHS = "January February March April May June July August September October November December".split(" ");

for (const language of [...LANGUAGES, ...MORE_LANGUAGES]) {
  if (language === MORE_LANGUAGES[0]) for (const names of [countries, continents, months]) names.closeFirst();
  for (const style of ["long", "short"] as const) {
    const names = new Intl.DisplayNames([language], { type: "region", style, fallback: "none" });
    for (const code of codes) {
      const name = names.of(code);
      if (name) countries.add(name, code);
    }
    for (const [code, continent] of Object.entries(REGIONS)) continents.add(names.of(code) ?? "", continent);
  }
  // Persian and Thai have calendars of their own.
  const gregorian = `${language}-u-ca-gregory`;
  const monthAlone = new Intl.DateTimeFormat(gregorian, { month: "long", timeZone: "UTC" });
  const monthOfDay = new Intl.DateTimeFormat(gregorian, { month: "long", day: "numeric", timeZone: "UTC" });
  for (const [i, month] of MONTHS.entries())
    for (const format of [monthAlone, monthOfDay]) {
      const name = format.formatToParts(Date.UTC(2001, i, 5)).find(({ type }) => type === "month")!.value;
      for (const written of [name, withoutAccents(name)])
        if (/^[\p{L}\p{M}]{2,14}$/u.test(written) && !/^\p{ASCII}{2}$/u.test(written)) months.add(written.toLowerCase(), month, written.toLowerCase());
    }
}

/** Marks of other scripts are vowels. */
function withoutAccents(name: string): string {
  return name.normalize("NFD").replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}/gu, "").normalize("NFC");
}

const knownContinents = new Dictionary(CONTINENTS, { shipped: read("continents.tsv") });
const knownMonths = new Set([
  ...MONTHS.map((month) => month.toLowerCase()),
  ...dictionaryPairs(read("month.tsv")).flatMap(([, names]) => names.split(",").map((name) => name.trim().toLowerCase())),
]);
countries.write("countryName.tsv", (name) => known.lookup(name) !== undefined);
continents.write("continents.tsv", (name) => knownContinents.lookup(name) !== undefined);
// As GBIF's file has it, the month first.
months.write(
  "month.tsv",
  (name) => knownMonths.has(name),
  (name, month) => `${month}\t${name}`,
);
