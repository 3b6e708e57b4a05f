/** What if somebody means harm, or a client has gone mad? Nothing here may give 500, and no row may harm another. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { AnswerCache } from "../../src/answer/cache/object-cache.ts";
import { cleanText } from "../../src/matcher/query/clean-text.ts";
import { smallApp } from "./small-service.ts";

const MATCH = "/v2/species/match";

/** No value of these has a text: asking for it throws. */
const TEXTLESS = '{"toString":0,"valueOf":0}';

for (const [what, item] of [
  ["as a name", `{"scientificName":${TEXTLESS}}`],
  ["as an id", `{"scientificName":"Puma","id":${TEXTLESS}}`],
  ["as a flag", `{"scientificName":"Puma","strict":${TEXTLESS}}`],
  ["as a list of keys", `{"scientificName":"Puma","exclude":[${TEXTLESS}]}`],
  ["as keys", `{"scientificName":"Puma","exclude":${TEXTLESS}}`],
  ["as a classification", `{"scientificName":"Puma","classification":{"genus":${TEXTLESS}}}`],
  ["in place of a query", "[[]]"],
  ["100,000 deep beside a name", `{"scientificName":"Puma","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ["100,000 deep in place of a query", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
] as const)
  for (const accept of ["application/json", "text/csv", "application/msgpack"])
    test(`an object ${what} leaves the other rows their answers (${accept})`, async (t) => {
      const { app } = await smallApp(t);
      const payload = `[${item},"Helianthus annuus"]`;
      const headers = { "content-type": "application/json", accept };
      const reply = await app.inject({ method: "POST", url: MATCH, headers, payload });
      assert.equal(reply.statusCode, 200, reply.body.slice(0, 300));
      assert.match(reply.body, /Helianthus annuus L\./);
    });

for (const [what, headers, payload] of [
  ["JSON", { "content-type": "application/json" }, '[{"scientificName":"Puma","__proto__":{"polluted":1},"n":1}]'],
  ["JSON, alone", { "content-type": "application/json" }, '[{"scientificName":"Puma","__proto__":{"polluted":1}}]'],
  ["a table", { "content-type": "text/csv", accept: "application/x-ndjson" }, "scientificName,__proto__\nPuma,1\n"],
  [
    "a table with others",
    { "content-type": "text/csv", accept: "application/json" },
    "constructor,scientificName,__proto__\nx,Puma,1\n",
  ],
] as const)
  test(`a member named __proto__ in ${what} is given back like any other and changes nothing`, async (t) => {
    const { app } = await smallApp(t);
    const reply = await app.inject({ method: "POST", url: MATCH, headers, payload });
    assert.equal(reply.statusCode, 200);
    assert.equal(Object.hasOwn([reply.json()].flat()[0], "__proto__"), true);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

for (const encoding of ["constructor", "__proto__", "br2", "gzip, gzip"])
  test(`content encoding "${encoding}" is refused with those that are taken`, async (t) => {
    const { app } = await smallApp(t);
    const headers = { "content-type": "application/json", "content-encoding": encoding };
    const reply = await app.inject({ method: "POST", url: MATCH, headers, payload: "[]" });
    assert.equal(reply.statusCode, 415);
    assert.match(reply.json().message, /gzip/);
  });

test("a small gzip that unpacks to more than a request may have is refused", async (t) => {
  const { app } = await smallApp(t, { bodyLimit: 100_000 });
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const payload = gzipSync(`[${" ".repeat(5_000_000)}]`);
  const reply = await app.inject({ method: "POST", url: MATCH, headers, payload });
  assert.equal(reply.statusCode, 413);
});

for (const [what, refusal, headers, body] of [
  ["that is too large", "413", { "content-type": "application/json" }, `["${"a".repeat(6_000_000)}"]`],
  ["without a column of names", "400", { "content-type": "text/csv" }, `locality\n${"Oulu\n".repeat(1_000_000)}`],
  ["that is no gzip", "400", { "content-type": "text/csv", "content-encoding": "gzip" }, "a".repeat(6_000_000)],
  [
    "that unpacks to too much",
    "413",
    { "content-type": "application/json", "content-encoding": "gzip" },
    Buffer.concat([gzipSync(" ".repeat(500_000)), randomBytes(6_000_000)]),
  ],
] as const)
  test(`a body ${what} is refused, and its connection takes the next request`, { timeout: 30_000 }, async (t) => {
    const { app } = await smallApp(t, { bodyLimit: 100_000 });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    t.after(() => socket.destroy());
    const given = Object.entries({ host: "x", "content-length": body.length, ...headers });
    socket.write(`POST ${MATCH} HTTP/1.1\r\n${given.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    socket.write(body);
    socket.write(`GET ${MATCH}?scientificName=Puma HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    const statuses = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    assert.deepEqual(statuses, [refusal, "200"]);
  });

test("a row without end is refused before it fills the memory", async (t) => {
  const { app } = await smallApp(t);
  const payload = `scientificName\n"${"a".repeat(3_000_000)}`;
  const reply = await app.inject({ method: "POST", url: MATCH, headers: { "content-type": "text/csv" }, payload });
  assert.equal(reply.statusCode, 400);
  assert.match(reply.json().message, /line 2/);
});

for (const [what, bytes] of [
  ["a list of 4,294,967,295", "ddffffffff"],
  ["a text of 4,294,967,295 bytes", "91dbffffffff"],
  ["an object of 4,294,967,295 members", "91dfffffffff"],
] as const)
  test(`MessagePack that announces ${what} is refused`, async (t) => {
    const { app } = await smallApp(t);
    const headers = { "content-type": "application/msgpack" };
    const reply = await app.inject({ method: "POST", url: MATCH, headers, payload: Buffer.from(bytes, "hex") });
    assert.equal(reply.statusCode, 400);
  });

for (const path of [
  "/docs/static/../../../package.json",
  "/docs/static/..%2f..%2f..%2fpackage.json",
  "/docs/static/%2e%2e/%2e%2e/package.json",
  "/docs/static/....//....//package.json",
])
  test(`${path} leads nowhere`, async (t) => {
    const { app } = await smallApp(t);
    const reply = await app.inject({ url: path });
    assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, String(reply.statusCode));
    assert.doesNotMatch(reply.body, /devDependencies/);
  });

test("a URL that cannot be decoded is answered in the shape of every error", async (t) => {
  const { app } = await smallApp(t);
  const reply = await app.inject({ url: "/v1/species/%ff" });
  assert.equal(reply.statusCode, 400);
  assert.equal(reply.json().code, "REQUEST_INVALID");
});

for (const name of ["__proto__", "constructor", "toString"])
  test(`${name} is no checklist, no usage and no parameter`, async (t) => {
    const { app } = await smallApp(t);
    assert.equal((await app.inject({ url: `${MATCH}?name=Puma&checklistKey=${name}` })).statusCode, 404);
    assert.equal((await app.inject({ url: `/v1/species/${name}` })).statusCode, 404);
    assert.equal((await app.inject({ url: `${MATCH}?name=Puma&${name}=1` })).json().usage.key, "11");
  });

test("every call under /admin and /facets asks for a key", async (t) => {
  const { app } = await smallApp(t);
  await app.ready();
  const { paths } = app.swagger() as { paths: Record<string, Record<string, unknown>> };
  const guarded = Object.entries(paths).filter(([path]) => /^\/(admin|facets)\//.test(path));
  assert.ok(guarded.length > 0);
  for (const [path, methods] of guarded)
    for (const method of Object.keys(methods)) {
      // Without a question WFO's paths give a page that explains them, to everybody.
      const url = `${path.replace(/\{\w+\}/g, "x")}?offset=0`;
      const reply = await app.inject({ method: method.toUpperCase() as "GET", url, payload: {} });
      assert.equal(reply.statusCode, 401, `${method} ${path}`);
      assert.ok(reply.headers["www-authenticate"], `${method} ${path}`);
    }
});

for (const [what, graphs, status] of [
  ["an id without text", `[{"taxon":[${TEXTLESS}]}]`, 400],
  ["an id nested 100,000 deep", `[{"taxon":[${"[".repeat(100_000)}${"]".repeat(100_000)}]}]`, 400],
  ["null as a graph", "[null]", 400],
  ["10,001 synonyms", JSON.stringify([{ taxon: ["wfo-0000000001"], synonyms: Array(10_001).fill([]) }]), 413],
  ["10,001 merged ids", JSON.stringify([{ taxon: Array(10_001).fill("wfo-0000000001") }]), 413],
] as const)
  test(`a taxon graph with ${what} is answered ${status}`, async (t) => {
    const { app, service } = await smallApp(t);
    const { token } = await service.keys.create("portal", ["facets:read"]);
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const reply = await app.inject({ method: "POST", url: "/facets/api.php", headers, payload: graphs });
    assert.equal(reply.statusCode, status, reply.body.slice(0, 300));
  });

for (const [what, asked, status] of [
  [
    "a property that every object has",
    { queries: '{"q":{"query":"Puma","properties":[{"pid":"constructor","v":1}]}}' },
    200,
  ],
  ["a value without text", { queries: `{"q":{"query":"Puma","properties":[{"pid":"rank","v":${TEXTLESS}}]}}` }, 200],
  [
    "a value nested 100,000 deep",
    {
      queries: `{"q":{"query":"Puma","properties":[{"pid":"rank","v":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}}`,
    },
    200,
  ],
  ["null as a question", { queries: '{"q":null}' }, 400],
  ["no text as a property to fetch", { extend: `{"ids":["1"],"properties":[{"id":${TEXTLESS}}]}` }, 400],
] as const)
  test(`OpenRefine's question with ${what} is answered ${status}`, async (t) => {
    const { app } = await smallApp(t);
    const payload = new URLSearchParams(asked).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const reply = await app.inject({ method: "POST", url: "/reconcile", headers, payload });
    assert.equal(reply.statusCode, status, reply.body.slice(0, 300));
  });

test("OpenRefine's question called __proto__ is answered under its name", async (t) => {
  const { app } = await smallApp(t);
  const reply = await app.inject({ url: "/reconcile", query: { queries: '{"__proto__":{"query":"Puma"}}' } });
  assert.equal(Object.hasOwn(reply.json(), "__proto__"), true);
});

test("a graph with many names costs more than one with few", async (t) => {
  const { app, service } = await smallApp(t);
  const { token } = await service.keys.create("portal", ["facets:read"]);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const remaining = async (synonyms: number) => {
    const payload = [{ taxon: ["wfo-0000000001"], synonyms: Array(synonyms).fill(["wfo-0000000002"]) }];
    const reply = await app.inject({ method: "POST", url: "/facets/api.php", headers, payload });
    assert.equal(reply.statusCode, 200);
    return Number(reply.headers["ratelimit-remaining"]);
  };
  const before = await remaining(0);
  // 200 units for the names and one for the graph, less what has come back meanwhile.
  assert.ok((await remaining(10_000)) < before);
});

test("a stream of long names is answered but not remembered", () => {
  const cache = new AnswerCache<number>(10);
  cache.set("a".repeat(100_000), 1);
  cache.set("Abies alba Mill.", 2);
  assert.equal(cache.get("a".repeat(100_000)), undefined);
  assert.equal(cache.get("Abies alba Mill."), 2);
});

test("brackets that are never closed are read in linear time", () => {
  // Counted, not timed: at every "[" the old expression went on to the end of the text.
  const text = "[".repeat(200_000);
  assert.equal(cleanText(text), text);
  assert.equal(cleanText("Abies [sic] alba {x}"), "Abies alba");
});

const SPREADSHEET: readonly (readonly [written: string, sent: string])[] = [
  ["=HYPERLINK(A1)", "'=HYPERLINK(A1)"],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["＝1+1", "'＝1+1"],
  ["-12.5", "-12.5"],
  ["+3e8", "+3e8"],
  ["-", "-"],
  ["a=b", "a=b"],
  ["'=1+1", "'=1+1"],
];

for (const type of ["text/csv", "text/tab-separated-values"])
  test(`cells that a spreadsheet would calculate get an apostrophe, wherever they come from (${type})`, async (t) => {
    const { app } = await smallApp(t);
    const delimiter = type === "text/csv" ? "," : "\t";
    const ask = async (sent: string, payload: string) =>
      (await app.inject({ method: "POST", url: MATCH, headers: { "content-type": sent, accept: type }, payload })).body;
    for (const [written, expected] of SPREADSHEET) {
      const table = await ask(type, `remark${delimiter}scientificName\n${written}${delimiter}Puma\n`);
      assert.equal(table.split("\n")[1]!.split(delimiter)[0], expected, "a cell that is given back");
      const list = await ask("text/plain", `${written}\n`);
      assert.equal(list.split("\n")[1]!.split(delimiter)[0], expected, "a name");
      const json = await ask("application/json", JSON.stringify([{ id: written, scientificName: "Puma" }]));
      assert.equal(json.split("\n")[1]!.split(delimiter)[0], expected, "an id");
      const header = await ask(type, `${written}${delimiter}scientificName\n1${delimiter}Puma\n`);
      assert.equal(header.split(delimiter)[0], expected, "a column");
      const again = await ask(type, table);
      assert.equal(again.split("\n")[1]!.split(delimiter)[0], expected, "once is enough");
    }
  });

test("a name with the apostrophe of a table is read without it", async (t) => {
  const { app } = await smallApp(t);
  const ask = async (name: string) => {
    const headers = { "content-type": "text/csv", accept: "application/json" };
    return (await app.inject({ method: "POST", url: MATCH, headers, payload: `scientificName\n${name}\n` })).body;
  };
  assert.equal(await ask("'+Puma concolor"), await ask("+Puma concolor"));
});

for (const [what, headers, payload, status, said] of [
  ["a header of 150,000 columns", { "content-type": "text/csv" }, `name${",x".repeat(150_000)}\nPuma\n`, 413, /1000/],
  [
    "a row of 150,000 cells",
    { "content-type": "text/csv", accept: "application/json" },
    `name\nPuma${",x".repeat(150_000)}\n`,
    200,
    /ROW_INVALID/,
  ],
  [
    "an object of 150,000 members",
    { "content-type": "application/json" },
    `[{${Array.from({ length: 150_000 }, (_, i) => `"m${i}":1`).join()},"name":"Puma"}]`,
    200,
    /ROW_INVALID/,
  ],
  [
    "a text of 100,000 characters beside a name",
    { "content-type": "application/json" },
    `[{"name":"Puma","x":"${"a".repeat(100_000)}"}]`,
    200,
    /ROW_INVALID/,
  ],
  [
    "a cell of 100,000 characters",
    { "content-type": "text/csv", accept: "application/json" },
    `name,x\nPuma,${"a".repeat(100_000)}\n`,
    200,
    /ROW_INVALID/,
  ],
  [
    "lists 100 deep beside a name",
    { "content-type": "application/x-ndjson" },
    `{"name":"Puma","x":${"[".repeat(100)}${"]".repeat(100)}}\n`,
    200,
    /ROW_INVALID/,
  ],
  ["a name of 3 MB", { "content-type": "application/json" }, `["Puma ${"a".repeat(3_000_000)}"]`, 200, /"NONE"/],
  [
    "a hint of 3 MB",
    { "content-type": "application/json" },
    `[{"name":"Puma","kingdom":"${"a".repeat(3_000_000)}"}]`,
    200,
    /"NONE"/,
  ],
] as const)
  test(`${what} is answered ${status} and ${said.source}`, async (t) => {
    const { app } = await smallApp(t);
    const reply = await app.inject({ method: "POST", url: MATCH, headers, payload });
    assert.equal(reply.statusCode, status);
    assert.match(reply.body, said);
  });
