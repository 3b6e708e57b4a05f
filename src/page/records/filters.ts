/** Which records are asked for? The filters of the page, as the API's parameters and as the predicate of a download. */

/** Filters by the names of the API's parameters; absent ones do not filter. */
export interface RecordFilters {
  readonly scientificName?: string;
  readonly taxonKey?: string;
  readonly country?: string;
  /** `"1990,2000"`, an open end is `*`. */
  readonly year?: string;
  readonly basisOfRecord?: string;
  readonly q?: string;
  readonly geometry?: string;
  readonly checklistKey?: string;
}

const NAMES = [
  "scientificName",
  "taxonKey",
  "country",
  "year",
  "basisOfRecord",
  "q",
  "geometry",
  "checklistKey",
] as const satisfies (keyof RecordFilters)[];

/** The filters of an address. */
export function filtersIn(query: URLSearchParams): RecordFilters {
  const given = NAMES.map((name) => [name, query.get(name)?.trim() ?? ""]);
  return Object.fromEntries(given.filter(([, value]) => value !== ""));
}

/** The filters as the query of a URL. */
export function queryOf(filters: RecordFilters): string {
  return new URLSearchParams(Object.entries(filters)).toString();
}

/** `["1990", ""]` → `"1990,*"`, `""` when both ends are open. */
export function yearsOf(from: string, to: string): string {
  if (from === "" && to === "") return "";
  return from === to ? from : `${from || "*"},${to || "*"}`;
}

/** `"1990,*"` → `["1990", ""]` */
export function yearEnds(year = ""): [string, string] {
  const [from = "", to = from] = year.split(",").map((end) => (end === "*" ? "" : end));
  return [from, to];
}

const KEYS: Readonly<Record<string, string>> = {
  scientificName: "SCIENTIFIC_NAME",
  taxonKey: "TAXON_KEY",
  country: "COUNTRY",
  year: "YEAR",
  basisOfRecord: "BASIS_OF_RECORD",
};

/** The predicate of a download of the same records; `undefined` asks for all. */
export function predicateOf(filters: RecordFilters): unknown {
  const predicates = Object.entries(filters).flatMap(([name, value]): unknown[] => {
    const key = KEYS[name];
    if (key !== undefined) return [{ type: "equals", key, value }];
    if (name === "geometry") return [{ type: "within", geometry: value }];
    return name === "q" ? [{ type: "fullTextSearch", q: value }] : [];
  });
  return predicates.length === 0 ? undefined : { type: "and", predicates };
}

/** Bounds of a map in degrees; beyond 180 the world begins anew. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The WKT of a rectangle; two of them side by side where one would be wider than half of the earth. */
export function rectangleOf({ west, south, east, north }: Bounds): string {
  const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;
  const ring = (from: number, to: number) => {
    const [w, e, s, n] = [from, to, south, north].map(round);
    return `((${w} ${s},${e} ${s},${e} ${n},${w} ${n},${w} ${s}))`;
  };
  if (east - west <= 180) return `POLYGON${ring(west, east)}`;
  const middle = round((west + east) / 2);
  return `MULTIPOLYGON(${ring(west, middle)},${ring(middle, east)})`;
}
