/** What does a cell say, and what is a row type called? The same for tables and JSON. */
import { decodeEntities } from "../../archive/meta-xml.ts";

/** `"http://rs.gbif.org/terms/1.0/Multimedia"` → `"multimedia"`. */
export function rowTypeKey(rowType: string): string {
  return rowType.replace(/^.*[/#:]/, "").toLowerCase();
}

/**
 * A cell as GBIF reads it: empty ones, `null`, `NULL` and `\N` are absent, entities of XML are characters.
 */
export function cleanCell(text: string): string | undefined {
  if (text === "" || text === "\\N" || text === "null" || text === "NULL") return undefined;
  if (text.charCodeAt(0) <= 32 && text.trim() === "") return undefined;
  return text.includes("&") && text.includes(";") ? decodeEntities(text) : text;
}
