/** GBIF downloads that have the verbatim and the interpreted record of each row, from ../shared/data/pipeline/occurrence. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const FOLDER = new URL("../../../shared/data/pipeline/occurrence/", import.meta.url);

/** A record as published and as GBIF understood it; empty cells are left out. */
export type Pair = {
  readonly verbatim: Readonly<Record<string, string>>;
  readonly golden: Readonly<Record<string, string>>;
};

/** The sets by name, `undefined` when they are not here. */
export function goldenSets(): Readonly<Record<string, readonly Pair[]>> | undefined {
  if (!existsSync(FOLDER)) return undefined;
  return {
    pontaurus: sideBySide("pontaurus"),
    lemurs: sideBySide("lemurs-open"),
    "pontaurus, all columns": wholePontaurus(),
    "simple csv": simpleCsv(),
  };
}

function tsv(text: string, names?: readonly string[]): Record<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const header = names ?? lines.shift()!.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [header[i]!, cell])));
}

function sideBySide(name: string): Pair[] {
  return tsv(readFileSync(new URL(`${name}/verbatim_vs_interpreted.tsv`, FOLDER), "utf8")).map((row) => {
    const part = (prefix: string) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([column, cell]) =>
          column.startsWith(prefix) && cell !== "" ? [[column.slice(2), cell]] : [],
        ),
      );
    return { verbatim: part("v_"), golden: part("i_") };
  });
}

/** The full download: every column of the verbatim file beside every column of the interpreted one. */
function wholePontaurus(): Pair[] {
  const read = (name: string) => tsv(gunzipSync(readFileSync(new URL(`pontaurus/${name}`, FOLDER))).toString("utf8"));
  const golden = new Map(read("occurrence.txt.gz").map((row) => [row["gbifID"], row]));
  return read("verbatim.txt.gz").map((row) => ({ verbatim: filled(row), golden: filled(golden.get(row["gbifID"])!) }));
}

/**
 * A download without verbatim file: its rows, interpreted once more, must stay as they are. Names and their higher taxa
 * are not counted.
 */
function simpleCsv(): Pair[] {
  const file = (name: string) => fileURLToPath(new URL(`gbif-simple-csv-fuzzy/${name}`, FOLDER));
  const names = readFileSync(file("header.txt"), "utf8").split("\n").filter(Boolean);
  const text = execFileSync("unzip", ["-p", file("0011066-200127171203522.zip")], { maxBuffer: 1 << 28 }).toString();
  return tsv(text, names)
    .filter((row) => row["gbifID"] !== "gbifID")
    .map((row) => {
      const golden = filled(row);
      const { issue: _, mediaType: __, lastInterpreted: ___, elevation: ____, depth: _____, ...verbatim } = golden;
      // The download has no column for the datum, and says that none was missing.
      return { verbatim: { ...verbatim, geodeticDatum: "WGS84" }, golden };
    });
}

function filled(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ""));
}
