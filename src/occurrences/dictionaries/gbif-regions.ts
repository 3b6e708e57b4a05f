/**
 * In which of GBIF's regions is a country?
 *
 * The regions of GBIF's network: those of the United Nations' M49, but Mexico, Central America and the Caribbean are of Latin
 * America, Turkey, Cyprus, the Caucasus and Central Asia of Europe. Of territories where that does not decide, Greenland or the
 * islands of the far south, it is not known here.
 */

const MEMBERS = {
  AFRICA:
    "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU " +
    "MW MZ NA NE NG RE RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
  ASIA:
    "AE AF BD BH BN BT CN HK ID IN IO IQ IR JO JP KH KP KR KW LA LB LK MM MN MO MV MY NP OM PH PK PS QA " +
    "SA SG SY TH TL TW VN YE",
  EUROPE:
    "AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE KG " +
    "KZ LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TJ TM TR UA UZ VA XK",
  NORTH_AMERICA: "CA US",
  OCEANIA: "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS",
  LATIN_AMERICA:
    "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ " +
    "MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
  ANTARCTICA: "AQ",
} as const;

/** A region: `"LATIN_AMERICA"`. */
export type GbifRegion = keyof typeof MEMBERS;

/** Regions with the ISO-2 codes of their countries. */
export const GBIF_REGIONS: ReadonlyMap<GbifRegion, readonly string[]> = new Map(
  Object.entries(MEMBERS).map(([region, codes]) => [region as GbifRegion, codes.split(" ")]),
);

const REGION_OF = new Map([...GBIF_REGIONS].flatMap(([region, codes]) => codes.map((code) => [code, region] as const)));

/** The region of a country by its ISO-2 code; `undefined` where it is not known. */
export function gbifRegionOf(iso2: string): GbifRegion | undefined {
  return REGION_OF.get(iso2);
}

/** Columns that follow from another one, by the one with the country. */
export const REGION_COLUMNS: ReadonlyMap<string, string> = new Map([
  ["gbifRegion", "countryCode"],
  ["publishedByGbifRegion", "publishingCountry"],
]);

/** SQL of a region from the country that it follows from: `"gbifRegion"`. */
export function regionSql(column: string): string {
  const cases = [...GBIF_REGIONS].map(([region, codes]) => {
    const list = codes.map((code) => `'${code}'`).join(", ");
    return `WHEN "${REGION_COLUMNS.get(column)}" IN (${list}) THEN '${region}'`;
  });
  return `CASE ${cases.join(" ")} END`;
}
