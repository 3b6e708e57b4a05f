/** What does a data set say about itself? Reads EML, ColDP's `metadata.yaml` and `metadata.json`, as far as needed. */
import { XMLParser } from "fast-xml-parser";
import { parseLongAsText } from "../tables/long-numbers.ts";
import { decodeEntities } from "./meta-xml.ts";
import type { SourceFile } from "./packed/source-file.ts";
import { readText } from "./sniff.ts";
import type { SourceMetadata } from "./source.ts";

/** Reads metadata from the first file of a source that has some; a file that cannot be read says nothing. */
export async function readMetadata(files: readonly SourceFile[], named?: string): Promise<SourceMetadata> {
  const wanted = [named, "metadata.yaml", "metadata.yml", "metadata.json", "eml.xml", "metadata.xml"];
  for (const name of wanted) {
    const file = name === undefined ? undefined : files.find((f) => baseName(f.name) === name.toLowerCase());
    if (!file) continue;
    const text = await readText(file);
    const metadata = file.name.endsWith(".xml")
      ? ofEml(text)
      : file.name.endsWith(".json")
        ? ofJson(text)
        : ofYaml(text);
    if (metadata.title) return metadata;
  }
  return {};
}

function baseName(name: string): string {
  return name.replace(/^.*\//, "").toLowerCase();
}

/** Top-level `key: value` lines only: enough for the fields wanted, and no YAML parser to feed. */
function ofYaml(text: string): SourceMetadata {
  const lines = text.split(/\r?\n/);
  const value = (key: string): string | undefined => {
    const at = lines.findIndex((line) => line.toLowerCase().startsWith(`${key}:`));
    if (at < 0) return undefined;
    const written = lines[at]!.slice(key.length + 1)
      .replace(/\s#.*$/, "")
      .trim();
    // A folded or literal block stands in the indented lines below.
    if (/^[>|][+-]?$/.test(written) || written === "") {
      const block: string[] = [];
      for (let next = at + 1; next < lines.length && /^\s+\S/.test(lines[next]!); next++)
        block.push(lines[next]!.trim());
      return written === "" ? undefined : block.join(" ") || undefined;
    }
    return written.replace(/^(["'])(.*)\1$/, "$2").trim() || undefined;
  };
  return {
    title: value("title"),
    version: value("version"),
    issued: value("issued") ?? value("released"),
    licence: value("license") ?? value("licence"),
    doi: value("doi"),
  };
}

function ofJson(text: string): SourceMetadata {
  let json: Record<string, unknown>;
  try {
    json = parseLongAsText(text) as Record<string, unknown>;
  } catch {
    return {};
  }
  const value = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const found = json[key];
      if ((typeof found === "string" && found) || typeof found === "number") return String(found);
    }
    return undefined;
  };
  return {
    title: value("title"),
    version: value("version"),
    issued: value("issued", "released"),
    licence: value("license", "licence"),
    doi: value("doi"),
  };
}

function ofEml(text: string): SourceMetadata {
  type Node = Record<string, unknown>;
  let dataset: Node | undefined;
  try {
    const parser = new XMLParser({ removeNSPrefix: true, processEntities: false, parseTagValue: false });
    dataset = ((parser.parse(text) as Node)["eml"] as Node | undefined)?.["dataset"] as Node | undefined;
  } catch {
    return {};
  }
  if (!dataset) return {};
  const identifiers = ([dataset["alternateIdentifier"]].flat() as unknown[]).map(flatText);
  return {
    title: flatText([dataset["title"]].flat()[0]) || undefined,
    issued: flatText(dataset["pubDate"]) || undefined,
    licence: flatText(dataset["intellectualRights"]) || undefined,
    doi: identifiers.map((id) => /10\.\d{4,}\/\S+/.exec(id)?.[0]).find(Boolean),
  };
}

function flatText(node: unknown): string {
  if (node === null || node === undefined) return "";
  if (typeof node !== "object") return decodeEntities(String(node)).replace(/\s+/g, " ").trim();
  return Object.values(node).map(flatText).filter(Boolean).join(" ");
}
