import assert from "node:assert/strict";
import test from "node:test";
import { cleanText } from "../../src/matcher/query/clean-text.ts";

const MENDED: readonly [written: string, mended: string][] = [
  ["Abies  alba", "Abies alba"],
  ["Aster novae-angliae", "Aster novae-angliae"],
  ["Victoria victoria--regina", "Victoria victoria-regina"],
  ["Rosa rosa -sinensis", "Rosa rosa-sinensis"],
  ["Anthyllis barba- jovis", "Anthyllis barba-jovis"],
  ["Anthyllis barba- Jovis", "Anthyllis barba Jovis"],
  ["Adiantum capillus-", "Adiantum capillus"],
  ["Hypnum- fluitans", "Hypnum fluitans"],
  ["Aus bus Smith- Jones, 1900", "Aus bus Smith Jones, 1900"],
  ["Potentilla aestivum8", "Potentilla aestivum"],
  ["Abies [sic] alba", "Abies alba"],
  ["Adenophora Adenophora racemosa", "Adenophora racemosa"],
];

for (const [written, mended] of MENDED) {
  test(`"${written}" is mended to "${mended}", and that is left alone`, () => {
    assert.equal(cleanText(written), mended);
    assert.equal(cleanText(mended), mended);
  });
}
