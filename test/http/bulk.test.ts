import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { pack, unpack, unpackMultiple } from "msgpackr";
import { sharedSmallApp, smallApp } from "./small-service.ts";

const URL = "/v2/species/match";

/** A body with the header that says what it is. */
const csv = (payload: string | Buffer, headers = {}) => ({
  method: "POST" as const,
  url: URL,
  headers: { "content-type": "text/csv", ...headers },
  payload,
});
const json = (payload: unknown, url = URL) => ({
  method: "POST" as const,
  url,
  headers: { "content-type": "application/json" },
  payload: JSON.stringify(payload),
});
const ndjson = (lines: string[], headers = {}) => ({
  method: "POST" as const,
  url: URL,
  headers: { "content-type": "application/x-ndjson", ...headers },
  payload: `${lines.join("\n")}\n`,
});

test("an array is answered in its order, each answer byte for byte that of a single request", async () => {
  const { app } = await sharedSmallApp();
  const names = ["Puma concolor", "Helianthus anuus", "nothing of that kind"];
  const single = await Promise.all(
    names.map(async (name) => (await app.inject({ url: `${URL}?scientificName=${encodeURIComponent(name)}` })).body),
  );
  const reply = await app.inject(json(names.map((scientificName) => ({ scientificName }))));
  assert.equal(reply.headers["content-type"], "application/json");
  assert.equal(reply.body, `[${single.join(",")}]`);
  // A list long enough for a worker.
  const many = Array.from({ length: 300 }, (_, i) => ({ scientificName: names[i % 3] }));
  const fromWorker = await app.inject(json(many));
  assert.equal(fromWorker.body, `[${many.map((_, i) => single[i % 3]).join(",")}]`);
});

test("GBIF's spelling of POST members and that of GET parameters mean the same", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(
    json(
      [
        {
          scientificName: "Puma concolor",
          authorship: "(Linnaeus, 1771)",
          rank: "SPECIES",
          classification: { kingdom: "Animalia" },
        },
        {
          scientificName: "Puma concolor",
          scientificNameAuthorship: "(Linnaeus, 1771)",
          taxonRank: "SPECIES",
          kingdom: "Animalia",
        },
      ],
      `${URL}?details=true`,
    ),
  );
  const [posted, got] = reply.json();
  assert.deepEqual(posted, got);
  assert.ok(posted.diagnostics.reasons.includes("AUTHORSHIP_AGREES"));
});

test("members that are no parameters come back first, under names of their own", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(ndjson(['{"id":7,"usage":"mine","scientificName":"Puma"}']));
  const answer = reply.json();
  assert.deepEqual(Object.keys(answer).slice(0, 3), ["id", "input_usage", "usage"]);
  assert.equal(answer.usage.key, "11");
});

test("a table keeps its columns, its quotes, its order and its blank rows", async () => {
  const { app } = await sharedSmallApp();
  const rows = ['a,"x ""y"", z",Puma concolor', "", "b,,Helianthus annuus", "c,,"];
  const reply = await app.inject(csv(`id,note,scientificName\r\n${rows.join("\r\n")}\r\n`));
  const lines = reply.body.split("\n");
  assert.equal(reply.headers["content-type"], "text/csv");
  assert.match(lines[0]!, /^id,note,scientificName,matchType,/);
  assert.ok(lines[1]!.startsWith(`${rows[0]},EXACT,`));
  assert.equal(lines[2], "");
  assert.ok(lines[3]!.startsWith("b,,Helianthus annuus,EXACT,"));
  assert.ok(lines[4]!.startsWith("c,,,NONE,"));
  assert.deepEqual(lines.slice(5), [""]);
});

test("a cell with a line break does not end its row", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(csv('note,name\n"two\nlines",Puma\nx,Puma concolor\n'));
  assert.match(reply.body, /"two\nlines",Puma,EXACT,/);
  assert.match(reply.body, /\nx,Puma concolor,EXACT,/);
});

test("a row with too many cells is reported in its place with its line", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(csv("id,name\n1,Puma\n2,Puma,concolor\n3,Puma\n"));
  const lines = reply.body.trimEnd().split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[2]!, /^2,Puma,NONE,.*Line 3 has 3 cells where the header has 2$/);
  assert.match(lines[3]!, /^3,Puma,EXACT/);
});

test("lines that are no JSON are reported, the others answered", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(ndjson(['{"scientificName":"Puma"}', "{broken", "", "42", '"Puma concolor"']));
  const lines = reply.body.split("\n");
  assert.equal(JSON.parse(lines[0]!).usage.key, "11");
  assert.equal(JSON.parse(lines[1]!).error.code, "ROW_INVALID");
  assert.match(JSON.parse(lines[1]!).error.message, /Line 2/);
  assert.equal(lines[2], "");
  assert.equal(JSON.parse(lines[3]!).error.code, "ROW_INVALID");
  assert.equal(JSON.parse(lines[4]!).usage.key, "12");
});

for (const [accept, type] of [
  ["text/csv", "text/csv"],
  ["application/x-ndjson", "application/x-ndjson"],
  ["text/tab-separated-values", "text/tab-separated-values"],
  ["*/*", "text/csv"],
  ["text/html;q=0.9, application/x-ndjson;q=0.5", "application/x-ndjson"],
] as const)
  test(`a table asked for with Accept: ${accept} is answered as ${type}`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject(csv("id,name\n1,Puma\n", { accept }));
    assert.equal(reply.headers["content-type"], type);
    assert.match(reply.body, /EXACT/);
    if (type === "application/x-ndjson") assert.equal(reply.json().id, "1");
  });

test("a stream asked for as JSON or MessagePack is one array, or a sequence of values, whatever its length", async () => {
  const { app } = await sharedSmallApp();
  const rows = Array.from({ length: 9000 }, (_, i) => `${i},Puma concolor`);
  const table = `id,name\n${rows.join("\n")}\n`;
  const json = (await app.inject(csv(table, { accept: "application/json" }))).json();
  assert.equal(json.length, rows.length);
  assert.equal(json[8999].id, "8999");
  assert.deepEqual((await app.inject(csv("id,name\n", { accept: "application/json" }))).json(), []);
  const packed = await app.inject(csv(table, { accept: "application/msgpack" }));
  const values = unpackMultiple(packed.rawPayload) as { id: string }[];
  assert.equal(values.length, rows.length);
  assert.equal(values[8999]!.id, "8999");
});

test("MessagePack in gives MessagePack out", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({
    method: "POST",
    url: URL,
    headers: { "content-type": "application/msgpack" },
    payload: Buffer.from(pack([{ id: 1, scientificName: "Puma" }, { scientificName: "Helianthus" }])),
  });
  const answers = unpack(reply.rawPayload) as { id?: number; usage: { key: string } }[];
  assert.deepEqual(
    answers.map(({ id, usage }) => [id, usage.key]),
    [
      [1, "11"],
      [undefined, "6"],
    ],
  );
});

test("plain lines are answered as a table", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({
    method: "POST",
    url: URL,
    headers: { "content-type": "text/plain" },
    payload: "Puma\n",
  });
  assert.equal(reply.headers["content-type"], "text/tab-separated-values");
  assert.match(reply.body, /^scientificName\tmatchType\t.*\nPuma\tEXACT\t/);
});

for (const [encoding, compress, decompress] of [
  ["gzip", gzipSync, gunzipSync],
  ["zstd", zstdCompressSync, zstdDecompressSync],
] as const)
  test(`${encoding} is understood both ways`, async () => {
    const { app } = await sharedSmallApp();
    const table = "name\nPuma\n";
    const plain = await app.inject(csv(table));
    const reply = await app.inject(
      csv(compress(table), { "content-encoding": encoding, "accept-encoding": `br, ${encoding}` }),
    );
    assert.equal(reply.headers["content-encoding"], encoding);
    assert.equal(decompress(reply.rawPayload).toString(), plain.body);
  });

test("a table larger than one batch comes back whole and in order", async () => {
  const { app } = await sharedSmallApp();
  const names = ["Puma concolor", "Helianthus annuus", "Felidae"];
  const rows = Array.from({ length: 30_000 }, (_, i) => `${i},${names[i % 3]}`);
  const reply = await app.inject(csv(`id,name\n${rows.join("\n")}`));
  const lines = reply.body.trimEnd().split("\n").slice(1);
  assert.equal(lines.length, rows.length);
  for (const [i, line] of lines.entries()) assert.ok(line.startsWith(`${rows[i]},EXACT,`), line);
});

test("a byte order mark and Windows-1252 are read", async () => {
  const { app } = await sharedSmallApp();
  const body = Buffer.concat([Buffer.from("\uFEFFname,place\nPuma,"), Buffer.from([0xd6, 0x73]), Buffer.from("\n")]);
  const reply = await app.inject(csv(body));
  assert.match(reply.body, /^name,place,matchType/);
  assert.match(reply.body, /\nPuma,Ös,EXACT/);
});

const refused: [what: string, request: object, status: number, code: string, says: RegExp][] = [
  [
    "another media type",
    { headers: { "content-type": "application/xml" }, payload: "<a/>" },
    415,
    "MEDIA_TYPE_UNSUPPORTED",
    /text\/csv/,
  ],
  ["no media type", { payload: "Puma" }, 415, "MEDIA_TYPE_UNSUPPORTED", /x-ndjson/],
  ["another encoding", csv("name\n", { "content-encoding": "br" }), 415, "MEDIA_TYPE_UNSUPPORTED", /gzip/],
  ["broken gzip", csv("name\n", { "content-encoding": "gzip" }), 400, "REQUEST_INVALID", /gzip/],
  ["broken JSON", { headers: { "content-type": "application/json" }, payload: "[{" }, 400, "REQUEST_INVALID", /body/],
  ["an object instead of an array", json({ scientificName: "Puma" }), 400, "REQUEST_INVALID", /array/],
  ["too many names", json(Array.from({ length: 1001 }, () => "Puma concolor")), 413, "REQUEST_TOO_LARGE", /ndjson/],
  ["a table without a column of names", csv("id,place\n1,x\n"), 400, "REQUEST_INVALID", /scientificName.*"place"/],
  ["an empty table", csv(""), 400, "REQUEST_INVALID", /empty/],
  ["an unknown checklist", json(["Puma"], `${URL}?checklistKey=x`), 404, "CHECKLIST_UNKNOWN", /small/],
];
for (const [what, request, status, code, says] of refused)
  test(`${what} is refused with ${status} ${code}`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject({ method: "POST", url: URL, ...request });
    assert.equal(reply.statusCode, status, reply.body);
    assert.equal(reply.json().code, code);
    assert.match(reply.json().message, says);
  });

test("a body above the limit is refused and told of streaming", async (t) => {
  const { app } = await smallApp(t, { bodyLimit: 2048 });
  const reply = await app.inject(json(Array.from({ length: 500 }, () => "Puma concolor")));
  assert.equal(reply.statusCode, 413);
  assert.match(reply.json().message, /ndjson/);
});

test("the URL's strict holds for rows that do not say otherwise", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(
    json([{ scientificName: "Puma concolr" }, { scientificName: "Puma concolr", strict: false }], `${URL}?strict=true`),
  );
  assert.deepEqual(
    reply.json().map((answer: { diagnostics: { matchType: string } }) => answer.diagnostics.matchType),
    ["NONE", "VARIANT"],
  );
});

test("in a list that comes as a whole, an abbreviated genus is the one of the list", async () => {
  const { app } = await sharedSmallApp();
  const post = async (names: string[]) => {
    const payload = names.map((scientificName) => ({ scientificName }));
    const reply = await app.inject({ method: "POST", url: "/v2/species/match", payload });
    return reply.json().map((answer: { usage?: { key: string } }) => answer.usage?.key);
  };
  // Only the genus can be found: without it nothing would be.
  assert.deepEqual(await post(["Puma", "P. nonexistens"]), ["11", "11"]);
  assert.deepEqual(await post(["P. nonexistens"]), [undefined]);
});

test("numbers of more than 53 bits come back digit by digit, from each form into each", async () => {
  const { app } = await sharedSmallApp();
  const row =
    '{"id":12345678901234567890,"more":{"x":[9007199254740993,0.12345678901234567890123]},"scientificName":"Puma"}';
  const kept = row.slice(0, row.indexOf(',"scientificName"'));
  const asLines = await app.inject(ndjson(['{"id":1,"scientificName":"Puma"}', row]));
  assert.ok(asLines.body.split("\n")[1]!.startsWith(`${kept},"usage"`), asLines.body);
  const list = { ...csv(`[${row}]`), headers: { "content-type": "application/json" } };
  const asList = await app.inject(list);
  assert.ok(asList.body.startsWith(`[${kept},"usage"`), asList.body);

  const asTable = await app.inject({ ...list, headers: { ...list.headers, accept: "text/csv" } });
  assert.match(asTable.body, /\n12345678901234567890,Puma,/);

  const asMessagePack = await app.inject({ ...list, headers: { ...list.headers, accept: "application/msgpack" } });
  const [unpacked] = unpack(asMessagePack.rawPayload) as [{ id: bigint; more: unknown }];
  assert.equal(unpacked.id, 12345678901234567890n);
  assert.deepEqual(unpacked.more, { x: [9007199254740993n, "0.12345678901234567890123"] });

  const payload = pack([{ id: 12345678901234567890n, more: { x: [9007199254740993n] }, scientificName: "Puma" }]);
  const packed = { ...csv(payload), headers: { "content-type": "application/msgpack", accept: "application/json" } };
  const fromMessagePack = await app.inject(packed);
  assert.ok(fromMessagePack.body.startsWith('[{"id":12345678901234567890,"more":{"x":[9007199254740993]},"usage"'));
});

test("a key too long to be a number is asked for digit by digit", async () => {
  const { app } = await sharedSmallApp();
  const ask = (key: string) => app.inject(ndjson([`{"usageKey":${key},"scientificName":"Puma concolor"}`]));
  const [number, text] = [await ask("12345678901234567890"), await ask('"12345678901234567890"')];
  assert.equal(number.body, text.body);
  assert.notEqual(number.body, (await ask("11")).body);
});

test("a row with an object or a truth value in place of a text is refused by name, the others are answered", async () => {
  const { app } = await sharedSmallApp();
  for (const [member, shown] of [
    ['"scientificName":{"name":"Puma"}', "an object"],
    ['"scientificName":true', "true"],
    ['"scientificName":["Puma",{}]', "a list"],
    ['"scientificName":"Puma","genus":{"key":1}', "an object"],
    ['"scientificName":"Puma","usageKey":false', "false"],
    ['"scientificName":"Puma","exclude":[{}]', "a list"],
  ] as const) {
    const reply = await app.inject(ndjson([`{${member}}`, '{"scientificName":"Puma"}']));
    const [refused, answered] = reply.body.split("\n").map((line) => line && JSON.parse(line));
    assert.equal(refused.error?.code, "ROW_INVALID", member);
    assert.match(refused.error.message, new RegExp(`^Row 1 has no text in "\\w+", but ${shown}$`));
    assert.equal(answered.usage.key, "11");
  }
  // An object under a name that a field only goes by as well is the client's own, and is given back.
  const own = await app.inject(ndjson(['{"scientificName":"Puma","taxon":{"id":5},"rank":true}']));
  const { taxon, rank, usage } = JSON.parse(own.body);
  assert.deepEqual([taxon, rank, usage.key], [{ id: 5 }, true, "11"]);
  // What says nothing is nothing, and lists of texts are theirs.
  for (const member of [
    '"genus":null',
    '"genus":["Puma"]',
    '"verbose":true',
    '"classification":{"kingdom":"Animalia"}',
  ]) {
    const reply = await app.inject(ndjson([`{"scientificName":"Puma",${member}}`]));
    assert.equal(JSON.parse(reply.body).usage?.key, "11", member);
  }
});
