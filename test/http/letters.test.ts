/** Names whose letters are not UTF-8, on every way in: they keep their letters, and lists say which rows were read so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pack } from "msgpackr";
import { sharedSmallApp } from "./small-service.ts";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

async function post(url: string, type: string, payload: Buffer, accept = "application/json") {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ method: "POST", url, headers: { "content-type": type, accept }, payload });
  assert.equal(reply.statusCode, 200, reply.body);
  return reply;
}

type Answered = { ort: string; error?: { code: string; message: string }; usage?: { canonicalName: string } };

for (const [type, list, where] of [
  [
    "application/json",
    '[{"scientificName":"Puma concolor","ort":"K\xf6ln"},{"scientificName":"Puma","ort":"x"}]',
    "Row",
  ],
  [
    "application/x-ndjson",
    '{"scientificName":"Puma concolor","ort":"K\xf6ln"}\n{"scientificName":"Puma","ort":"x"}\n',
    "Line",
  ],
] as const)
  test(`a row of ${type} that is not UTF-8 keeps its letters and says so`, async () => {
    const reply = await post("/v2/species/match", type, latin1(list), type);
    const rows: Answered[] =
      type === "application/json"
        ? reply.json()
        : reply.body
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));
    assert.deepEqual(
      rows.map(({ ort, error }) => [ort, error?.code]),
      [
        ["Köln", "NOT_UTF8"],
        ["x", undefined],
      ],
    );
    assert.equal(rows[0]!.error!.message, `${where} 1 is not UTF-8; it was read as Windows-1252`);
    assert.equal(rows[0]!.usage!.canonicalName, "Puma concolor");
  });

for (const [type, delimiter, written, read] of [
  ["text/csv", ",", '"M\xfcnchen\nan der Isar"', "München\nan der Isar"],
  ["text/tab-separated-values", "\t", "M\xfcnchen", "München"],
] as const)
  test(`rows of ${type} that are not UTF-8 keep their letters and say so, in tables and in JSON`, async () => {
    const rows = [
      ["scientificName", "ort"],
      ["Puma", "x"],
      ["Puma concolor", "K\xf6ln"],
      ["Puma", written],
      ["Puma", "y"],
    ];
    const list = latin1(rows.map((cells) => cells.join(delimiter)).join("\n"));
    const line = (number: number) => `Line ${number} is not UTF-8; it was read as Windows-1252`;
    const answered: Answered[] = (await post("/v2/species/match", type, list)).body
      .trim()
      .split("\n")
      .flatMap((text) => JSON.parse(text));
    assert.deepEqual(
      answered.map(({ ort, error }) => [ort, error?.code, error?.message]),
      [
        ["x", undefined, undefined],
        ["Köln", "NOT_UTF8", line(3)],
        [read, "NOT_UTF8", line(4)],
        ["y", undefined, undefined],
      ],
    );
    assert.equal(answered[1]!.usage!.canonicalName, "Puma concolor");
    const table = (await post("/v2/species/match", type, list, type)).body;
    assert.ok(table.includes("Köln") && table.includes(line(3)) && table.includes(line(4)), table);
    assert.equal(table.match(/is not UTF-8/g)!.length, 2);
    const told = (await post("/v2/species/match", `${type}; charset=ISO-8859-1`, list, type)).body;
    assert.ok(told.includes("Köln") && !told.includes("is not UTF-8"));
  });

test("texts of MessagePack that are not UTF-8 keep their letters, and their rows say so", async () => {
  const text = (bytes: Buffer) => Buffer.concat([Buffer.from([0xd9, bytes.length]), bytes]);
  const row = (name: string, ort: Buffer) =>
    Buffer.concat([Buffer.from([0x82]), pack("scientificName"), pack(name), pack("ort"), text(ort)]);
  const list = Buffer.concat([
    Buffer.from([0x93]),
    row("Puma", Buffer.from("Łódź")),
    row("Puma concolor", latin1("K\xf6ln")),
    text(latin1("Puma concolor M\xfcller")),
  ]);
  const reply = await post("/v2/species/match", "application/x-msgpack", list);
  const rows: (Answered & { diagnostics: { matchType: string } })[] = reply.json();
  assert.deepEqual(
    rows.map(({ ort, error }) => [ort, error?.message]),
    [
      ["Łódź", undefined],
      ["Köln", "Row 2 is not UTF-8; it was read as Windows-1252"],
      [undefined, "Row 3 is not UTF-8; it was read as Windows-1252"],
    ],
  );
  assert.notEqual(rows[2]!.diagnostics.matchType, "NONE");
});

test("strings of one JSON list may be in two encodings, each keeps its letters", async () => {
  const list = Buffer.concat([Buffer.from('[{"ort":"Łódź"},{"ort":"'), latin1("K\xf6ln"), Buffer.from('"}]')]);
  const rows: Answered[] = (await post("/v2/species/match", "application/json", list)).json();
  assert.deepEqual(
    rows.map(({ ort, error }) => [ort, error?.code]),
    [
      ["Łódź", undefined],
      ["Köln", "NOT_UTF8"],
    ],
  );
});

test("lines of names that are not UTF-8 are parsed with their letters", async () => {
  const authors = (body: string) => (JSON.parse(body) as { authorship: string }[]).map(({ authorship }) => authorship);
  const names = ["Puma concolor M\xfcller", "Puma Lin\xe9"];
  for (const [type, body] of [
    ["text/plain", names.join("\n")],
    ["application/json", JSON.stringify(names)],
  ] as const)
    assert.deepEqual(authors((await post("/v1/parser/name", type, latin1(body))).body), ["Müller", "Liné"], type);
});

for (const url of [
  "/v2/species/match?scientificName=Puma+concolor+M%FCller",
  "/v1/species/match?verbose=true&name=Puma%20concolor%20M%FCller",
])
  test(`${url.split("?")[0]} takes a name whose letters are percent-encoded in Latin-1 as the same name in UTF-8`, async () => {
    const { app } = await sharedSmallApp();
    const [old, today] = await Promise.all([app.inject(url), app.inject(url.replace("%FC", "%C3%BC"))]);
    assert.equal(old.statusCode, 200);
    assert.equal(old.body, today.body);
  });

test("a name that a URL has in Latin-1 is parsed with its letters", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject("/v1/parser/name?name=Puma%20concolor%20M%FCller");
  assert.equal(reply.json()[0].authorship, "Müller");
});

test("a form of OpenRefine in Latin-1 is answered as the same form in UTF-8", async () => {
  const form = (encode: (text: string) => string) =>
    Buffer.from(`queries=${encode(JSON.stringify({ q0: { query: "Puma concolor Müller" } }))}`);
  const percent = (text: string) =>
    [...Buffer.from(text, "latin1")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const type = "application/x-www-form-urlencoded";
  const [old, today] = [
    await post("/reconcile", type, form(percent)),
    await post("/reconcile", type, form(encodeURIComponent)),
  ];
  assert.deepEqual(old.json(), today.json());
  assert.ok(today.json().q0.result.length > 0);
});
