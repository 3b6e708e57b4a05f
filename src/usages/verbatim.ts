/**
 * What does the checklist itself say of a usage, in the terms of Darwin Core?
 *
 * As GBIF's `GET /v1/species/{key}/verbatim`. An image keeps what its source says of names, not its rows letter by letter:
 * ranks and statuses are in the words of binomen.
 */
import { keyOf } from "../answer/v1.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { VernacularName } from "../taxonomy/name-usage.ts";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const VERNACULAR = "http://rs.gbif.org/terms/1.0/VernacularName";

/** The row of a usage, and its common names as an extension. */
export function verbatimView(
  image: ImageReader,
  usage: UsageOrdinal,
  names: readonly VernacularName[],
): Record<string, unknown> {
  const accepted = image.accepted(usage);
  const parent = accepted < 0 ? image.parent(usage) : -1;
  const authorship = image.authorship(usage);
  const cells: [string, string | undefined][] = [
    ["taxonID", image.id(usage)],
    ["parentNameUsageID", parent < 0 ? undefined : image.id(parent)],
    ["acceptedNameUsageID", accepted < 0 ? undefined : image.id(accepted)],
    ["scientificName", image.scientificName(usage)],
    ["scientificNameAuthorship", authorship],
    ["taxonRank", image.rank(usage)],
    ["taxonomicStatus", image.status(usage)],
    ["nomenclaturalCode", image.code(usage)],
  ];
  const row = cells.filter(([, value]) => value !== undefined).map(([term, value]) => [`${DWC}${term}`, value]);
  const extensions =
    names.length === 0
      ? {}
      : {
          [VERNACULAR]: names.map(({ vernacularName, language }) => ({
            [`${DWC}vernacularName`]: vernacularName,
            ...(language !== undefined && { "http://purl.org/dc/terms/language": language }),
          })),
        };
  return { key: keyOf(image.id(usage)), ...Object.fromEntries(row), extensions };
}
