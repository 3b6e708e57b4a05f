/** The pages of the documentation, and what is typed on them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of the pages. */
export const DOCS = fileURLToPath(new URL("../../docs/", import.meta.url));

/** A page of the documentation. */
export interface Page {
  /** `"api.md"` */
  readonly name: string;
  readonly text: string;
}

/** All pages. */
export function pages(): Page[] {
  const names = readdirSync(DOCS).filter((name) => name.endsWith(".md"));
  return names.sort().map((name) => ({ name, text: readFileSync(`${DOCS}${name}`, "utf8") }));
}
