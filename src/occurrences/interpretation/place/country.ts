/**
 * In which country was it, and do the coordinates agree?
 *
 * After gbif/pipelines `LocationParser` and `LocationMatcher`. Where GBIF asks polygons of exclusive economic zones, a
 * point at sea is confirmed by the nearest coast within 200 nautical miles; a given country that is among those met
 * first is not flagged. Of a code and a name that are two countries GBIF takes the code; here the point decides.
 */
import type { Country } from "../../dictionaries/countries.ts";
import type { InterpretedRecord } from "../interpreted.ts";
import type { OccurrenceIssue } from "../issues.ts";
import type { Interpreter, Tools } from "../tools.ts";

/** South of this latitude there is no country but Antarctica. */
const ANTARCTIC = -60;

/** Other ways to read the coordinates, tried in this order when the country is elsewhere. */
const TRANSFORMS: readonly [OccurrenceIssue[], (lat: number, lng: number) => [lat: number, lng: number]][] = [
  [["PRESUMED_NEGATED_LATITUDE"], (lat, lng) => [-lat, lng]],
  [["PRESUMED_NEGATED_LONGITUDE"], (lat, lng) => [lat, -lng]],
  [["PRESUMED_NEGATED_LATITUDE", "PRESUMED_NEGATED_LONGITUDE"], (lat, lng) => [-lat, -lng]],
  [["PRESUMED_SWAPPED_COORDINATE"], (lat, lng) => [lng, lat]],
];

/** Sets the country, and mends coordinates that were exchanged or negated. Runs after the coordinates. */
export const interpretCountry: Interpreter = (record, out, tools) => {
  const byCode = parse("countryCode", record.plain("countryCode"), out, tools);
  const byName = parse("country", record.plain("country"), out, tools);
  let given = byCode ?? byName;
  if (byCode && byName && byCode !== byName) {
    out.flag("COUNTRY_MISMATCH");
    given = thatOfPoint(byCode, byName, out, tools);
  }
  const { decimalLatitude, decimalLongitude } = out;
  if (decimalLatitude === undefined || decimalLongitude === undefined) setCountry(given, out);
  else matchPoint(given, decimalLatitude, decimalLongitude, out, tools);
  const publishing = record.plain("publishingCountry");
  out.publishingCountry =
    (publishing ? tools.dictionaries.countries.lookup(publishing)?.iso2 : undefined) ?? tools.options.publishingCountry;
  if (out.countryCode !== undefined && out.publishingCountry !== undefined)
    out.repatriated = out.countryCode !== out.publishingCountry;
};

/** Of two countries the one that the coordinates agree with; the one of the code unless only the other does. A code for "unknown" says nothing against a name. */
function thatOfPoint(byCode: Country, byName: Country, out: InterpretedRecord, { dictionaries }: Tools): Country {
  if (byCode.iso2 === "ZZ" || byName.iso2 === "ZZ") return byCode.iso2 === "ZZ" ? byName : byCode;
  const { decimalLatitude: lat, decimalLongitude: lng, coordinateUncertaintyInMeters: uncertainty } = out;
  if (lat === undefined || lng === undefined) return byCode;
  const { places } = dictionaries;
  const codes = [...places.at(lat, lng), ...places.near(lat, lng, uncertainty)];
  return codes.includes(byName.iso2) && !codes.includes(byCode.iso2) ? byName : byCode;
}

function parse(
  term: string,
  text: string | undefined,
  out: InterpretedRecord,
  { dictionaries, unknown }: Tools,
): Country | undefined {
  if (text === undefined || text === "" || /^null$/i.test(text)) return undefined;
  const found = dictionaries.countries.lookup(text);
  if (found === undefined) {
    out.flag("COUNTRY_INVALID");
    unknown(term, text);
  }
  return found;
}

function setCountry(country: Country | undefined, out: InterpretedRecord): void {
  out.countryCode = country?.iso2;
  out.country = country?.title;
}

function matchPoint(given: Country | undefined, lat: number, lng: number, out: InterpretedRecord, tools: Tools): void {
  const { countries, places } = tools.dictionaries;
  // A former country or "high seas" cannot be looked for; what is at the point says more.
  const code = given && given.iso2 !== "ZZ" && given.iso2 !== "XZ" ? given.iso2 : undefined;
  if (lat < ANTARCTIC && (code === undefined || code === "AQ")) {
    if (given === undefined) out.flag("COUNTRY_DERIVED_FROM_COORDINATES");
    setCountry(countries.ofCode("AQ"), out);
    return;
  }
  if (code === undefined) {
    deriveCountry(given, lat, lng, out, tools);
    return;
  }
  const at = places.at(lat, lng);
  const equivalent = countries.equivalentTo(code);
  const agrees = (codes: readonly string[]) => codes.includes(code) || codes.some((other) => equivalent.has(other));
  if (agrees(at)) {
    setCountry(at.includes(code) ? given : countries.ofCode(at.find((other) => equivalent.has(other))!), out);
    return;
  }
  const near = places.near(lat, lng, out.coordinateUncertaintyInMeters);
  if (near.includes(code)) {
    setCountry(given, out);
    return;
  }
  const same = near.find((other) => equivalent.has(other));
  if (same !== undefined) {
    setCountry(countries.ofCode(same), out);
    return;
  }
  const confused = near.find((other) => countries.confusedWith(code).has(other));
  if (confused !== undefined) {
    setCountry(countries.ofCode(confused), out);
    out.flag("COUNTRY_DERIVED_FROM_COORDINATES");
    return;
  }
  setCountry(given, out);
  const isZero = lat === 0 && lng === 0;
  if (near.length === 0 && !isZero && agrees(places.nearestCoast(lat, lng))) return;
  if (!isZero)
    for (const [issues, transform] of TRANSFORMS) {
      const [otherLat, otherLng] = transform(lat, lng);
      if (!places.at(otherLat, otherLng).includes(code) && !places.near(otherLat, otherLng).includes(code)) continue;
      if (!tools.options.keepCoordinates) {
        out.decimalLatitude = otherLat + 0;
        out.decimalLongitude = otherLng + 0;
      }
      for (const issue of issues) out.flag(issue);
      return;
    }
  out.flag("COUNTRY_COORDINATE_MISMATCH");
}

function deriveCountry(
  given: Country | undefined,
  lat: number,
  lng: number,
  out: InterpretedRecord,
  { dictionaries: { countries, places } }: Tools,
): void {
  let found: string | undefined = places.at(lat, lng)[0];
  if (given?.iso2 === "XZ" && found === undefined) {
    setCountry(given, out);
    return;
  }
  found ??= places.near(lat, lng, out.coordinateUncertaintyInMeters)[0];
  if (found === undefined && (lat !== 0 || lng !== 0)) {
    // At sea: only where a single country has a coast nearby.
    const coast = places.nearestCoast(lat, lng);
    if (coast.length === 1) found = coast[0];
  }
  const derived = found === undefined ? undefined : countries.ofCode(found);
  setCountry(derived ?? given, out);
  if (derived) out.flag("COUNTRY_DERIVED_FROM_COORDINATES");
}
