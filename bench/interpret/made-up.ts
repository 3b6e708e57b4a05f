/** Occurrence records made up from a seed: names of the bundled backbone that repeat 5-30 times, places, dates, people. */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MISSPELLINGS = fileURLToPath(new URL("../../data/misspellings.tsv", import.meta.url));

const COLUMNS = [
  ["occurrenceID", (i: number) => `urn:made-up:${i}`],
  ["basisOfRecord", (_: number, r: Random) => r.of(["HumanObservation", "PreservedSpecimen", "MACHINE_OBSERVATION"])],
  ["scientificName", (_: number, r: Random) => r.name()],
  ["eventDate", (_: number, r: Random) => `${1900 + r.below(125)}-${two(1 + r.below(12))}-${two(1 + r.below(28))}`],
  ["countryCode", () => "DE"],
  ["decimalLatitude", (_: number, r: Random) => (47 + r.below(700_000) / 100_000).toFixed(5)],
  ["decimalLongitude", (_: number, r: Random) => (7 + r.below(600_000) / 100_000).toFixed(5)],
  ["geodeticDatum", () => "WGS84"],
  ["coordinateUncertaintyInMeters", (_: number, r: Random) => String(10 ** r.below(4))],
  ["institutionCode", (_: number, r: Random) => r.of(["B", "M", "KR"])],
  ["collectionCode", (_: number, r: Random) => r.of(["Herbarium", "Insects"])],
  ["catalogNumber", (i: number) => `B ${i}`],
  ["recordedBy", (_: number, r: Random) => `Person ${r.below(500)}`],
  ["locality", (_: number, r: Random) => `Place ${r.below(20_000)}, at the river`],
  ["stateProvince", (_: number, r: Random) => r.of(["Bayern", "Hessen", "Sachsen"])],
  ["individualCount", (_: number, r: Random) => String(1 + r.below(9))],
  ["license", () => "http://creativecommons.org/licenses/by/4.0/legalcode"],
  ["sex", (_: number, r: Random) => r.of(["", "male", "female"])],
  ["lifeStage", (_: number, r: Random) => r.of(["", "adult", "juvenile", "larva"])],
  ["identifiedBy", (_: number, r: Random) => `Expert ${r.below(100)}`],
  ["dateIdentified", (_: number, r: Random) => String(1950 + r.below(70))],
  ["minimumElevationInMeters", (_: number, r: Random) => String(r.below(2_000))],
  ["maximumElevationInMeters", (_: number, r: Random) => String(r.below(2_000))],
  ["typeStatus", (_: number, r: Random) => r.of(["", "", "", "", "holotype"])],
  ["modified", (_: number, r: Random) => `20${two(10 + r.below(15))}-01-01T10:00:00Z`],
] as const;

type Random = { below(n: number): number; of(values: readonly string[]): string; name(): string };

/** Writes a table. @param columns 17 to 60; those beyond the known ones hold remarks */
export function madeUpRecords(path: string, count: number, columns: number): void {
  const names = readFileSync(MISSPELLINGS, "utf8")
    .split("\n")
    .slice(1)
    .flatMap((line) => line.split("\t").slice(0, 2))
    .filter(Boolean);
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const random: Random = {
    below: (n) => Math.floor(next() * n),
    of: (values) => values[Math.floor(next() * values.length)]!,
    name: () => names[Math.floor(next() * next() * names.length)]!,
  };
  const known = COLUMNS.slice(0, columns);
  const more = Array.from({ length: Math.max(0, columns - known.length) }, (_, i) => MORE[i]!);
  const file = openSync(path, "w");
  writeSync(file, `${[...known.map(([name]) => name), ...more].join("\t")}\n`);
  let text = "";
  for (let i = 0; i < count; i++) {
    text += known.map(([, make]) => make(i, random)).join("\t");
    for (let j = 0; j < more.length; j++) text += j % 3 === 0 ? `\t${more[j]} ${random.below(3_000)}` : "\t";
    text += "\n";
    if (text.length < 1 << 20) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
}

const MORE =
  "eventID recordNumber fieldNumber occurrenceRemarks habitat samplingProtocol behavior preparations disposition associatedTaxa otherCatalogNumbers fieldNotes eventRemarks higherGeography continent waterBody county municipality verbatimLocality verbatimElevation locationRemarks georeferencedBy georeferenceRemarks identificationRemarks vernacularName nomenclaturalCode taxonRemarks references rightsHolder accessRights bibliographicCitation institutionID collectionID datasetName ownerInstitutionCode".split(
    " ",
  );

function two(number: number): string {
  return String(number).padStart(2, "0");
}
