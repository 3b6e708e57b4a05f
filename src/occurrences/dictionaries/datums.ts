/**
 * How are coordinates of another geodetic datum shifted to WGS 84?
 *
 * Datums are EPSG codes of geographic systems or, as GBIF's dictionary has them, of the datums themselves (6230, whose
 * system is 4230). Shifts are the three- or seven-parameter ones of the EPSG data set, good to some metres.
 */
import proj4 from "proj4";
import { Dictionary, type DictionaryFiles, letterDigitKey } from "./dictionary.ts";
import { ownText } from "./own-text.ts";

/** What a text says about the datum. */
export type DatumText = { kind: "unknown" } | { kind: "wgs84" } | { kind: "shift"; code: number } | { kind: "metres" };

/** Ellipsoid and shift by code of the geographic system. */
const SHIFTS: Readonly<Record<number, string>> = {
  4131: "+a=6377276.345 +rf=300.8017 +towgs84=198,881,317",
  4134: "+ellps=clrk80 +towgs84=-180.624,-225.516,173.919,-0.81,-1.898,8.336,16.7101",
  4135: "+ellps=clrk66 +towgs84=61,-285,-181",
  4149: "+ellps=bessel +towgs84=674.4,15.1,405.3",
  4150: "+ellps=bessel +towgs84=674.374,15.056,405.346",
  4169: "+ellps=clrk66 +towgs84=-115,118,426",
  4188: "+ellps=airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15",
  4201: "+a=6378249.145 +rf=293.465 +towgs84=-166,-15,204",
  4202: "+ellps=aust_SA +towgs84=-117.808,-51.536,137.784,0.303,0.446,0.234,-0.29",
  4203: "+ellps=aust_SA +towgs84=-134,-48,149",
  4204: "+ellps=intl +towgs84=-143,-236,7",
  4207: "+ellps=intl +towgs84=-304.046,-60.576,103.64",
  4209: "+a=6378249.145 +rf=293.4663077 +towgs84=-143,-90,-294",
  4210: "+a=6378249.145 +rf=293.465 +towgs84=-160,-6,-302",
  4211: "+ellps=bessel +towgs84=-377,681,-50",
  4218: "+ellps=intl +towgs84=307,304,-318",
  4221: "+ellps=intl +towgs84=-148,136,90",
  4222: "+a=6378249.145 +rf=293.4663077 +towgs84=-136,-108,-292",
  4225: "+ellps=intl +towgs84=-206,172,-6",
  4230: "+ellps=intl +towgs84=-87,-98,-121",
  4231: "+ellps=intl +towgs84=-83.11,-97.38,-117.22,0.00569291,-0.0446976,0.0442850,0.1218",
  4236: "+ellps=intl +towgs84=-637,-549,-203",
  4239: "+a=6377276.345 +rf=300.8017 +towgs84=217,823,299",
  4240: "+a=6377276.345 +rf=300.8017 +towgs84=210,814,289",
  4245: "+a=6377304.063 +rf=300.8017 +towgs84=-11,851,5",
  4248: "+ellps=intl +towgs84=-288,175,-376",
  4253: "+ellps=clrk66 +towgs84=-133,-77,-51",
  4261: "+a=6378249.2 +b=6356515 +towgs84=31,146,47",
  4265: "+ellps=intl +towgs84=-104.1,-49.1,-9.9,0.971,-2.917,0.714,-11.68",
  4267: "+ellps=clrk66 +towgs84=-8,160,176",
  4272: "+ellps=intl +towgs84=59.47,-5.04,187.44,0.47,-0.1,1.024,-4.5993",
  4274: "+ellps=intl +towgs84=-223.237,110.193,36.649",
  4277: "+ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489",
  4284: "+ellps=krass +towgs84=23.92,-141.27,-80.9,0,0.35,0.82,-0.12",
  4289: "+ellps=bessel +towgs84=565.2369,50.0087,465.658,-0.406857,0.350733,-1.87035,4.0812",
  4293: "+ellps=bess_nam +towgs84=616,97,-251",
  4299: "+ellps=mod_airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15",
  4300: "+ellps=mod_airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15",
  4301: "+ellps=bessel +towgs84=-146.414,507.337,680.507",
  4312: "+ellps=bessel +towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232",
  4313: "+ellps=intl +towgs84=-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747",
  4314: "+ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7",
  4322: "+ellps=WGS72 +towgs84=0,0,4.5,0,0,0.554,0.2263",
  4601: "+ellps=clrk80 +towgs84=-255,-15,71",
  4604: "+ellps=clrk80 +towgs84=174,359,365",
  4611: "+ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246",
  4618: "+ellps=aust_SA +towgs84=-66.87,4.37,-38.52",
  4626: "+ellps=intl +towgs84=94,-948,-1262",
  4668: "+ellps=intl +towgs84=-86,-98,-119",
  4675: "+ellps=clrk66 +towgs84=-100,-248,259",
  4746: "+ellps=bessel +towgs84=599.4,72.4,419.2,-0.062,-0.022,-2.723,6.46",
  4752: "+a=6378306.3696 +rf=293.466307656 +towgs84=98,390,-22",
  4813: "+ellps=bessel +towgs84=-377,681,-50 +pm=jakarta",
  3821: "+ellps=aust_SA +towgs84=-752,-358,-179",
  5451: "+ellps=clrk66 +towgs84=213.11,9.37,-74.95",
  5524: "+ellps=intl +towgs84=-206,172,-6",
};

/** Systems that agree with WGS 84 to less than the uncertainty of any record: ETRS89, NAD83, GDA94, SIRGAS 2000 … */
const SAME_AS_WGS84: ReadonlySet<number> = new Set([
  4326, 4979, 4258, 4937, 4269, 4283, 4939, 4674, 4989, 4612, 4947, 6668, 6667, 4167, 4959, 4627, 4971, 4148, 4760,
  4890, 7844, 5340, 4686, 5546, 5551, 3824, 4617, 4152, 6318, 6783,
]);

/** Datum codes whose system is not code − 2000, and entries of GBIF's dictionary that mean another system. */
const OTHER_SYSTEMS: Readonly<Record<number, number>> = {
  1070: 5451,
  1074: 5524,
  1128: 6668,
  3828: 3821,
  6667: 6667,
  6668: 6668,
};

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

/** Codes that are no datum: vertical systems and compound ones. */
const NO_DATUM: ReadonlySet<number> = new Set([119, 48, 37240, 7405, 5156]);

/** A code at the end: `"EPSG:4267"`, `"NAD27 (ESPG::4267)"`, `"urn:ogc:def:crs:EPSG:9.6:4326"`, `"http://www.opengis.net/def/crs/EPSG/0/4326"`. */
const EPSG = /\be[ps]{2}g[\s:/]*(?:[\d.]+[:/]+)?(\d+)\s*(?:\)\s*)?$/i;

/** Understands and shifts datums. */
export class Datums {
  readonly #dictionary: Dictionary;
  readonly #transforms = new Map<number, proj4.Converter>();
  readonly #remembered = new Map<string, DatumText>();

  constructor(files: DictionaryFiles) {
    this.#dictionary = new Dictionary([], files, letterDigitKey);
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

  /** Coordinates in WGS 84; `undefined` when the shift fails. @param code of a `shift` */
  toWgs84(code: number, latitude: number, longitude: number): { latitude: number; longitude: number } | undefined {
    let transform = this.#transforms.get(code);
    if (transform === undefined) {
      transform = proj4(`+proj=longlat ${SHIFTS[code]!} +no_defs`, "WGS84");
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
      : Number(this.#dictionary.lookup(text) ?? NAMES[letterDigitKey(text)] ?? Number.NaN);
    if (!Number.isInteger(code) || NO_DATUM.has(code)) return { kind: "unknown" };
    const system = OTHER_SYSTEMS[code] ?? (code in SHIFTS || SAME_AS_WGS84.has(code) ? code : code - 2000);
    if (SAME_AS_WGS84.has(system)) return { kind: "wgs84" };
    if (system in SHIFTS) return { kind: "shift", code: system };
    // UTM zones and other projections: their coordinates are metres, never degrees.
    if (epsg && ((code >= 32_601 && code <= 32_760) || (code >= 20_000 && code < 33_000) || code === 3857))
      return { kind: "metres" };
    return { kind: "unknown" };
  }
}
