/**
 * Occurrence records made up from a seed: names of the bundled backbone, places, dates, people. However many records there
 * are, a name repeats 15 times on the average and a locality 10 times, few of them much more often.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { openSource } from "../../src/archive/open.ts";
import { BUNDLED, projectFile } from "../quality/images.ts";

const RECORDS_OF_A_NAME = 15;
const RECORDS_OF_A_LOCALITY = 10;
/** Of the names so many are misspelt. */
const MISSPELT_SHARE = 0.05;

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
  ["locality", (_: number, r: Random) => `Place ${r.locality()}, at the river`],
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

type Random = { below(n: number): number; of(values: readonly string[]): string; name(): string; locality(): number };

/** The species of the bundled backbone, and names that are written wrongly. */
async function knownNames(): Promise<{ species: string[]; misspelt: string[] }> {
  const species: string[] = [];
  const source = await openSource(BUNDLED);
  for await (const batch of source.usages())
    for (const { rank, scientificName } of batch) if (rank === "SPECIES") species.push(scientificName);
  await source.close();
  const misspelt = readFileSync(projectFile("data/misspellings.tsv"), "utf8")
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t", 1)[0]!)
    .filter((name) => name !== "");
  return { species, misspelt };
}

/** Writes a table. @param columns 17 to 60; those beyond the known ones hold remarks */
export async function madeUpRecords(path: string, count: number, columns: number): Promise<void> {
  const { species, misspelt } = await knownNames();
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  /** One of so many, the first ones more often. */
  const oftenFirst = (n: number) => Math.floor(next() * next() * n);
  const ofCount = (records: number, most: number) => Math.max(1, Math.min(most, Math.round(count / records)));
  const names = Array.from({ length: ofCount(RECORDS_OF_A_NAME, species.length) }, () =>
    next() < MISSPELT_SHARE ? misspelt[below(misspelt.length)]! : species[below(species.length)]!,
  );
  const random: Random = {
    below,
    of: (values) => values[below(values.length)]!,
    name: () => names[oftenFirst(names.length)]!,
    locality: () => oftenFirst(ofCount(RECORDS_OF_A_LOCALITY, Number.POSITIVE_INFINITY)),
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
