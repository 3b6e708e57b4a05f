/** Which country is meant by a name or code, which countries are taken for each other, and where do they lie? */

import { dictionaryPairs, isNotAvailable, letterKey } from "./dictionary.ts";
import { type GbifRegion, gbifRegionOf } from "./gbif-regions.ts";
import { Remembered } from "./remembered.ts";

/** A country or territory of ISO 3166, or one of GBIF's two pseudo-countries (XZ international waters, ZZ unknown). */
export interface Country {
  readonly iso2: string;
  readonly iso3: string;
  /** Name in GBIF's enumeration: `"UNITED_STATES"`. */
  readonly enumName: string;
  readonly title: string;
  /** ISO's number; none for what is not of ISO 3166. */
  readonly isoNumerical?: number;
  readonly gbifRegion?: GbifRegion;
}

/** Texts of the files that {@link Countries} is made of. */
export interface CountryFiles {
  countries: string;
  names: string;
  ownNames?: string | undefined;
  /** Names that GBIF's file lacks or has wrong. */
  moreNames?: string | undefined;
  confusedPairs: string;
  continents: string;
}

/** All countries. */
export class Countries {
  readonly #byCode = new Map<string, Country>();
  readonly #byKey = new Map<string, Country | undefined>();
  readonly #equivalent = new Map<string, Set<string>>();
  readonly #confused = new Map<string, Set<string>>();
  readonly #continents = new Map<string, string[]>();
  readonly #remembered = new Remembered((text: string) => this.#find(text));

  constructor({ countries, names, ownNames, moreNames = "", confusedPairs, continents }: CountryFiles) {
    const all = countries
      .split(/\r?\n/)
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => {
        const [iso2, iso3, enumName, title, number] = line.split("\t");
        const gbifRegion = gbifRegionOf(iso2!);
        return {
          ...{ iso2: iso2!, iso3: iso3!, enumName: enumName!, title: title! },
          ...(number && { isoNumerical: Number(number) }),
          ...(gbifRegion && { gbifRegion }),
        };
      });
    for (const country of all) this.#byCode.set(country.iso2, country);
    const byName = new Map(all.flatMap((country) => [country.iso2, country.enumName].map((name) => [name, country])));
    const addNames = (tsv: string) => {
      for (const [text, value] of dictionaryPairs(tsv)) {
        const country = byName.get(value.toUpperCase());
        if (country) this.#add(text, country);
      }
    };
    if (ownNames !== undefined) addNames(ownNames);
    for (const country of all) this.#add(country.enumName, country);
    for (const country of all) for (const name of [country.title, country.iso2, country.iso3]) this.#add(name, country);
    addNames(moreNames);
    addNames(names);
    for (const line of confusedPairs.split(/\r?\n/)) {
      const [a, b, flag] = line.split(",").map((cell) => cell.trim());
      if (!a || !b || line.startsWith("#")) continue;
      const pairs = flag === "true" ? this.#confused : this.#equivalent;
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        pairs.set(from, (pairs.get(from) ?? new Set()).add(to));
    }
    const byIso3 = new Map(all.map((country) => [country.iso3, country.iso2]));
    for (const line of continents.split(/\r?\n/)) {
      const [iso3, continent] = line.split(",").map((cell) => cell.trim());
      const iso2 = byIso3.get(iso3 ?? "");
      if (iso2 !== undefined && continent)
        this.#continents.set(iso2, [...(this.#continents.get(iso2) ?? []), continent]);
    }
  }

  /** The country that a text names: a name in many languages, a former name, ISO-2 or ISO-3. */
  lookup(text: string): Country | undefined {
    return this.#remembered.of(text);
  }

  /** All countries, by their ISO-2 codes. */
  all(): Country[] {
    return [...this.#byCode.values()];
  }

  /** A country by its ISO-2 code. */
  ofCode(iso2: string): Country | undefined {
    return this.#byCode.get(iso2);
  }

  /** Countries that GBIF takes as the same as this one: France and its overseas departments. */
  equivalentTo(iso2: string): ReadonlySet<string> {
    return this.#equivalent.get(iso2) ?? NONE;
  }

  /** Countries that publishers take for this one: Norway and Svalbard. */
  confusedWith(iso2: string): ReadonlySet<string> {
    return this.#confused.get(iso2) ?? NONE;
  }

  /** The continents that a country lies in; none for international waters. */
  continentsOf(iso2: string): readonly string[] {
    return this.#continents.get(iso2) ?? [];
  }

  #find(text: string): Country | undefined {
    if (isNotAvailable(text)) return undefined;
    const whole = this.#byKey.get(countryKey(text));
    if (whole !== undefined) return whole;
    // "Spain (Canary Islands)", "USA: California": all parts are known, and are of one country.
    const parts = text.split(/[()[\]:;,/|]+/).filter((part) => part.trim() !== "");
    if (parts.length < 2 || parts.length > MOST_PARTS) return undefined;
    const [first, ...others] = parts.map((part) => this.#byKey.get(countryKey(part)));
    return others.every((other) => other === first) ? first : undefined;
  }

  #add(text: string, country: Country): void {
    const key = countryKey(text);
    if (key !== "" && !this.#byKey.has(key)) this.#byKey.set(key, country);
  }
}

const NONE: ReadonlySet<string> = new Set();
/** Country, state and county are three. */
const MOST_PARTS = 4;

function countryKey(text: string): string {
  const plain = text
    .replace(/ISO[\s_-]*3166[\s_-]*[123]?/i, "")
    .replace(/[_-]/g, " ")
    .replace(/[^\p{L}\p{M}\s]/gu, "")
    .replace(/\boff\s/i, "");
  return letterKey(plain);
}
