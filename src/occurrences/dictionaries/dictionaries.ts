/**
 * Everything that says what values mean, read from `data/dictionaries` and, before it, from a folder of the user's own.
 *
 * A user's file has the name of the shipped one and holds `text<tab>value` lines: what it says comes first. Then comes what
 * binomen adds to GBIF's files: `more/` from knowledge of the field, `cldr/` from Unicode's names.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Countries } from "./countries.ts";
import { Datums } from "./datums.ts";
import { Dictionary, dictionaryPairs, licenseKey } from "./dictionary.ts";
import { BASES_OF_RECORD, CONTINENTS, LICENSES, OCCURRENCE_STATUSES } from "./enumerations.ts";
import { Places } from "./places.ts";
import { Vocabulary } from "./vocabulary.ts";

const SHIPPED = fileURLToPath(new URL("../../../data/dictionaries/", import.meta.url));

/** All dictionaries. */
export interface Dictionaries {
  readonly basisOfRecord: Dictionary;
  readonly occurrenceStatus: Dictionary;
  readonly continent: Dictionary;
  readonly license: Dictionary;
  readonly licenseUri: Dictionary;
  readonly mediaType: Dictionary;
  /** English month names by any name, small letters: `"ene"` → 1. */
  readonly months: ReadonlyMap<string, number>;
  readonly countries: Countries;
  readonly places: Places;
  readonly datums: Datums;
  readonly sex: Vocabulary;
  readonly lifeStage: Vocabulary;
  readonly typeStatus: Vocabulary;
  readonly establishmentMeans: Vocabulary;
  readonly degreeOfEstablishment: Vocabulary;
  readonly pathway: Vocabulary;
  readonly geoTime: Vocabulary;
}

/** Reads all dictionaries. @param ownFolder folder with files of the user */
export function loadDictionaries(ownFolder?: string): Dictionaries {
  const own = (name: string): string | undefined => {
    const path = ownFolder === undefined ? undefined : join(ownFolder, name);
    return path !== undefined && existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  const shipped = (name: string) => readFileSync(join(SHIPPED, name), "utf8");
  const more = (name: string) =>
    ["more/", "cldr/"]
      .filter((folder) => existsSync(join(SHIPPED, folder, name)))
      .map((folder) => shipped(folder + name))
      .join("\n");
  const files = (name: string) => ({ own: own(name), more: more(name), shipped: shipped(name) });
  const vocabulary = (name: string, prefilter?: (text: string) => string, older?: string) =>
    new Vocabulary(shipped(`vocabulary/${name}.tsv`), prefilter, {
      own: own(`${name}.tsv`),
      more: more(`${name}.tsv`),
      fallback: older && shipped(older),
    });
  const licenseUri = files("license_uri.tsv");
  const licenseUris = new Dictionary(
    dictionaryPairs(licenseUri.shipped).map(([, uri]) => uri),
    licenseUri,
    licenseKey,
  );
  return {
    basisOfRecord: new Dictionary(BASES_OF_RECORD, files("basisOfRecord.tsv")),
    occurrenceStatus: new Dictionary(OCCURRENCE_STATUSES, files("occurrence_status.tsv")),
    continent: new Dictionary(CONTINENTS, files("continents.tsv")),
    license: new Dictionary(LICENSES, files("license.tsv"), licenseKey),
    licenseUri: licenseUris,
    mediaType: new Dictionary(["STILLIMAGE", "MOVINGIMAGE", "SOUND"], files("media_type.tsv")),
    months: monthsOf([own("month.tsv") ?? "", shipped("month.tsv"), more("month.tsv")]),
    countries: new Countries({
      countries: shipped("countries.tsv"),
      names: shipped("countryName.tsv"),
      ownNames: own("countryName.tsv"),
      moreNames: more("countryName.tsv"),
      confusedPairs: shipped("confused-country-pairs.txt"),
      continents: shipped("country-continent-map.txt"),
    }),
    places: new Places(),
    datums: new Datums(files("datum.tsv"), shipped("epsg.tsv")),
    sex: vocabulary("sex", (text) => text.replace(/[1-9]/g, ""), "sex.tsv"),
    lifeStage: vocabulary("lifeStage", (text) => text.replace(/^\s*\d+/, ""), "life_stage.tsv"),
    typeStatus: vocabulary("typeStatus", undefined, "typeStatus.tsv"),
    establishmentMeans: vocabulary("establishmentMeans", undefined, "establishment_means.tsv"),
    degreeOfEstablishment: vocabulary("degreeOfEstablishment"),
    pathway: vocabulary("pathway"),
    geoTime: vocabulary("geoTime"),
  };
}

const MONTHS = "january february march april may june july august september october november december".split(" ");

/** Numbers of months by name. @param files those that come first, first */
function monthsOf(files: readonly string[]): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const text of files)
    for (const [month, names] of dictionaryPairs(text)) {
      const number = MONTHS.indexOf(month.trim().toLowerCase()) + 1;
      if (number > 0)
        for (const name of names.split(",")) {
          const key = name.trim().toLowerCase();
          if (key !== "" && !months.has(key)) months.set(key, number);
        }
    }
  for (const [i, name] of MONTHS.entries()) {
    months.set(name, i + 1);
    if (!months.has(name.slice(0, 3))) months.set(name.slice(0, 3), i + 1);
  }
  return months;
}
