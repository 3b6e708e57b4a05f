import assert from "node:assert/strict";
import { test } from "node:test";
import { readMetaDescriptor } from "../../src/archive/meta-xml.ts";

const descriptor = (core: string) =>
  readMetaDescriptor(`<archive xmlns="http://rs.tdwg.org/dwc/text/">${core}</archive>`, "a");
const FILES = "<files><location>taxon.txt</location></files>";

test("what a descriptor leaves out has the defaults of the Darwin Core text guide", () => {
  const { core, extensions } = descriptor(`<core>${FILES}</core>`);
  assert.deepEqual(core, {
    rowType: "simpledarwinrecord",
    locations: ["taxon.txt"],
    encoding: "UTF-8",
    delimiter: ",",
    newline: "\n",
    quote: '"',
    headerLines: 0,
    idIndex: undefined,
    fields: [],
  });
  assert.deepEqual(extensions, []);
});

for (const [written, delimiter] of [
  ["\\t", "\t"],
  ["&#x9;", "\t"],
  ["&#9;", "\t"],
  ["|", "|"],
  ["&amp;", "&"],
  ["\\u0001", "\u0001"],
  ["\\\\", "\\"],
  ["", ","],
] as const)
  test(`fieldsTerminatedBy="${written}" is ${JSON.stringify(delimiter)}`, () =>
    assert.equal(descriptor(`<core fieldsTerminatedBy="${written}">${FILES}</core>`).core.delimiter, delimiter));

test("prefixes of the namespace, several files and constants are understood", () => {
  const { core } = readMetaDescriptor(
    `<dwc:archive xmlns:dwc="http://rs.tdwg.org/dwc/text/" metadata="x.xml"><dwc:core rowType='http://rs.tdwg.org/dwc/terms/Taxon' fieldsEnclosedBy='"' ignoreHeaderLines="2">
      <dwc:files><dwc:location>a.txt</dwc:location><dwc:location>b.txt</dwc:location></dwc:files><dwc:id index="3"/>
      <dwc:field term="http://rs.tdwg.org/dwc/terms/nomenclaturalCode" default="ICZN"/>
      <dwc:field index="0" term="http://rs.tdwg.org/dwc/terms/scientificName"/></dwc:core></dwc:archive>`,
    "a",
  );
  assert.deepEqual([core.rowType, core.locations, core.headerLines, core.idIndex], ["taxon", ["a.txt", "b.txt"], 2, 3]);
  assert.deepEqual(core.fields, [
    { term: "http://rs.tdwg.org/dwc/terms/nomenclaturalCode", index: undefined, default: "ICZN" },
    { term: "http://rs.tdwg.org/dwc/terms/scientificName", index: 0, default: undefined },
  ]);
});

test("entities of a document type are not resolved", () => {
  const xml = (entity: string): string =>
    `<!DOCTYPE archive [<!ENTITY e ${entity}>]><archive><core>${FILES.replace("taxon.txt", "&e;")}</core></archive>`;
  assert.deepEqual(readMetaDescriptor(xml('"text"'), "a").core.locations, ["&e;"]);
  assert.throws(() => readMetaDescriptor(xml('SYSTEM "file:///etc/hostname"'), "a"), { code: "SOURCE_DAMAGED" });
});

test("a descriptor without core, or that is no XML, is refused", () => {
  for (const xml of ["<archive/>", "not xml", "<archive><core", ""])
    assert.throws(() => readMetaDescriptor(xml, "x.zip"), { code: "SOURCE_DAMAGED" }, xml);
});
