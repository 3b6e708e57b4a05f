/**
 * What does the descriptor of a Darwin Core Archive say?
 *
 * Defaults are those of the Darwin Core text guide (https://dwc.tdwg.org/text/, section 2): cells end with commas, lines
 * with LF, cells are enclosed by double quotes, UTF-8, no header lines.
 */
import { XMLParser } from "fast-xml-parser";
import { BinomenError } from "../errors.ts";
import { termKey } from "./terms.ts";

/** A field of a row: a column, a constant, or a column with a constant where it is empty. */
interface MetaField {
  term: string;
  index?: number | undefined;
  default?: string | undefined;
}

/** The core, or an extension, of an archive. */
export interface MetaTable {
  /** Last part of the row type in small letters: `"taxon"`, `"vernacularname"`. */
  rowType: string;
  /** Files in which the rows stand, one after the other. */
  locations: string[];
  encoding: string;
  delimiter: string;
  newline: string;
  quote: string;
  headerLines: number;
  /** Column of the id (core) or core id (extension). */
  idIndex?: number | undefined;
  fields: MetaField[];
}

/** A `meta.xml`. */
export interface MetaDescriptor {
  core: MetaTable;
  extensions: MetaTable[];
  /** File with the metadata of the data set. */
  metadata?: string | undefined;
}

type XmlNode = { [name: string]: unknown };

/**
 * Reads a `meta.xml`. External entities are not followed.
 *
 * @throws SOURCE_DAMAGED when it is no XML or has no core.
 */
export function readMetaDescriptor(xml: string, path: string): MetaDescriptor {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    removeNSPrefix: true,
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: false,
    trimValues: false,
    isArray: (name) => ["extension", "field", "location", "files", "core", "archive", "starArchive"].includes(name),
  });
  let root: XmlNode;
  try {
    root = parser.parse(xml) as XmlNode;
  } catch (cause) {
    throw new BinomenError(
      "SOURCE_DAMAGED",
      { path, problem: `meta.xml is no XML (${(cause as Error).message}).` },
      { cause },
    );
  }
  // Before the text guide of 2009 the root was called a star archive.
  const archive = childrenOf(root, "archive")[0] ?? childrenOf(root, "starArchive")[0];
  const core = archive && childrenOf(archive, "core")[0];
  if (!archive || !core)
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: "meta.xml has no <core>, so no file holds the taxa." });
  return {
    core: tableOf(core, "id"),
    extensions: childrenOf(archive, "extension").map((extension) => tableOf(extension, "coreid")),
    metadata: attributeOf(archive, "metadata")?.trim() || undefined,
  };
}

function tableOf(node: XmlNode, idName: "id" | "coreid"): MetaTable {
  const id = childrenOf(node, idName)[0] ?? childrenOf(node, idName === "id" ? "coreid" : "id")[0];
  return {
    rowType: termKey((attributeOf(node, "rowType") ?? "SimpleDarwinRecord").replace(/[\s/#]+$/, "")),
    locations: locationsOf(node),
    encoding: attributeOf(node, "encoding")?.trim() || "UTF-8",
    delimiter: withoutEscapes(attributeOf(node, "fieldsTerminatedBy") ?? ",") || ",",
    newline: withoutEscapes(attributeOf(node, "linesTerminatedBy") ?? "\n") || "\n",
    quote: withoutEscapes(attributeOf(node, "fieldsEnclosedBy") ?? '"'),
    headerLines: Number(attributeOf(node, "ignoreHeaderLines")?.trim() || 0) || 0,
    idIndex: indexOf(id),
    fields: childrenOf(node, "field").flatMap((field) => {
      const term = attributeOf(field, "term")?.trim();
      return term ? [{ term, index: indexOf(field), default: attributeOf(field, "default") || undefined }] : [];
    }),
  };
}

/** Files of a table; a star archive names one in an attribute. */
function locationsOf(node: XmlNode): string[] {
  const listed = childrenOf(node, "files").flatMap((files) =>
    ((files["location"] as unknown[] | undefined) ?? []).map((location) => decodeEntities(textOf(location)).trim()),
  );
  const own = attributeOf(node, "location")?.trim();
  return listed.length > 0 || !own ? listed : [own];
}

function childrenOf(node: XmlNode, name: string): XmlNode[] {
  const children = node[name];
  const list = Array.isArray(children) ? children : children === undefined ? [] : [children];
  // An element without attributes and children is read as a text.
  return list.map((child) => (typeof child === "object" && child !== null ? (child as XmlNode) : {}));
}

function attributeOf(node: XmlNode, name: string): string | undefined {
  const value = node[`@${name}`];
  return typeof value === "string" ? decodeEntities(value) : undefined;
}

function indexOf(node: XmlNode | undefined): number | undefined {
  const index = node && attributeOf(node, "index")?.trim();
  return index && /^\d+$/.test(index) ? Number(index) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? String((value as XmlNode)["#text"] ?? "") : String(value);
}

/** `\t`, `\n`, `\r`, `\\` and `\u0001` are written out in attributes, because XML turns real ones into spaces. */
function withoutEscapes(text: string): string {
  return text.replace(/\\(u[0-9a-f]{4}|.)/gi, (_, what: string) =>
    what.length > 1
      ? String.fromCharCode(Number.parseInt(what.slice(1), 16))
      : (({ t: "\t", n: "\n", r: "\r", f: "\f" } as Record<string, string>)[what] ?? what),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Resolves character references and the five entities of XML itself; nothing else, so no document can explode. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
