/**
 * How are coordinates of another geodetic datum shifted to WGS 84?
 *
 * Datums are EPSG codes of geographic systems or, as GBIF's dictionary has them, of the datums themselves (6230, whose
 * system is 4230). Shifts are the three- or seven-parameter ones of the EPSG dataset for the widest area, good to some
 * metres; where a datum differs from country to country (PSAD56, NAD27 outside of the United States), to some tens.
 */
import proj4 from "proj4";
import { Dictionary, type DictionaryFiles, letterDigitKey } from "./dictionary.ts";
import { ownText } from "./own-text.ts";

/** What a text says about the datum. */
export type DatumText = { kind: "unknown" } | { kind: "wgs84" } | { kind: "shift"; code: number } | { kind: "metres" };

/** A geographic system of the EPSG dataset. */
interface GeographicSystem {
  readonly semiMajorAxis: string;
  /** 0 for a sphere. */
  readonly inverseFlattening: string;
  /** Parameters of the shift to WGS 84; or `same`, `none`, `other` (`data/dictionaries/epsg.tsv` says what they mean). */
  readonly shift: string;
}

/** Names that GBIF's dictionary lacks, by key: those of the EPSG data set and of ESRI's files. */
const NAMES: Readonly<Record<string, number>> = {
  ...{ SIRGAS2000: 4674, GDA2020: 7844, NZGD2000: 4167, NAD83CSRS: 4617, POSGAR2007: 5340, MAGNASIRGAS: 4686 },
  ...{ GCSWGS1984: 4326, WGS1984: 4326, WORLDGEODETICSURVEY1984: 4326, GCSETRS1989: 4258, ETRS1989: 4258 },
  ...{ GCSNORTHAMERICAN1983: 4269, DNORTHAMERICAN1983: 4269, GCSNORTHAMERICAN1927: 4267, DNORTHAMERICAN1927: 4267 },
  ...{
    GCSGDA1994: 4283,
    GCSSOUTHAMERICAN1969: 4618,
    DSOUTHAMERICAN1969: 4618,
    GCSEUROPEAN1950: 4230,
    DEUROPEAN1950: 4230,
  },
  ...{ CRS84: 4326, OGCCRS84: 4326, URNOGCDEFCRSOGC13CRS84: 4326 },
};

/** A code at the end: `"EPSG:4267"`, `"NAD27 (ESPG::4267)"`, `"urn:ogc:def:crs:EPSG:9.6:4326"`, `"http://www.opengis.net/def/crs/EPSG/0/4326"`. */
const EPSG = /\be[ps]{2}g[\s:/]*(?:[\d.]+[:/]+)?(\d+)\s*(?:\)\s*)?$/i;

/** Understands and shifts datums. */
export class Datums {
  readonly #dictionary: Dictionary;
  readonly #systems = new Map<number, GeographicSystem>();
  /** Codes of systems by that of their datum. */
  readonly #ofDatum = new Map<number, number>();
  /** Codes of systems by the key of their name. */
  readonly #names = new Map<string, number>();
  /** First and last codes of systems in metres or feet, ascending. */
  readonly #projected: (readonly [first: number, last: number])[] = [];
  readonly #transforms = new Map<number, proj4.Converter>();
  readonly #remembered = new Map<string, DatumText>();

  /** @param epsg text of `data/dictionaries/epsg.tsv` */
  constructor(files: DictionaryFiles, epsg: string) {
    this.#dictionary = new Dictionary([], files, letterDigitKey);
    for (const line of epsg.split("\n")) {
      const [code, name, datum, semiMajorAxis, inverseFlattening, shift] = line.split("\t");
      if (code === "metres")
        for (const range of name!.split(" ")) {
          const [first, last] = range.split("-").map(Number);
          this.#projected.push([first!, last ?? first!]);
        }
      if (shift === undefined) continue;
      this.#systems.set(Number(code), { semiMajorAxis: semiMajorAxis!, inverseFlattening: inverseFlattening!, shift });
      // The system of two dimensions comes before that of three and before the newer ones of the same datum.
      if (!this.#ofDatum.has(Number(datum))) this.#ofDatum.set(Number(datum), Number(code));
      const key = letterDigitKey(name!);
      if (!this.#names.has(key)) this.#names.set(key, Number(code));
    }
  }

  /** What a text means: `"NAD 27"`, `"EPSG:4267"`, `"ESPG::4267"`, `"North American Datum 1927 (EPSG:4267)"`. */
  lookup(text: string): DatumText {
    let found = this.#remembered.get(text);
    if (found === undefined) {
      found = this.#find(text);
      if (this.#remembered.size > 1000) this.#remembered.clear();
      this.#remembered.set(ownText(text), found);
    }
    return found;
  }

  /**
   * Coordinates in WGS 84; `undefined` when there is no shift. @param code of a `shift`
   */
  toWgs84(code: number, latitude: number, longitude: number): { latitude: number; longitude: number } | undefined {
    const { semiMajorAxis, inverseFlattening, shift } = this.#systems.get(code)!;
    if (shift === "none") return undefined;
    let transform = this.#transforms.get(code);
    if (transform === undefined) {
      transform = proj4(
        `+proj=longlat +a=${semiMajorAxis} +rf=${inverseFlattening} +towgs84=${shift} +no_defs`,
        "WGS84",
      );
      this.#transforms.set(code, transform);
    }
    const [lng, lat] = transform.forward([longitude, latitude]);
    if (!Number.isFinite(lng) || !Number.isFinite(lat)) return undefined;
    return { latitude: lat!, longitude: lng! };
  }

  #find(text: string): DatumText {
    const epsg = EPSG.exec(text);
    const code = epsg
      ? Number(epsg[1])
      : Number(this.#dictionary.lookup(text) ?? NAMES[letterDigitKey(text)] ?? this.#names.get(letterDigitKey(text)));
    const number = this.#systems.has(code) ? code : this.#ofDatum.get(code);
    if (number === undefined)
      // Degrees beside a system in metres.
      return this.#projected.some(([first, last]) => first <= code && code <= last)
        ? { kind: "metres" }
        : { kind: "unknown" };
    const { shift } = this.#systems.get(number)!;
    if (shift === "same") return { kind: "wgs84" };
    // From another meridian, or in other units: no shift of some hundred metres, either.
    return shift === "other" ? { kind: "metres" } : { kind: "shift", code: number };
  }
}
