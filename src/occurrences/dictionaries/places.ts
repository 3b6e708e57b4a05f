/**
 * Which countries are at or near a point?
 *
 * Borders are those of `@rapideditor/country-coder` (OpenStreetMap, with territorial seas of 12 nautical miles). GBIF
 * asks polygons that reach 200 nautical miles out; where no country is near, the nearest coast within that distance
 * stands in for them (see {@link Places.nearestCoast}).
 */
import { iso1A2Code } from "@rapideditor/country-coder";
import { BorderGrid, borderEdges } from "./border-grid.ts";
import { BorderParts } from "./border-parts.ts";
import { Remembered } from "./remembered.ts";

/** Smallest distance in degrees within which a country counts: about 5.5 km, as at GBIF. */
export const MIN_RADIUS_DEGREES = 0.05;

/** Distances in degrees at which a coast is looked for; the last is 200 nautical miles. */
const COAST_RINGS = [0.25, 0.5, 1, 1.5, 2, 2.5, 3.33];
const COAST_BEARINGS = 16;
const NEAR_BEARINGS = 8;

/** Codes that ISO reserves but does not assign, and the country they belong to. */
const ASSIGNED: Readonly<Record<string, string>> = {
  AC: "SH",
  TA: "SH",
  CP: "FR",
  FX: "FR",
  DG: "IO",
  CQ: "GG",
  EA: "ES",
  IC: "ES",
  UK: "GB",
};

/** Where two countries claim the same land, both are at the point: Crimea, and Western Sahara, which ISO has as one. */
const CLAIMED_TWICE = [
  { south: 44.3, north: 46.2, west: 32.4, east: 36.7, codes: ["RU", "UA"] },
  { south: 20.7, north: 27.667, west: -17.3, east: -8.66, codes: ["EH", "MA"] },
] as const;

/** Largest distance for which the cells around a point are looked at: beyond it they are many. */
const LARGEST_CLEARED_DEGREES = 0.5;

/** Places that are remembered; records of one locality share a point. */
const REMEMBERED = 20_000;

/** Answers what is at points, and remembers the answers. */
export class Places {
  readonly #grid: BorderGrid;
  readonly #parts: BorderParts;
  /** Answers of cells without borders. */
  readonly #ofCell = new Map<number, readonly string[]>();
  readonly #at = new Remembered((point: number) => codesAt(latitudeOf(point), longitudeOf(point)), REMEMBERED);
  readonly #near = new Remembered((key: string) => this.#findNear(key), REMEMBERED);
  readonly #coast = new Remembered((key: string) => this.#findCoast(key), REMEMBERED);

  constructor() {
    const edges = borderEdges(CLAIMED_TWICE);
    this.#grid = new BorderGrid(edges);
    this.#parts = new BorderParts(edges, codesAt);
  }

  /** Codes (ISO-2) of the countries at the point; none at sea and outside the legal range. */
  at(latitude: number, longitude: number): readonly string[] {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return [];
    return this.#withoutBorder(latitude, longitude) ?? this.#at.of(pointOf(latitude, longitude));
  }

  /** The answer for a point whose cell, or part of a cell, no border crosses. */
  #withoutBorder(latitude: number, longitude: number): readonly string[] | undefined {
    const cell = this.#grid.cellOf(latitude, longitude);
    if (cell < 0) return this.#parts.at(latitude, longitude);
    let codes = this.#ofCell.get(cell);
    if (codes === undefined) {
      codes = codesAt(latitude, longitude);
      this.#ofCell.set(cell, codes);
    }
    return codes;
  }

  /**
   * Codes within a distance, those at the point first, then those within half of the distance, then the others.
   *
   * @param uncertaintyMeters uncertainty of the coordinates; less than {@link MIN_RADIUS_DEGREES} counts as that
   */
  near(latitude: number, longitude: number, uncertaintyMeters = 0): readonly string[] {
    const most = Math.abs(latitude) > 85 ? 60 : 10;
    const cos = Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
    const radius = Math.min(most, Math.max(MIN_RADIUS_DEGREES, uncertaintyMeters / (111_319.491 * cos)));
    return (
      this.#withoutBorderNear(latitude, longitude, radius) ?? this.#near.of(keyOfArea(latitude, longitude, radius))
    );
  }

  /** The answer where no border is anywhere near. */
  #withoutBorderNear(latitude: number, longitude: number, radius: number): readonly string[] | undefined {
    if (radius > LARGEST_CLEARED_DEGREES) return undefined;
    // Rounding of the key must not reach beyond the box.
    const reach = radius + 0.01;
    const cos = Math.max(0.05, Math.cos(((Math.abs(latitude) + 0.01) * Math.PI) / 180));
    const [south, north] = [latitude - reach, latitude + reach];
    const [west, east] = [longitude - reach / cos, longitude + reach / cos];
    if (south < -90 || north > 90 || west < -180 || east > 180) return undefined;
    return this.#grid.isClear({ south, north, west, east }) ? this.#withoutBorder(latitude, longitude) : undefined;
  }

  /**
   * Codes on the nearest ring around a point at sea that meets land, within 200 nautical miles. An approximation of
   * exclusive economic zones: good enough to confirm a country that was given, not to make one out of several.
   */
  nearestCoast(latitude: number, longitude: number): readonly string[] {
    return this.#coast.of(`${latitude.toFixed(2)} ${longitude.toFixed(2)}`);
  }

  #findNear(key: string): readonly string[] {
    const [latitude, longitude, radius] = key.split(" ").map(Number) as [number, number, number];
    const found = new Set(this.at(latitude, longitude));
    for (const distance of [radius / 2, radius])
      for (const code of this.#ring(latitude, longitude, distance, NEAR_BEARINGS)) found.add(code);
    return [...found];
  }

  #findCoast(key: string): readonly string[] {
    const [latitude, longitude] = key.split(" ").map(Number) as [number, number];
    for (const distance of COAST_RINGS) {
      const found = this.#ring(latitude, longitude, distance, COAST_BEARINGS);
      if (found.size > 0) return [...found];
    }
    return [];
  }

  #ring(latitude: number, longitude: number, distance: number, bearings: number): Set<string> {
    const found = new Set<string>();
    const cos = Math.max(0.05, Math.cos((latitude * Math.PI) / 180));
    for (let i = 0; i < bearings; i++) {
      const angle = (2 * Math.PI * i) / bearings;
      const lat = latitude + distance * Math.cos(angle);
      if (Math.abs(lat) > 90) continue;
      const lng = ((longitude + (distance / cos) * Math.sin(angle) + 540) % 360) - 180;
      for (const code of this.#withoutBorder(lat, lng) ?? codesAt(lat, lng)) found.add(code);
    }
    return found;
  }
}

function keyOfArea(latitude: number, longitude: number, radius: number): string {
  return `${latitude.toFixed(4)} ${longitude.toFixed(4)} ${radius.toFixed(2)}`;
}

/** A point to four decimals as one number: 22 bits of longitude behind 21 of latitude. */
function pointOf(latitude: number, longitude: number): number {
  return Math.round((latitude + 90) * 1e4) * 4_194_304 + Math.round((longitude + 180) * 1e4);
}

function latitudeOf(point: number): number {
  return Math.floor(point / 4_194_304) / 1e4 - 90;
}

function longitudeOf(point: number): number {
  return (point % 4_194_304) / 1e4 - 180;
}

function codesAt(latitude: number, longitude: number): readonly string[] {
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return [];
  const claimed = CLAIMED_TWICE.find(
    ({ south, north, west, east }) => latitude >= south && latitude <= north && longitude >= west && longitude <= east,
  );
  const code = iso1A2Code([longitude, latitude], { level: "territory" });
  if (code === null) return [];
  const assigned = ASSIGNED[code] ?? code;
  return claimed && (claimed.codes as readonly string[]).includes(assigned) ? claimed.codes : [assigned];
}
