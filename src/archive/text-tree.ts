/**
 * What is in a text tree (`.txtree`)?
 *
 * One name per line, children indented by two spaces below their parent, synonyms below their accepted name with a sign
 * before the name. `Aus bus L., 1758 [species] {ID=17 CODE=zoological VERN=en:Bus,de:Busch} # remark`
 * https://github.com/gbif/text-tree
 */

import { decodePieces, reportCharacters, type TextFormat } from "../tables/text.ts";
import { parseCode } from "../taxonomy/code-spelling.ts";
import type { NameUsage, VernacularName } from "../taxonomy/name-usage.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { parseRank } from "../taxonomy/rank-spelling.ts";
import { readMetadata } from "./metadata.ts";
import type { SourceFile, SourceFiles } from "./packed/source-file.ts";
import { readSample, sniffTable } from "./sniff.ts";
import type { ByteProgress, Source, SourceMetadata } from "./source.ts";

/** `  =†?Aus bus L. [species] {ID=17} # remark` */
const LINE = /^([ \t]*)([=≡~*$†‡?]*)\s*(.*?)(?:\s+\[([^\]\d][^\]]*)\])?(?:\s+\{(.*)\})?(?:\s+#.*)?$/u;

/** A line that says its rank, which hardly any other text does. */
const TYPICAL = /^ *[=≡~*$†‡?]*\p{Lu}.* \[\p{L}[\p{L} _.-]*\]( \{.*\})?( #.*)?$/u;

/** Usages handed out at a time. */
const BATCH = 2048;

/** Opens a text tree; `undefined` when the lines look otherwise. */
export async function openTextTree(path: string, { files, packing, close }: SourceFiles): Promise<Source | undefined> {
  const file =
    packing === "file"
      ? files[0]
      : files.find((candidate) => /\.(txtree|tree|txt)$/i.test(candidate.name) && !candidate.name.includes("expected"));
  if (!file) return undefined;
  const { format, lines } = sniffTable(await readSample(file), { delimiter: "\u0000", quote: "", headerLines: 0 });
  const written = lines.map(([line = ""]) => line).filter((line) => line.trim() && !line.startsWith("#"));
  const typical = written.filter((line) => TYPICAL.test(line));
  if (typical.length === 0 || typical.length * 2 < written.length) return undefined;
  return new TextTreeSource(path, file, format, await readMetadata(files), close);
}

class TextTreeSource implements Source {
  readonly path: string;
  readonly format = "text-tree";
  readonly metadata: SourceMetadata;
  readonly progress: ByteProgress;
  readonly report = new ProblemReport();
  readonly #file: SourceFile;
  readonly #text: TextFormat;
  readonly #close: () => Promise<void>;

  constructor(path: string, file: SourceFile, text: TextFormat, metadata: SourceMetadata, close: () => Promise<void>) {
    this.path = path;
    this.metadata = metadata;
    this.progress = { read: 0, total: file.size };
    this.#file = file;
    this.#text = text;
    this.#close = close;
  }

  async *usages(): AsyncIterable<NameUsage[]> {
    this.report.clear();
    this.progress.read = 0;
    /** Accepted usages from the root to the line before, with their indentation. */
    const above: { id: string; indent: number }[] = [];
    let batch: NameUsage[] = [];
    const count = (bytes: number): void => {
      this.progress.read += bytes;
    };
    for await (const { line, indent, signs, name, rankText, notes } of this.#lines(count)) {
      while (above.length && above.at(-1)!.indent >= indent) above.pop();
      const parent = above.at(-1);
      const code = parseCode(notes.get("CODE"));
      const rank = parseRank(rankText, code);
      if (rankText && rank === undefined) this.report.add("UNKNOWN_RANK", line, rankText);
      const isSynonym = /[=≡~]/.test(signs);
      // `{ID=}` names none.
      const id = notes.get("ID") || String(line);
      batch.push({
        id,
        parentId: isSynonym ? undefined : parent?.id,
        acceptedId: isSynonym ? parent?.id : undefined,
        scientificName: name,
        rank,
        verbatimRank: rank === undefined ? rankText : undefined,
        status: isSynonym ? "SYNONYM" : signs.includes("?") ? "PROVISIONALLY_ACCEPTED" : "ACCEPTED",
        code,
        line,
      });
      if (!isSynonym) above.push({ id, indent });
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length) yield batch;
  }

  async *vernaculars(): AsyncIterable<VernacularName> {
    for await (const { line, notes } of this.#lines())
      for (const written of notes.get("VERN")?.split(",") ?? []) {
        const [, language, name] = /^(?:([a-z]{2,3}):)?(.+)$/.exec(written.trim()) ?? [];
        if (name)
          yield { usageId: notes.get("ID") ?? String(line), vernacularName: name.replaceAll("_", " "), language };
      }
  }

  close(): Promise<void> {
    return this.#close();
  }

  async *#lines(onBytes?: (count: number) => void): AsyncIterable<{
    line: number;
    indent: number;
    signs: string;
    name: string;
    rankText: string | undefined;
    notes: ReadonlyMap<string, string>;
  }> {
    let line = 0;
    for await (const piece of decodePieces(this.#file.read(onBytes), this.#text, this.path)) {
      reportCharacters(piece, line + 1, this.report);
      const lines = piece.text.split(this.#text.newline);
      if (lines.at(-1) === "") lines.pop();
      for (const text of lines) {
        line++;
        if (!text.trim() || /^\s*#/.test(text)) continue;
        const [, spaces = "", signs = "", name = "", rankText, written] = LINE.exec(text.trimEnd()) ?? [];
        if (!name) {
          this.report.add("MISSING_NAME", line, text.trim());
          continue;
        }
        yield { line, indent: spaces.replaceAll("\t", "  ").length, signs, name, rankText, notes: notesOf(written) };
      }
    }
  }
}

/** `ID=17 VERN=de:Große_Biene,en:Bee` by key; values go on to the next key. */
function notesOf(written = ""): ReadonlyMap<string, string> {
  return new Map(
    [...written.matchAll(/([A-Z]+)=(.*?)(?=\s+[A-Z]+=|$)/g)].map(([, key, value]) => [key!, value!.trim()]),
  );
}
