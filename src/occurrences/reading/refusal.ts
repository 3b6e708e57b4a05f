/** What is in a source that holds no table of records, and what can its owner do? */
import type { SourceFile, SourceFiles } from "../../archive/packed/source-file.ts";
import { readSample } from "../../archive/sniff.ts";
import { binaryKind } from "../../tables/binary.ts";
import { decodeText } from "../../tables/encoding.ts";

const PACKED = /\.(zip|gz|tgz|tar|7z|rar|dwca)$/i;
/** What is known to be no text, and nothing else. */
const BINARY = "a binary file";
const GIVE_TABLE = "Give a Darwin Core archive, or the records as CSV, TSV, JSON lines or XLSX.";
/** How much of a first line is shown. */
const SHOWN = 80;

/** A sentence for people. @param candidates the files that were looked into */
export async function whyNoRecords(source: SourceFiles, candidates: readonly SourceFile[]): Promise<string> {
  if (source.files.length === 0)
    return source.packing === "folder"
      ? "The folder is empty: give the file with the records, or the folder that holds it."
      : "The archive is empty: download or export it again.";
  const isFile = source.packing === "file";
  const packed = isFile ? undefined : source.files.find(({ name }) => PACKED.test(name));
  if (packed) return `It holds another archive, ${packed.name}: unpack it and give that one.`;
  const [file] = candidates;
  if (file === undefined) {
    const names = source.files.slice(0, 5).map(({ name }) => name);
    return `It has no table: ${names.join(", ")}. Give the table, or the archive, that holds the records.`;
  }
  const about = await whatIs(file);
  const others = candidates.length > 1 ? ` (and ${candidates.length - 1} more files without records)` : "";
  return `${isFile ? "It" : file.name} ${about}${others}`;
}

async function whatIs(file: SourceFile): Promise<string> {
  const sample = await readSample(file);
  if (sample.length === 0) return "is empty: download or export it again.";
  if (sample.subarray(0, 4).toString("latin1") === "PK\x05\x06")
    return "is a ZIP archive without files: download or export it again.";
  const kind = binaryKind(sample);
  if (kind && kind.name !== BINARY)
    return `is ${kind.name}. ${/one name per line/.test(kind.hint) ? GIVE_TABLE : kind.hint.replace(/\bsend\b/, "give")}`;
  if (PACKED.test(file.name))
    return "is named as an archive and does not begin as one: download it again, or unpack it and give what is inside.";
  if (kind) return `is ${BINARY}. ${GIVE_TABLE}`;
  const text = decodeText(sample).text.replace(/^\uFEFF/, "");
  const start = text.trimStart();
  if (start === "") return "has nothing but empty lines: download or export it again.";
  if (start.startsWith("["))
    return "is one JSON array. JSON is read with one record a line: jq -c '.[]' FILE > records.ndjson";
  if (start.startsWith("{")) {
    const list = /"(results|records|items|data|features)"\s*:\s*\[/.exec(text)?.[1];
    return `is one JSON document. JSON is read with one record a line: jq -c '${list === undefined ? "." : `.${list}[]`}' FILE > records.ndjson`;
  }
  if (start.startsWith("<")) return "is XML. Give the table, or the Darwin Core archive, that holds the records.";
  const line = start.split(/\r\n|\n|\r/, 1)[0]!;
  const shown = line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
  return `has no name of Darwin Core in its first line: ${JSON.stringify(shown)}. Name its columns by terms (occurrenceID, scientificName, eventDate …).`;
}
