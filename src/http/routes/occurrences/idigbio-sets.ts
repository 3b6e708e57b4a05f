/** iDigBio's recordsets and publishers: the datasets whose records are served, and who published them. */
import { BinomenError } from "../../../errors.ts";
import type { Snapshot } from "../../../occurrences/search/datasets.ts";
import type { Service } from "../../../service.ts";
import { occurrencesOf } from "./common.ts";
import type { IdigbioAsked, RegisterIdigbio } from "./idigbio-request.ts";

interface SetItem {
  readonly uuid: string;
  readonly indexTerms: Readonly<Record<string, unknown>>;
}

/** Registers the routes of datasets and publishers. */
export function recordsetRoutes(routes: RegisterIdigbio, service: Service): void {
  const kinds = [
    { path: "recordsets", parameter: "rsq", items: (snapshot: Snapshot) => recordsets(service, snapshot) },
    { path: "publishers", parameter: "pq", items: (snapshot: Snapshot) => publishers(service, snapshot) },
  ];
  for (const { path, parameter, items } of kinds) {
    const found = async ({ snapshot, parameters }: IdigbioAsked) => {
      const query = parameters.object(parameter);
      const fields = path === "recordsets" ? ["uuid", "name", "publisher", INGESTED] : ["uuid", "name"];
      const unknown = Object.keys(query).filter((name) => !fields.includes(name));
      if (unknown.length > 0) throw new BinomenError("IDIGBIO_TERM_UNKNOWN", { index: path, terms: unknown });
      return (await items(snapshot)).filter((item) =>
        Object.entries(query).every(([name, value]) => fits(item, name, value)),
      );
    };
    routes(`/v2/search/${path}`, `The ${path} of what is served`, async (asked) => {
      const all = await found(asked);
      const offset = asked.parameters.number("offset", 0);
      const limit = Math.min(asked.parameters.number("limit", 100), 5_000);
      return { itemCount: all.length, lastModified: null, items: all.slice(offset, offset + limit) };
    });
    routes(`/v2/summary/count/${path}`, `How many ${path} there are`, async (asked) => ({
      itemCount: (await found(asked)).length,
    }));
    routes(
      `/v2/view/${path}/:uuid`,
      `One of the ${path}`,
      async ({ snapshot, path: { uuid }, url }) => {
        const item = (await items(snapshot)).find((one) => one.uuid === uuid?.toLowerCase());
        if (item === undefined) throw new BinomenError("OCCURRENCE_NOT_FOUND", { uri: url });
        return item;
      },
      ["GET"],
    );
    routes(`/v2/meta/fields/${path}`, `Fields of ${path}`, async () => ({
      uuid: { type: "string", fieldName: "idigbio:uuid" },
      name: { type: "string", fieldName: "idigbio:name" },
      ...(path === "recordsets" && { publisher: { type: "string", fieldName: "idigbio:publisher" } }),
      data: {},
      indexData: {},
    }));
  }
}

/** What idigbio-python-client asks for unasked: sets whose records were taken in, as those of all that are served. */
const INGESTED = "data.ingest";

function fits({ indexTerms }: SetItem, name: string, value: unknown): boolean {
  if (name === INGESTED) return String(value).toLowerCase() === "true";
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { type } = value as { type?: unknown };
    if (type === "exists" || type === "missing") return (indexTerms[name] != null) === (type === "exists");
    throw new BinomenError("IDIGBIO_QUERY_INVALID", { problem: "unable to parse type" });
  }
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => String(one).toLowerCase());
  return wanted.includes(String(indexTerms[name]).toLowerCase());
}

async function recordsets(service: Service, snapshot: Snapshot): Promise<SetItem[]> {
  const sets = await occurrencesOf(service).idigbio.sets(snapshot);
  return [...sets].map(([uuid, { name, license, totalCount, publisher }]) =>
    item(uuid, "recordsets", { uuid, name, rights: license, publisher, recordcount: totalCount }),
  );
}

async function publishers(service: Service, snapshot: Snapshot): Promise<SetItem[]> {
  const sets = await occurrencesOf(service).idigbio.sets(snapshot);
  const keys = [...new Set([...sets.values()].flatMap(({ publisher }) => publisher ?? []))];
  return keys.map((uuid) => item(uuid, "publishers", { uuid, name: uuid }));
}

function item(uuid: string, type: string, terms: Record<string, unknown>): SetItem & Record<string, unknown> {
  const indexTerms = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null));
  return { uuid, type, etag: uuid.replaceAll("-", ""), version: 1, data: {}, recordIds: [], indexTerms };
}
