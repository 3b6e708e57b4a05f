import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAuthorship, normalizeAuthorship, parseAuthorship } from "../../src/names/authors/authorship.ts";

for (const [a, b, verdict] of [
  ["Mill.", "Miller", "EQUAL"],
  ["L.", "Linnaeus, 1758", "EQUAL"],
  ["L.", "L. f.", "DIFFERENT"],
  ["L. f.", "Linnaeus filius", "EQUAL"],
  ["Müll.Arg.", "Mueller Arg.", "EQUAL"],
  ["Rchb.", "Reichenbach", "EQUAL"],
  ["Müller, O.F.", "O. F. Müller", "EQUAL"],
  ["F.R. Jones", "F.R. Jones bis", "DIFFERENT"],
  ["V.J.Chapm.", "F.Chapm.", "DIFFERENT"],
  ["Bruand, 1850", "Bruand, 1998", "DIFFERENT"],
  ["Bruand, 1850", "1850", "EQUAL"],
  ["Pallas", "1771", "UNKNOWN"],
  ["Mill.", "", "UNKNOWN"],
  ["(Pauly, 1986)", "Pauly, 1986", "EQUAL"],
  ["(L.) Mill.", "(L.) Hook.f.", "DIFFERENT"],
  ["Rollison ex Gordon", "Rollisson ex Godr.", "EQUAL"],
] as const)
  test(`${a} and ${b || "nobody"} are ${verdict}`, () => {
    assert.equal(compareAuthorship(a, b).verdict, verdict);
    assert.equal(compareAuthorship(b, a).verdict, verdict);
  });

test("the grade falls with the years and with the share of authors", () => {
  const grade = (a: string, b: string) => compareAuthorship(a, b).evidence.grade;
  assert.equal(grade("L. & Thomson, 1800", "Linn. & Thomson, 1800"), 7);
  assert.equal(grade("L. & Thomson, 1800", "Linn. & Thomson, 1801"), 6);
  assert.equal(grade("Hopkins, Thomson & L., 1758", "Thomson & L., 1758"), 6);
  assert.equal(grade("Banks", "Kuntze"), 0);
});

test("the older rules let an equal year stand for the same author", () => {
  assert.equal(compareAuthorship("Pallas, 1771", "Pimbus, 1771", { rules: "v1" }).verdict, "EQUAL");
  assert.equal(compareAuthorship("Pallas, 1771", "Pimbus, 1771", { rules: "v2" }).verdict, "DIFFERENT");
});

test("equal authorships have equal normalised strings", () =>
  assert.equal(
    normalizeAuthorship("(O. F. Müller) Mill., 1768").text,
    normalizeAuthorship("(Mueller, O.F.) MILL. 1768").text,
  ));

test("bare authorships are read with their notes", () => {
  const read = parseAuthorship("Choi,J.H.; Im,W.T.; Yoo,J.S.");
  assert.deepEqual(read.combination?.authors, ["J.H.Choi", "W.T.Im", "J.S.Yoo"]);
  assert.equal(parseAuthorship("auct. nec Zeller, 1877").taxonomicNote, "auct. nec Zeller, 1877");
});
