import assert from "node:assert/strict";
import test from "node:test";
import { nameType } from "../../src/matcher/formatted-name.ts";
import { isLatinName } from "../../src/matcher/latin-bytes.ts";

const LATIN = ["abies", "abies alba", "abies alba alpina", "adalia 8punctata", "Abies virens", "adalia virgata"];
const OTHER = [
  "",
  "abies ",
  "tobacco mosaic virus",
  "abies viroides",
  "Virus alba",
  "bacillus phage",
  "Dionychopus amasis gv",
  "Gv alba",
  "viola tricolor alba minor",
  "Viola Alba",
  "sh1506234 07fu",
  "müllerina alba",
  "viola a b c d",
  "abies alba/picea",
];

for (const name of LATIN) {
  test(`"${name}" is plain Latin, and of that type`, () => {
    const bytes = new TextEncoder().encode(`x ${name} y`);
    assert.equal(isLatinName(bytes, 2, bytes.length - 2), true);
    assert.equal(nameType(name.charAt(0).toUpperCase() + name.slice(1)), "SCIENTIFIC");
  });
}

for (const name of OTHER) {
  test(`"${name}" must be looked at as text`, () => {
    const bytes = new TextEncoder().encode(name);
    assert.equal(isLatinName(bytes, 0, bytes.length), false);
  });
}
