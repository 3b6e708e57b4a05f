import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { buildImage, ImageBuilder } from "../../src/image/build.ts";
import { ImageReader, NameHits } from "../../src/image/read.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

/** A usage from its short form; the line is its place in the list. */
function usages(...rows: (Partial<NameUsage> & { id: string; scientificName: string })[]): NameUsage[] {
  return rows.map((row, i) => ({ status: row.acceptedId === undefined ? "ACCEPTED" : "SYNONYM", line: i + 2, ...row }));
}

function readerOf(rows: NameUsage[], problems = new ProblemReport()): ImageReader {
  return new ImageReader(buildImage(rows, { checklistKey: "test", problems }));
}

function namesOf(image: ImageReader, hits: NameHits): string[] {
  return [...hits.names.subarray(0, hits.length)].map((name) => image.foldedName(name)).sort();
}

const FIRS = usages(
  { id: "1", scientificName: "Plantae", rank: "KINGDOM" },
  { id: "2", scientificName: "Pinaceae", rank: "FAMILY", parentId: "1", authorship: "Lindl." },
  { id: "3", scientificName: "Abies", rank: "GENUS", parentId: "2", authorship: "Mill." },
  { id: "4", scientificName: "Abies alba", rank: "SPECIES", parentId: "3", authorship: "Mill.", code: "BOTANICAL" },
  { id: "5", scientificName: "Pinus picea", rank: "SPECIES", acceptedId: "4", authorship: "L., 1753" },
  { id: "6", scientificName: "Abies alba var. alpina", rank: "VARIETY", parentId: "4", authorship: "(Mirb.) Carrière" },
  { id: "7", scientificName: "Abies alba", rank: "SPECIES", acceptedId: "4", authorship: "Michx." },
  { id: "8", scientificName: "Tobacco mosaic virus", rank: "SPECIES" },
  { id: "9", scientificName: "Satyrium w-album", rank: "SPECIES", authorship: "(Knoch, 1782)" },
);

describe("an image", () => {
  const image = readerOf(FIRS);
  const usage = (id: string) => image.usageWithId(id);

  test("finds a name by its folded string", () => {
    assert.equal(image.foldedName(image.exactName("abies alba alpina")), "abies alba alpina");
    assert.equal(image.exactName("abies alpina"), -1);
    assert.equal(image.exactName("alba"), -1);
    assert.equal(image.exactName(""), -1);
  });

  test("finds what is no word name by its folded string", () => {
    const name = image.exactName("tobacco mosaic virus");
    assert.equal(image.id(image.firstUsage(name)), "8");
  });

  test("keeps the usages of one name together, in the order of the source", () => {
    const name = image.exactName("abies alba");
    const ids: string[] = [];
    for (let u = image.firstUsage(name); u < image.endUsage(name); u++) ids.push(image.id(u));
    assert.deepEqual(ids, ["4", "7"]);
    assert.equal(image.nameOf(usage("7")), name);
  });

  test("gives back every column of every usage", () => {
    for (const row of FIRS) {
      const u = usage(row.id);
      assert.equal(image.id(u), row.id);
      assert.equal(image.rank(u), row.rank);
      assert.equal(image.status(u), row.status);
      assert.equal(image.code(u), row.code);
      assert.equal(image.authorship(u), row.authorship);
      const shown = row.authorship === undefined ? row.scientificName : `${row.scientificName} ${row.authorship}`;
      assert.equal(image.scientificName(u), shown);
      assert.equal(image.canonicalName(u), row.scientificName.replace("var. ", ""));
    }
  });

  test("leads from a synonym to its accepted usage and up its classification", () => {
    assert.equal(image.accepted(usage("5")), usage("4"));
    assert.equal(image.accepted(usage("4")), -1);
    const names = image.lineage(usage("5")).map((u) => image.canonicalName(u));
    assert.deepEqual(names, ["Plantae", "Pinaceae", "Abies"]);
    assert.deepEqual(image.lineage(usage("1")), []);
  });

  test("lists the children of a genus and the genera of an epithet", () => {
    const children = new NameHits();
    image.childrenOfGenus("abies", children);
    const names = [...children.names.subarray(0, children.length)].map((name) => image.foldedName(name));
    assert.deepEqual(names.sort(), ["abies alba", "abies alba alpina"]);
    assert.deepEqual(image.generaWithEpithet("picea"), ["pinus"]);
    assert.deepEqual(image.generaWithEpithet("abies"), []);
    assert.equal(image.hasGenus("pinus"), true);
    assert.equal(image.hasGenus("alba"), false);
  });

  test("finds names by stem and by sound", () => {
    const hits = new NameHits();
    const found = () => [...hits.names.subarray(0, hits.length)].map((name) => image.foldedName(name));
    image.namesWithStem("abies albus", hits);
    assert.deepEqual(found(), ["abies alba"]);
    image.namesWithStem("abies albus alpinus", hits);
    assert.deepEqual(found(), ["abies alba alpina"]);
    image.namesWithStem("pinus albus", hits);
    assert.deepEqual(found(), []);
    image.namesWithPhoneticKey("pynus pycea", hits);
    assert.deepEqual(found(), ["pinus picea"]);
  });

  test("finds the names of a genus that sound alike", () => {
    const hits = new NameHits();
    image.namesOfGenusWithPhoneticKey("pinus pycea", hits);
    assert.deepEqual(namesOf(image, hits), ["pinus picea"]);
    image.namesOfGenusWithPhoneticKey("pynus picea", hits);
    assert.deepEqual(namesOf(image, hits), []);
  });

  test("finds names by the beginning of their last word, j read as i and v as u", () => {
    const hits = new NameHits();
    const found = (folded: string, beginning: string, longer = 6) => {
      image.namesBeginning(folded, beginning, longer, hits);
      return namesOf(image, hits);
    };
    assert.deepEqual(found("abies x", "al"), ["abies alba"]);
    assert.deepEqual(found("abies alba x", "alpjna"), ["abies alba alpina"]);
    assert.deepEqual(found("abies alba x", "alpinae"), []);
    assert.deepEqual(found("abies alba x", "alp", 4), []);
    assert.deepEqual(found("abies x", "al", 3), ["abies alba"]);
    assert.deepEqual(found("abies x", "al", 2), []);
    assert.deepEqual(found("abies x", "ala"), []);
    assert.deepEqual(found("quercus x", "al"), []);
  });

  test("finds names by the beginning of their last word that have the letters asked for, or lack them too", () => {
    const hits = new NameHits();
    const B = 1 << 1;
    const found = (folded: string, same: number) => {
      image.namesBeginning(folded, "al", 6, hits, same);
      return namesOf(image, hits);
    };
    assert.deepEqual(found("abies alxb", B), ["abies alba"]);
    assert.deepEqual(found("abies alx", B), []);
    assert.deepEqual(found("abies alx", 0), ["abies alba"]);
    assert.deepEqual(found("abies alba alx", B), ["abies alba alpina"]);
    assert.deepEqual(found("abies alba albx", B), []);
  });

  test("finds the genus of the name that was asked for last, and that name's words behind it", () => {
    const genus = image.exactName("abies");
    assert.ok(genus >= 0);
    const fresh = readerOf(FIRS);
    assert.equal(fresh.exactName("abies unheardof"), -1);
    assert.equal(fresh.exactName("abies"), genus);
    assert.equal(fresh.exactName("alba unheardof"), -1);
    assert.equal(fresh.exactName("alba"), -1);
    assert.equal(fresh.foldedName(fresh.exactName("abies alba")), "abies alba");
  });

  test("finds the names that differ in their last word by so many edits", () => {
    const hits = new NameHits();
    const found = (folded: string, distance: number) => {
      image.namesWithOtherLastWord(folded, distance, hits);
      return namesOf(image, hits);
    };
    assert.deepEqual(found("abies albxyz", 3), ["abies alba"]);
    assert.deepEqual(found("abies albxyz", 2), []);
    assert.deepEqual(found("abies alba alpxyz", 3), ["abies alba alpina"]);
    assert.deepEqual(found("pinus alba", 5), ["pinus picea"]);
    assert.deepEqual(found("abies", 5), []);
  });

  test("numbers the words of names and of any string alike", () => {
    const words = new Uint32Array(3);
    const asked = new Uint32Array(3);
    for (const row of FIRS) {
      const name = image.nameOf(usage(row.id));
      const folded = image.foldedName(name);
      const count = image.wordsOf(name, words);
      assert.equal(image.wordNumbers(folded, asked), count);
      assert.deepEqual([...asked.subarray(0, count)], [...words.subarray(0, count)]);
      for (const likely of [0, words[0]!, words[0]! + 1, words[0]! - 1]) {
        assert.equal(image.wordsOf(name, asked, likely), count);
        assert.deepEqual([...asked.subarray(0, count)], [...words.subarray(0, count)]);
      }
      const texts = [...words.subarray(0, count)].map((word) => image.wordText(word));
      assert.equal(texts.join(" "), folded);
    }
    assert.equal(image.wordNumbers("abies unheardof", asked), 2);
    assert.equal(asked[1], 0);
    assert.equal(image.childCountOfGenus("abies"), 2);
    assert.equal(image.childCountOfGenus("alba"), 0);
  });

  test("has no usage for an unknown id of any form", () => {
    for (const id of ["0", "10", "99999999999999", "x", "x7", "01", "", "1 "]) assert.equal(usage(id), -1, id);
  });
});

test("an epithet that stands first has its number, whether the name was looked for before or not", () => {
  const image = readerOf(FIRS);
  const before = new Uint32Array(3);
  const after = new Uint32Array(3);
  for (const folded of ["alba", "picea", "alba picea", "alpina alba alba"]) {
    image.exactName("abies alba");
    image.wordNumbers(folded, before);
    image.exactName("abies alba");
    assert.equal(image.exactName(folded), -1);
    image.wordNumbers(folded, after);
    assert.equal(before[0], after[0], folded);
    assert.equal(image.wordText(before[0]!), folded.split(" ")[0]);
  }
});

test("ids of every form come back as they were", () => {
  const ids = [
    "7",
    "07",
    "0",
    "00",
    "wfo-0000000012",
    "wfo-12",
    "12345678901234567890",
    "a1b2",
    "é9",
    "x",
    "9223372036",
  ];
  const image = readerOf(usages(...ids.map((id) => ({ id, scientificName: "Abies alba" }))));
  for (const id of ids) assert.equal(image.id(image.usageWithId(id)), id);
  assert.equal(image.usageWithId("000"), -1);
});

test("authorships of every form come back as they were", () => {
  const written = ["L.", "(Linnaeus, 1758)", "Linnaeus, 1758", "Linnaeus 1758", "(L.) Mill.", "(L., 1758) Mill., 1768"];
  const odd = ["(Linnaeus, 1758", "Müller, 0123", ", 1758", "1758", "(1758)", "Łuczak & Ńowak, 2001", "()"];
  const all = [...written, ...odd];
  const image = readerOf(
    usages(...all.map((authorship, i) => ({ id: String(i), scientificName: "Abies alba", authorship }))),
  );
  all.forEach((authorship, i) => {
    assert.equal(image.authorship(image.usageWithId(String(i))), authorship);
  });
});

test("a name with an umlaut is found by both foldings", () => {
  const image = readerOf(usages({ id: "1", scientificName: "Müllerina exótica" }));
  const name = image.exactName("muellerina exotica");
  const hits = new NameHits();
  image.namesWithSecondFolding("mullerina exotica", hits);
  assert.deepEqual([hits.length, hits.names[0]], [1, name]);
  image.namesWithSecondFolding("muellerina exotica", hits);
  assert.equal(hits.length, 0);
});

test("an empty checklist is an image without names", () => {
  const image = readerOf([]);
  assert.equal(image.nameCount, 0);
  assert.equal(image.exactName("abies"), -1);
  assert.equal(image.usageWithId("1"), -1);
});

test("the same source gives the same release, another source another one", () => {
  const release = (rows: NameUsage[]) => readerOf(rows).header.releaseId;
  assert.equal(release(FIRS), release(FIRS));
  assert.notEqual(release(FIRS), release(FIRS.slice(1)));
});

describe("what rows contradict is repaired and reported", () => {
  const build = (...rows: Parameters<typeof usages>) => {
    const problems = new ProblemReport();
    return { image: readerOf(usages(...rows), problems), problems };
  };
  const A = { id: "a", scientificName: "Aus" };

  test("the second row with an id is left out", () => {
    const { image, problems } = build(A, { id: "a", scientificName: "Bus" });
    assert.equal(image.usageCount, 1);
    assert.deepEqual(problems.toJSON()[0]?.first, [{ line: 3, value: "a" }]);
  });

  test("a usage whose parent is missing becomes a root", () => {
    const { image, problems } = build({ ...A, parentId: "nowhere" });
    assert.equal(image.parent(0), -1);
    assert.equal(problems.count("DANGLING_PARENT"), 1);
  });

  test("a synonym whose accepted usage is missing stays a synonym", () => {
    const { image, problems } = build({ ...A, acceptedId: "nowhere" });
    assert.deepEqual([image.status(0), image.accepted(0)], ["SYNONYM", -1]);
    assert.equal(problems.count("DANGLING_ACCEPTED"), 1);
  });

  test("a chain of synonyms leads to its end", () => {
    const { image, problems } = build(
      { ...A, acceptedId: "b" },
      { id: "b", scientificName: "Bus", acceptedId: "c" },
      { id: "c", scientificName: "Cus" },
    );
    assert.equal(image.accepted(image.usageWithId("a")), image.usageWithId("c"));
    assert.equal(problems.count("CHAINED_SYNONYM"), 1);
  });

  test("a circle of synonyms leads nowhere: none of them is its own accepted usage", () => {
    const { image, problems } = build({ ...A, acceptedId: "b" }, { id: "b", scientificName: "Bus", acceptedId: "a" });
    const [a, b] = [image.usageWithId("a"), image.usageWithId("b")];
    assert.equal(problems.count("SYNONYM_CYCLE"), 1);
    assert.deepEqual([image.accepted(a), image.accepted(b)], [-1, -1]);
    assert.deepEqual([image.status(a), image.status(b)], ["SYNONYM", "SYNONYM"]);
  });

  test("a circle of parents is cut", () => {
    const { image, problems } = build(
      { ...A, parentId: "c" },
      { id: "b", scientificName: "Bus", parentId: "a" },
      { id: "c", scientificName: "Cus", parentId: "b" },
    );
    assert.equal(problems.count("PARENT_CYCLE"), 1);
    for (const id of ["a", "b", "c"]) assert.ok(image.lineage(image.usageWithId(id)).length < 3);
  });

  test("a synonym as parent stands for its accepted usage", () => {
    const { image, problems } = build(
      { ...A, parentId: "b" },
      { id: "b", scientificName: "Bus", acceptedId: "c" },
      { id: "c", scientificName: "Cus" },
    );
    assert.equal(image.parent(image.usageWithId("a")), image.usageWithId("c"));
    assert.equal(problems.count("SYNONYM_AS_PARENT"), 1);
  });
});

describe("a flat classification", () => {
  const classification = { kingdom: "Plantae", family: "Pinaceae", genus: "Abies" };

  test("gives parents, implied where the source has none", () => {
    const image = readerOf(
      usages(
        { id: "1", scientificName: "Abies alba", rank: "SPECIES", classification },
        { id: "2", scientificName: "Abies", rank: "GENUS", classification },
      ),
    );
    const lineage = image.lineage(image.usageWithId("1")).map((u) => image.id(u));
    assert.deepEqual(lineage, ["kingdom:Plantae", "family:Plantae/Pinaceae", "2"]);
    assert.equal(image.rank(image.usageWithId("family:Plantae/Pinaceae")), "FAMILY");
    assert.equal(image.header.notes["impliedCount"], 2);
  });

  test("keeps homonym genera of two kingdoms apart", () => {
    const image = readerOf(
      usages(
        { id: "1", scientificName: "Prunella vulgaris", classification: { kingdom: "Plantae", genus: "Prunella" } },
        { id: "2", scientificName: "Prunella modularis", classification: { kingdom: "Animalia", genus: "Prunella" } },
        { id: "3", scientificName: "Prunella", rank: "GENUS", classification: { kingdom: "Animalia" } },
      ),
    );
    const parentId = (id: string) => image.id(image.parent(image.usageWithId(id)));
    assert.equal(parentId("1"), "genus:Plantae/Prunella");
    assert.equal(parentId("2"), "3");
  });

  test("is not asked when a parent is named by id", () => {
    const image = readerOf(
      usages({ id: "1", scientificName: "Aus" }, { id: "2", scientificName: "Aus bus", parentId: "1", classification }),
    );
    assert.deepEqual(
      image.lineage(image.usageWithId("2")).map((u) => image.id(u)),
      ["1"],
    );
  });
});

test("the builder counts the usages it has taken", () => {
  const builder = new ImageBuilder({ checklistKey: "test" });
  for (const usage of FIRS) builder.add(usage);
  assert.equal(builder.usageCount, FIRS.length);
});
