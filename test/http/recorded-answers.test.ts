/**
 * Does a client that works with GBIF's occurrence API get the same answers from binomen? Recorded requests of rgbif and pygbif are
 * asked of a server over the same records; members, types, paging, status and content type are compared, values never.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { loadConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { openService } from "../../src/service.ts";
import { type Recorded, recordedAnswers, recordedDataset, recordedRecords } from "./recorded-answers.ts";
import { ANSWERS, MEMBERS } from "./recorded-differences.ts";

const answers = recordedAnswers();
const skip = answers.length === 0 && "no recorded answers here";
const folder = mkdtempSync(join(tmpdir(), "binomen-recorded-"));

type Json = Record<string, unknown>;
interface Pair {
  readonly recorded: Recorded;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}
const pairs: Pair[] = [];
/** Keys of downloads that were recorded, and those of the same downloads here. */
const keys = new Map<string, string>();
let address: string;
let close = async () => {};

before(async () => {
  if (skip) return;
  const { dataset, checklists } = await recordedDataset(answers, folder);
  const service = await openService(
    loadConfig(
      { backbones: checklists, dataDir: folder, stateDir: join(folder, "state"), workers: 1, logLevel: "silent" },
      {},
    ),
  );
  const taxaNamed = (name: string, checklist?: string) => service.names.taxaNamed(name, checklist);
  const occurrences = await openOccurrences([`recorded=${dataset}`], taxaNamed, service.jobs);
  const { token } = await service.keys.create("birder", ["facets:read"], null, null);
  const app = await buildApp({ ...service, occurrences });
  await app.listen({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  close = async () => {
    await app.close();
    await occurrences.close();
    await service.close();
  };
  const login = `Basic ${btoa(`birder:${token}`)}`;
  const ended = async (key: string) => {
    for await (const _ of service.jobs.updates(key, new AbortController().signal));
  };
  await replay(login, ended);
});
after(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

/** Asks everything in an order in which downloads are there before they are asked for, and deleted last. */
async function replay(login: string, ended: (key: string) => Promise<void>): Promise<void> {
  const ask = async (recorded: Recorded) => {
    const { pathname, search } = new URL(recorded.url);
    const some = [...keys.values()].at(-1) ?? "";
    const path = (pathname + search)
      .replaceAll("%3Cuser%3E", "birder")
      .replace(/\d{7}-\d{15}/, (key) => keys.get(key) ?? some)
      .replace(/10\.15468\/dl\.\w+/, some)
      // What there are records of here.
      .replace("taxonKey=212&year=2010&", "taxonKey=212&")
      .replace("catalogNumber?q=122", "catalogNumber?q=1")
      .replace(/(download\/dataset\/)[0-9a-f-]{36}/, `$1${"50c9509d-22c7-4a22-a47d-8c48425ef4a7"}`);
    const isOwn = recorded.method !== "GET" || pathname.includes("/user/");
    const headers: Record<string, string> = {
      "user-agent": "pygbif/0.6.5",
      ...(isOwn && { authorization: recorded.status === 401 ? `Basic ${btoa("foobar:no")}` : login }),
      ...(recorded.method === "POST" && { "content-type": "application/json" }),
    };
    const body = JSON.stringify(recorded.requestBody ?? null)
      .replaceAll("<user>@", "birder@")
      .replaceAll("<user>", "birder");
    const reply = await fetch(address + path, {
      ...{ method: recorded.method, headers },
      ...(recorded.method === "POST" && { body }),
    });
    const text = await reply.text();
    const contentType = reply.headers.get("content-type");
    // As the answers were recorded: no bytes.
    pairs.push({
      recorded,
      status: reply.status,
      contentType,
      body: contentType === "image/png" ? null : jsonOr(text),
    });
    if (recorded.method === "POST" && reply.status === 201) {
      keys.set(String(recorded.body), text);
      await ended(text);
    }
  };
  for (const one of answers.filter(({ method }) => method === "POST")) await ask(one);
  const others = answers.filter(({ method }) => method === "GET").filter(isNew());
  // Eight clients at a time.
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let one = others.shift(); one !== undefined; one = others.shift()) await ask(one);
    }),
  );
  for (const one of answers.filter(({ method }) => method === "DELETE")) await ask(one);
}

/** Requests with the same parameters are asked once. */
function isNew(): (recorded: Recorded) => boolean {
  const asked = new Set<string>();
  return (recorded) => {
    const { pathname, searchParams } = new URL(recorded.url);
    const kind = JSON.stringify([pathname, recorded.status, [...searchParams.keys()], searchParams.get("limit")]);
    if (asked.has(kind)) return false;
    asked.add(kind);
    return true;
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The request without what is only of one: `"GET /v1/occurrence/download/{download}"`. */
function routeOf({ method, url }: Recorded): string {
  const path = new URL(url).pathname
    .replace(/\d{7}-\d{15}|10\.15468\/dl\.\w+/, "{download}")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{uuid}")
    .replace("%3Cuser%3E", "{user}")
    .replace(/\/\d+(?=\/|$)/g, "/{n}");
  return `${method} ${path}`;
}

/** Members that are data: their names are keys, years, countries. */
const IS_KEY = /^[0-9a-f]{8}-[0-9a-f-]{27}$|^\d+$|^[A-Z_]{4,}$/;

/** Adds the type of each member of an answer, by path. */
function addShape(value: unknown, path: string, to: Map<string, Set<string>>): void {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const types = to.get(path) ?? new Set();
  to.set(path, types.add(type));
  // Compared whole in a test of its own.
  if (path.endsWith("request.predicate") || path.endsWith("extensions")) return;
  if (Array.isArray(value)) for (const one of value) addShape(one, `${path}[]`, to);
  else if (type === "object")
    for (const [name, member] of Object.entries(value as Json))
      addShape(member, `${path}${path === "" ? "" : "."}${IS_KEY.test(name) ? "*" : name}`, to);
}

const shapeOf = (values: readonly unknown[]) => {
  const shape = new Map<string, Set<string>>();
  for (const value of values) addShape(value, "", shape);
  return shape;
};

const used = new Set<object>();
const explained = (kind: "lacks" | "adds", member: string) => {
  const found = MEMBERS.filter((one) => one.kind === kind && one.where.test(member));
  for (const one of found) used.add(one);
  return found.length > 0;
};

test("recorded requests get the status and content type that GBIF gave", { skip }, () => {
  const differing = pairs
    .filter(({ recorded, status, contentType }) => {
      const [type] = [recorded.responseHeaders["content-type"] ?? null].flat();
      const named = ANSWERS.find((one) =>
        one.where.test(
          `${recorded.status} ${recorded.method} ${recorded.url} ${JSON.stringify(recorded.requestBody ?? null)}`,
        ),
      );
      if (named !== undefined) used.add(named);
      if (named !== undefined) return status !== named.status;
      return status !== recorded.status || (type !== null && contentType !== type);
    })
    .map(({ recorded, status, contentType, body }) => [
      recorded.status,
      status,
      contentType,
      recorded.url,
      recorded.requestBody,
      body,
    ]);
  assert.deepEqual(differing, []);
});

test("errors are said in GBIF's words", { skip }, () => {
  const errors = pairs.filter(({ recorded }) => [400, 401, 404].includes(recorded.status));
  assert.ok(errors.length >= 8);
  for (const { recorded, body } of errors) assert.equal(body, String(recorded.body).trimEnd());
});

for (const route of new Set(answers.map(routeOf)))
  test(`${route} has the members and types of GBIF's answers`, { skip }, () => {
    const same = pairs.filter(({ recorded, status }) => routeOf(recorded) === route && recorded.status === status);
    const theirs = shapeOf(same.map(({ recorded }) => recorded.body));
    const ours = shapeOf(same.map(({ body }) => body));
    const ever = shapeOf(answers.filter((one) => routeOf(one) === route && one.status < 300).map(({ body }) => body));
    // Of a list of which there is nothing here nothing can be said.
    const isKnown = (member: string) =>
      [...ours].some(
        ([path, types]) =>
          path === member ||
          (types.has("array") && ours.get(`${path}[]`) === undefined && member.startsWith(`${path}[]`)),
      );
    const lacking = [...theirs.keys()].filter(
      (member) => !isKnown(member) && !explained("lacks", `${route} ${member}`),
    );
    const added = [...ours.keys()].filter(
      (member) => !ever.has(member) && !theirs.has(member) && !explained("adds", `${route} ${member}`),
    );
    const otherTypes = [...ours].flatMap(([member, types]) => {
      const known = theirs.get(member) ?? ever.get(member);
      return known === undefined
        ? []
        : [...types].filter((type) => !known.has(type)).map((type) => `${member}: ${type}`);
    });
    assert.deepEqual({ lacking, added, otherTypes }, { lacking: [], added: [], otherTypes: [] });
  });

/** Row types of extensions, and their terms. */
function extensionTerms(record: Json): string[] {
  const extensions = Object.entries(record["extensions"] as Record<string, Json[]>);
  const terms = extensions.flatMap(([rowType, rows]) =>
    rows.flatMap((row) => Object.keys(row).map((term) => `${rowType} ${term}`)),
  );
  return [...new Set(terms)].sort();
}

test("each recorded record is shown with the members, types and extensions that GBIF showed", { skip }, async () => {
  const { results } = (await (await fetch(`${address}/v1/occurrence/search?limit=300`)).json()) as { results: Json[] };
  const byKey = new Map(results.map((record) => [record["key"], record]));
  const wrong = new Map<string, number[]>();
  const typeOf = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);
  for (const theirs of recordedRecords(answers)) {
    const key = theirs["key"] as number;
    const ours = byKey.get(key)!;
    const note = (problem: string) => wrong.set(problem, [...(wrong.get(problem) ?? []), key]);
    for (const member of Object.keys(theirs))
      if (!(member in ours)) {
        if (!explained("lacks", `record ${member}`)) note(`lacks ${member}`);
      } else if (typeOf(ours[member]) !== typeOf(theirs[member])) note(`other type: ${member}`);
    for (const member of Object.keys(ours))
      if (!(member in theirs) && !explained("adds", `record ${member}`)) note(`adds ${member}`);
    assert.deepEqual(extensionTerms(ours), extensionTerms(theirs), String(key));
  }
  assert.deepEqual(Object.fromEntries(wrong), {});
});

test("a download keeps its predicate as GBIF keeps it", { skip }, () => {
  let compared = 0;
  for (const { recorded, body } of pairs) {
    const key = /download\/(\d{7}-\d{15})$/.exec(recorded.url)?.[1];
    if (key === undefined || !keys.has(key) || recorded.method !== "GET") continue;
    const predicate = (one: unknown) => ((one as Json)["request"] as Json)["predicate"];
    assert.deepEqual(predicate(body), predicate(recorded.body));
    compared++;
  }
  assert.ok(compared >= 5, String(compared));
});

test("every named difference is one", { skip }, () => {
  const stale = [...MEMBERS, ...ANSWERS].filter((one) => !used.has(one)).map(({ where, why }) => `${where} ${why}`);
  assert.deepEqual(stale, []);
});
