import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp, smallApp } from "./small-service.ts";

const post = (
  payload: string,
  contentType = "application/x-ndjson",
  url = "/v1/interpret?clock=2026-11-29T00:00:00Z",
) => ({
  method: "POST" as const,
  url,
  headers: { "content-type": contentType },
  payload,
});

test("records come back interpreted, one line for each, with what was sent beside", async () => {
  const { app } = await sharedSmallApp();
  const records = [
    { occurrenceID: "a:1", scientificName: "Puma concolor", basisOfRecord: "HumanObservation", eventDate: "2014-07" },
    { "http://rs.tdwg.org/dwc/terms/scientificName": "Nothing of that kind", year: 2006, country: "Brazil" },
  ];
  const reply = await app.inject(post(records.map((record) => JSON.stringify(record)).join("\n")));
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers["content-type"], "application/x-ndjson");
  const [first, second] = reply.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(first.matchType, "EXACT");
  assert.equal(first.species, "Puma concolor");
  assert.equal(first.eventDate, "2014-07");
  assert.deepEqual(first.verbatim.core, records[0]);
  assert.equal(second.eventDate, "2006");
  assert.equal(second.countryCode, "BR");
  assert.ok(second.issues.includes("TAXON_MATCH_NONE"));
});

test("an answer does not show which records came before: members stand as they were sent", async () => {
  const { app } = await sharedSmallApp();
  const records = [
    '{"occurrenceID":"a","country":"Peru","scientificName":"Puma"}',
    '{"scientificName":"Puma","year":"2006","occurrenceID":"b"}',
    '{"country":"Peru","occurrenceID":"c","country":"Chile"}',
  ];
  const together = (await app.inject(post(records.join("\n")))).body.trim().split("\n");
  for (const [i, record] of records.entries()) assert.equal(together[i], (await app.inject(post(record))).body.trim());
  assert.deepEqual(Object.keys(JSON.parse(together[1]!).verbatim.core), ["scientificName", "year", "occurrenceID"]);
});

test("a line that is not an object is answered with an error in its place", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject(post('{"occurrenceID":"a"}\nnot json\n[1]\n{"occurrenceID":"b"}\n'));
  const lines = reply.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map((line) => line.error?.line ?? line.occurrenceID),
    ["a", 2, 3, "b"],
  );
});

test("letters of a line that is not UTF-8 are not destroyed", async () => {
  const { app } = await sharedSmallApp();
  const payload = Buffer.concat([
    Buffer.from('{"occurrenceID":"a","locality":"Łódź"}\n'),
    Buffer.from('{"occurrenceID":"b","locality":"Malmö"}\n', "latin1"),
  ]);
  const reply = await app.inject({ ...post(""), payload });
  const lines = reply.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).verbatim.core.locality);
  assert.deepEqual(lines, ["Łódź", "Malmö"]);
});

test("what is odd about the reading of a line is told beside its record", async () => {
  const { app } = await sharedSmallApp();
  const payload = Buffer.concat([
    Buffer.from('{"occurrenceID":"a","locality":"Łódź"}\n'),
    Buffer.from('{"occurrenceID":"b","locality":"Malmö"}\n', "latin1"),
    Buffer.from('{"occurrenceID":"c","country":"Peru","country":"Chile"}\n'),
    Buffer.from('{"occurrenceID":"d","dwc:country":"Peru","country":"Chile"}\n'),
    Buffer.from('{"occurrenceID":"e","remarks":"a \\"country\\": b","x" : {"occurrenceID":"f"}}\n'),
    Buffer.from('{"occurrenceID":"f","locality":"MÃ¼ller"}\n'),
  ]);
  const lines = (await app.inject({ ...post(""), payload })).body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ notices }) => notices?.map(({ code }: { code: string }) => code)),
    [undefined, ["WRONG_ENCODING"], ["REPEATED_MEMBER"], ["DUPLICATE_COLUMN"], undefined, ["LOST_CHARACTERS"]],
  );
  assert.match(lines[1].notices[0].message, /read as Windows-1252/);
  assert.equal(lines[2].countryCode, "CL");
  assert.equal(lines[3].countryCode, "PE");
  assert.deepEqual(lines[3].verbatim.core, { occurrenceID: "d", country: "Peru", country_2: "Chile" });
});

test("nothing that a record holds is lost on the way to its verbatim part", async () => {
  const { app } = await sharedSmallApp();
  const record =
    `{"occurrenceID":12345678901234567890,"catalogNumber":-9007199254740993,"decimalLatitude":52.12345678901234567,
"dynamicProperties":{"sex":"male","lengths":[1,2]},"recordedBy":["A. Gray","B. Hooker"],"media":[{"identifier":"x"}],
"extensions":{"http://rs.gbif.org/terms/1.0/Multimedia":{"dc:identifier":"http://example.org/a.jpg"}}}`.replaceAll(
      "\n",
      "",
    );
  const [line] = (await app.inject(post(record))).body.trim().split("\n");
  const { verbatim, sex, media } = JSON.parse(line!);
  assert.deepEqual(verbatim.core, {
    occurrenceID: "12345678901234567890",
    catalogNumber: "-9007199254740993",
    decimalLatitude: "52.12345678901234567",
    dynamicProperties: '{"sex":"male","lengths":[1,2]}',
    recordedBy: "A. Gray|B. Hooker",
    media: '[{"identifier":"x"}]',
  });
  assert.deepEqual(verbatim.extensions, { multimedia: [{ identifier: "http://example.org/a.jpg" }] });
  assert.equal(sex, "Male");
  assert.equal(media.length, 1);
});

for (const [what, body] of [
  ["nothing", ""],
  ["empty lines", "\n\n"],
] as const)
  test(`a stream of ${what} is answered with no lines`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject(post(body));
    assert.deepEqual([reply.statusCode, reply.body], [200, ""]);
  });

test("another media type and a clock that is none are refused", async () => {
  const { app } = await sharedSmallApp();
  assert.equal((await app.inject(post("a,b", "text/csv"))).statusCode, 415);
  assert.equal((await app.inject(post("{}", "application/x-ndjson", "/v1/interpret?clock=noon"))).statusCode, 400);
  assert.equal((await app.inject(post("{}", "application/x-ndjson", "/v1/interpret?dateOrder=YMD"))).statusCode, 400);
});

test("many lines come back in their order", async () => {
  const { app } = await sharedSmallApp();
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    JSON.stringify({ occurrenceID: `o:${i}`, remark: "x".repeat(20) }),
  );
  const reply = await app.inject(post(lines.join("\n")));
  const ids = reply.body
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).occurrenceID);
  assert.equal(ids.length, 20_000);
  assert.ok(ids.every((id, i) => id === `o:${i}`));
});

test("when many ask at once, some are refused with when to come again, and the others are answered whole", async (t) => {
  const { app } = await smallApp(t, { workers: 1 });
  const record = JSON.stringify({ occurrenceID: "a", scientificName: "Puma concolor", eventDate: "2014-07-02" });
  const body = `${record}\n`.repeat(4_000);
  const replies = await Promise.all(Array.from({ length: 25 }, () => app.inject(post(body))));
  const answered = replies.filter(({ statusCode }) => statusCode === 200);
  const refused = replies.filter(({ statusCode }) => statusCode === 503);
  assert.equal(answered.length + refused.length, replies.length);
  assert.ok(refused.length >= 10 && answered.length >= 1, `${answered.length} answered, ${refused.length} refused`);
  for (const { headers, payload } of refused) {
    assert.ok(Number(headers["retry-after"]) >= 1);
    assert.equal(JSON.parse(payload).code, "OVERLOADED");
  }
  for (const { payload } of answered) assert.equal(payload.split("\n").length, 4_001);
  assert.equal((await app.inject(post(record))).statusCode, 200);
});
