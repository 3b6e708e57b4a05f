/** Reads GBIF's test cases beside the project; `undefined` when they are not there. */
import { existsSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../../shared/data/gbif/", import.meta.url);

export interface GbifCase {
  src: string;
  kind: "match" | "id" | "index" | "unit";
  backbone?: string;
  api: "v1" | "v2";
  query: Record<string, unknown> & { fn?: string; args?: unknown[] };
  expect: Record<string, unknown>;
}

/** All cases, or `undefined` when the shared data is absent. */
export function gbifCases(): GbifCase[] | undefined {
  const file = new URL("cases.jsonl", FOLDER);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as GbifCase);
}
