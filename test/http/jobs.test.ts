import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import yauzl from "yauzl";
import type { App } from "../../src/http/app-type.ts";
import type { Service } from "../../src/service.ts";
import { smallApp } from "./small-service.ts";

const RECORDS = `occurrenceID,scientificName,basisOfRecord,eventDate,countryCode,decimalLatitude,decimalLongitude
o:1,Puma concolor,HumanObservation,2001-02-03,US,40,-100
o:2,Helianthus annuus L.,PreservedSpecimen,1999,DK,55.5,10.25
o:3,Felis nobody,HumanObservation,,,,
`;

let app: App;
let service: Service;
let folder: string;
let address: string;
const tokens: Record<string, string> = {};
const closing: (() => unknown)[] = [];

before(async () => {
  const limits = { uploadLimit: 2_000, unpackedLimit: 100_000 };
  ({ app, service, folder } = await smallApp({ after: (close) => void closing.unshift(close) }, limits));
  for (const [label, scopes] of [
    ["ann", ["jobs:write"]],
    ["bob", ["jobs:write"]],
    ["reader", ["facets:read"]],
    ["boss", ["admin"]],
  ] as const)
    tokens[label] = (await service.keys.create(label, scopes)).token;
  await app.listen({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
after(async () => {
  for (const close of closing) await close();
});

const bearer = (label: string) => ({ authorization: `Bearer ${tokens[label]}` });
const basic = (label: string) => ({ authorization: `Basic ${btoa(`${label}:${tokens[label]}`)}` });
type Shown = Record<string, unknown> & { key: string; status: string };

const upload = (query = "", body: string | Uint8Array = RECORDS, headers: Record<string, string> = bearer("ann")) =>
  fetch(`${address}/v1/jobs/interpret?${query}`, { method: "POST", headers, body: body as never });
const get = (path: string, headers: Record<string, string> = bearer("ann")) => fetch(`${address}${path}`, { headers });

/** The events of a job, to their end. */
async function eventsOf(key: string, headers = bearer("ann")): Promise<{ event: string; data: Shown }[]> {
  const text = await (await get(`/v1/jobs/${key}/events`, headers)).text();
  return [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, event, data]) => ({
    event: event!,
    data: JSON.parse(data!) as Shown,
  }));
}

async function finished(reply: Response): Promise<Shown> {
  assert.equal(reply.status, 202, await reply.clone().text());
  const { key } = (await reply.json()) as Shown;
  return (await eventsOf(key)).at(-1)!.data;
}

let any: Promise<Shown> | undefined;
/** A job that is finished, the same for all who only look at it. */
function anyJob(): Promise<Shown> {
  any ??= upload("result=ndjson").then(finished);
  return any;
}

async function membersOf(reply: Response): Promise<Record<string, string>> {
  const members: Record<string, string> = {};
  const zip = await yauzl.fromBufferPromise(Buffer.from(await reply.arrayBuffer()));
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members[entry.fileName] = Buffer.concat(chunks).toString("latin1");
  }
  return members;
}

test("what is visibly neither a table nor an archive is refused at once, and nothing of it is kept", async () => {
  const kept = () => readdirSync(join(folder, "state", "jobs")).length;
  await anyJob();
  const before = kept();
  const noise = Uint8Array.from({ length: 1_500 }, (_, i) => ((i * i * 7 + i * 131) % 251) & 0x9f);
  for (const [what, bytes] of [
    ["noise", noise],
    ["zeros", new Uint8Array(1_000)],
    ["packed noise", gzipSync(noise)],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n and so on", "latin1")],
    ["a program", Buffer.from("\x7fELF\x02\x01\x01", "latin1")],
    ["a web page", Buffer.from("<!DOCTYPE html><html><body>Log in</body></html>")],
    ["a PDF", Buffer.from("%PDF-1.7\n1 0 obj")],
    ["a database", Buffer.from("SQLite format 3\0")],
  ] as const) {
    const reply = await upload("fileName=mine.bin", bytes);
    const { code, message } = (await reply.json()) as { code: string; message: string };
    assert.deepEqual([reply.status, code], [415, "FILE_NOT_A_TABLE"], what);
    assert.match(message, /^mine\.bin is /);
  }
  assert.equal(kept(), before);
});

test("an upload without rows fails and says why, unless it is forced", async () => {
  const header = RECORDS.slice(0, RECORDS.indexOf("\n") + 1);
  const stopped = await finished(await upload("result=ndjson", header));
  assert.equal(stopped.status, "FAILED");
  assert.match(JSON.stringify(stopped["problem"]), /ATTEMPT_STOPPED.*no rows.*force=true/);
  const forced = await finished(await upload("result=ndjson&force=true", header));
  assert.equal(forced.status, "SUCCEEDED", JSON.stringify(forced["problem"]));
  assert.equal((forced["facts"] as Record<string, unknown>)["records"], 0);
});

test("records that are uploaded come back interpreted, and their progress can be followed", async () => {
  const reply = await upload("result=ndjson&fileName=field.csv&clock=2026-01-01");
  assert.equal(reply.headers.get("content-type"), "application/json");
  const { key, ...asked } = (await reply.json()) as Shown;
  assert.equal(reply.headers.get("location"), `/v1/jobs/${key}`);
  assert.deepEqual([asked["kind"], asked["owner"]], ["interpret", "ann"]);
  const events = await eventsOf(key);
  assert.equal(events.at(-1)!.event, "end");
  assert.ok(events.slice(0, -1).every(({ event }) => event === "progress"));
  const job = events.at(-1)!.data;
  assert.equal(job.status, "SUCCEEDED", JSON.stringify(job["problem"]));
  assert.deepEqual((job["facts"] as Record<string, unknown>)["records"], 3);
  const result = await get(new URL(job["result"] as string).pathname);
  assert.equal(result.headers.get("content-type"), "application/x-ndjson");
  const lines = (await result.text()).trimEnd().split("\n");
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    records.map((record) => [record["scientificName"], record["countryCode"], record["eventDate"]]),
    [
      ["Puma concolor (Linnaeus, 1771)", "US", "2001-02-03"],
      ["Helianthus annuus L.", "DK", "1999"],
      ["incertae sedis", undefined, undefined],
    ],
  );
  assert.deepEqual(readdirSync(join(folder, "state", "jobs", key)), [`${key}.ndjson`], "only the result is kept");
});

for (const [result, members] of [
  ["simple-csv", []],
  ["dataset", ["interpreted/part-000000.parquet", "dataset.json", "report.html"]],
] as const)
  test(`an upload becomes a ${result}, whatever it was packed in`, async () => {
    const job = await finished(await upload(`result=${result}&fileName=x.csv.gz`, gzipSync(RECORDS), basic("ann")));
    assert.equal(job.status, "SUCCEEDED", JSON.stringify(job["problem"]));
    const found = await membersOf(await get(new URL(job["result"] as string).pathname));
    const names = members.length > 0 ? members : [`${job.key}.csv`];
    for (const name of names) assert.ok(found[name], `${name} is among ${Object.keys(found)}`);
    for (const text of Object.values(found)) assert.ok(!text.includes(folder), "no path of the server");
  });

test("an upload is its owner's: others do not see that it is there, an admin does", async () => {
  const { key } = await anyJob();
  for (const path of [`/v1/jobs/${key}`, `/v1/jobs/${key}/result`, `/v1/jobs/${key}/events`]) {
    assert.equal((await get(path, {})).status, 401, path);
    assert.equal((await get(path, bearer("bob"))).status, 404, path);
    assert.equal((await get(path, bearer("boss"))).status, 200, path);
    assert.equal((await get(path, basic("ann"))).status, 200, path);
  }
  const others = await fetch(`${address}/v1/jobs/${key}`, { method: "DELETE", headers: bearer("bob") });
  assert.equal(others.status, 404);
  const list = (await (await get("/v1/jobs?limit=1")).json()) as { count: number; results: Shown[] };
  assert.ok(list.count > 0 && list.results.length === 1 && list.results[0]!["owner"] === "ann");
  const none = (await (await get("/v1/jobs", bearer("bob"))).json()) as { count: number };
  assert.equal(none.count, 0);
});

test("a stream of events that a browser asks for again after its end is answered that nothing more comes", async () => {
  const { key } = await anyJob();
  const text = await (await get(`/v1/jobs/${key}/events`)).text();
  const id = /id: (.*)/.exec(text)![1]!;
  assert.equal((await get(`/v1/jobs/${key}/events`, { ...bearer("ann"), "last-event-id": id })).status, 204);
});

test("a result is served in ranges, with its checksum, and not again to who has it", async () => {
  const { key, file } = (await anyJob()) as Shown & { file: { size: number } };
  const at = `/v1/jobs/${key}/result`;
  const whole = await get(at);
  const bytes = Buffer.from(await whole.arrayBuffer());
  assert.equal(bytes.length, file.size);
  assert.match(whole.headers.get("repr-digest")!, /^sha-256=:.{44}:$/);
  const etag = whole.headers.get("etag")!;
  for (const [range, status, from, to] of [
    ["bytes=3-9", 206, 3, 10],
    ["bytes=-5", 206, bytes.length - 5, bytes.length],
    ["bytes=7-", 206, 7, bytes.length],
    [`bytes=0-${"9".repeat(30)}`, 206, 0, bytes.length],
    ["bytes=5-2", 416, 0, 0],
    [`bytes=${bytes.length}-`, 416, 0, 0],
    ["bytes=-0", 416, 0, 0],
    ["bytes=0-1,4-5", 200, 0, bytes.length],
    ["lines=1-2", 200, 0, bytes.length],
  ] as const) {
    const part = await get(at, { ...bearer("ann"), range });
    assert.equal(part.status, status, range);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(from, to), range);
  }
  const stale = await get(at, { ...bearer("ann"), range: "bytes=0-3", "if-range": '"other"' });
  assert.equal(stale.status, 200);
  await stale.arrayBuffer();
  assert.equal((await get(at, { ...bearer("ann"), "if-none-match": etag })).status, 304);
  const head = await fetch(`${address}${at}`, { method: "HEAD", headers: bearer("ann") });
  assert.equal(head.headers.get("content-length"), String(bytes.length));
});

for (const [what, status, code, send] of [
  ["without a key", 401, "UNAUTHORIZED", () => upload("", RECORDS, {})],
  ["with a key of another scope", 403, "FORBIDDEN", () => upload("", RECORDS, bearer("reader"))],
  [
    "with the label of another",
    401,
    "UNAUTHORIZED",
    () => upload("", RECORDS, { authorization: `Basic ${btoa(`bob:${tokens["ann"]}`)}` }),
  ],
  ["of nothing", 400, "REQUEST_INVALID", () => upload("", "")],
  [
    "as a form",
    415,
    "MEDIA_TYPE_UNSUPPORTED",
    () => upload("", "--x--", { ...bearer("ann"), "content-type": "multipart/form-data; boundary=x" }),
  ],
  ["to something unknown", 400, "REQUEST_INVALID", () => upload("result=pdf")],
  ["with a date that is none", 400, "REQUEST_INVALID", () => upload("clock=yesterday")],
  ["that is too large", 413, "REQUEST_TOO_LARGE", () => upload("", RECORDS.repeat(20))],
  [
    "that says nothing of its size and is too large",
    413,
    "REQUEST_TOO_LARGE",
    () =>
      fetch(`${address}/v1/jobs/interpret`, {
        method: "POST",
        headers: bearer("ann"),
        body: new Blob([RECORDS.repeat(20)]).stream(),
        duplex: "half",
      } as RequestInit),
  ],
  ["with a webhook to where none go", 403, "WEBHOOK_REFUSED", () => upload("webhook=http://127.0.0.1/")],
] as const)
  test(`an upload ${what} is refused with ${status}, and nothing of it stays`, async () => {
    const before = readdirSync(join(folder, "state", "jobs")).length;
    const reply = await send();
    assert.equal(reply.status, status);
    assert.equal(((await reply.json()) as { code: string }).code, code);
    assert.equal(readdirSync(join(folder, "state", "jobs")).length, before);
  });

for (const [what, bytes, code] of [
  [
    "that is a text and no table",
    Buffer.from("Dear all,\nplease find my records attached.\n"),
    /SOURCE_UNKNOWN_FORMAT/,
  ],
  ["that begins like a zip", Buffer.from("PK\x03\x04 and nothing more of it"), /SOURCE_DAMAGED/],
  ["that was cut", gzipSync(RECORDS).subarray(0, 100), /SOURCE_DAMAGED/],
  ["that unpacks to more than is taken", gzipSync("x".repeat(200_000)), /REQUEST_TOO_LARGE/],
] as const)
  test(`an upload ${what} is a job that fails and says why`, async () => {
    const job = await finished(await upload("fileName=mine.bin", bytes));
    assert.equal(job.status, "FAILED");
    const { code: found, message } = job["problem"] as { code: string; message: string };
    assert.match(found, code, message);
    assert.ok(!message.includes(folder), message);
    assert.equal((await get(`/v1/jobs/${job.key}/result`)).status, 409);
  });

test("keys that are none are no jobs", async () => {
  for (const key of ["x", "0000000-000000000000000", "..%2f..%2fetc%2fpasswd", "%00", "a".repeat(400)])
    assert.equal((await get(`/v1/jobs/${key}`)).status, 404, key);
});

test("an upload that was packed for the way is unpacked, and an encoding that is not known is refused", async () => {
  const packed = { ...bearer("ann"), "content-encoding": "gzip" };
  const job = await finished(await upload("fileName=records.csv", gzipSync(RECORDS), packed));
  assert.equal((job["facts"] as { bytes: number }).bytes, Buffer.byteLength(RECORDS));
  const refused = await upload("", RECORDS, { ...bearer("ann"), "content-encoding": "br" });
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [415, "MEDIA_TYPE_UNSUPPORTED"],
  );
});
