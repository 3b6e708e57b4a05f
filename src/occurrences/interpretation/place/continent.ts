/**
 * On which continent was it? After gbif/pipelines `ContinentParser`.
 *
 * There are no polygons of continents here: those of the countries at the point stand in for them, and what they leave
 * open is not flagged. A continent that is not understood is always flagged.
 */
import type { Interpreter } from "../tools.ts";

/** Sets the continent. Runs after coordinates and country. */
export const interpretContinent: Interpreter = (record, out, { dictionaries, unknown }) => {
  const text = record.plain("continent");
  let given: string | undefined;
  if (text !== undefined && text !== "" && !/^null$/i.test(text)) {
    given = dictionaries.continent.lookup(text);
    if (given === undefined) {
      out.flag("CONTINENT_INVALID");
      unknown("continent", text);
    }
  }
  const { countries, places } = dictionaries;
  const ofCountry = out.countryCode === undefined ? [] : countries.continentsOf(out.countryCode);
  if (given !== undefined && ofCountry.length > 0 && !ofCountry.includes(given)) out.flag("CONTINENT_COUNTRY_MISMATCH");
  const { decimalLatitude, decimalLongitude } = out;
  // 0, 0 is where coordinates are put that nobody knew: it says no more of the continent than none at all.
  if (decimalLatitude === undefined || decimalLongitude === undefined || out.issue.includes("ZERO_COORDINATE")) {
    if (given === undefined && ofCountry.length === 1) {
      out.continent = ofCountry[0];
      out.flag("CONTINENT_DERIVED_FROM_COUNTRY");
    } else out.continent = given;
    return;
  }
  const continents = (codes: readonly string[]): readonly string[] =>
    codes.length === 1
      ? countries.continentsOf(codes[0]!)
      : [...new Set(codes.flatMap((code) => countries.continentsOf(code)))];
  let at = continents(places.at(decimalLatitude, decimalLongitude));
  if (at.length === 0 || (given !== undefined && !at.includes(given)))
    at = continents(places.near(decimalLatitude, decimalLongitude, out.coordinateUncertaintyInMeters));
  if (at.length === 0) {
    // At sea: GBIF has no continent there. Near a coast that the polygons miss, the given one is believed.
    const coast = continents(places.nearestCoast(decimalLatitude, decimalLongitude));
    if (given !== undefined && coast.includes(given)) out.continent = given;
    else if (given !== undefined) out.flag("CONTINENT_COORDINATE_MISMATCH");
    return;
  }
  if (given === undefined) {
    if (at.length === 1) {
      out.continent = at[0];
      out.flag("CONTINENT_DERIVED_FROM_COORDINATES");
    }
    return;
  }
  out.continent = given;
  if (!at.includes(given)) out.flag("CONTINENT_COORDINATE_MISMATCH");
};
