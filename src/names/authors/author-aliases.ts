/**
 * Which spellings of an author mean the same person?
 *
 * An optional file of tab-separated rows: canonical name, code (`BOT`, `ZOO`, `ANY`), further spellings. This is the
 * format of the Catalogue of Life's author map; binomen ships none and works without.
 */
import { authorKey } from "./author-key.ts";

/** Normalised spelling → normalised canonical name. */
export type AuthorAliases = ReadonlyMap<string, string>;

/**
 * Reads an alias file. Lines that do not have three columns are left out and counted.
 *
 * @param codes which codes to take; unknown code of a name means BOT and ANY, as in the Catalogue of Life.
 */
export function readAuthorAliases(
  text: string,
  codes: readonly string[] = ["BOT", "ANY"],
): { aliases: AuthorAliases; skippedLines: number } {
  const aliases = new Map<string, string>();
  let skippedLines = 0;
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [canonical, code, ...spellings] = line.split("\t");
    if (canonical === undefined || code === undefined || spellings.length === 0) {
      skippedLines++;
      continue;
    }
    if (!codes.includes(code.trim())) continue;
    const target = authorKey(canonical).text;
    for (const spelling of spellings) {
      const key = authorKey(spelling).text;
      if (key !== "" && key !== target && !aliases.has(key)) aliases.set(key, target);
    }
  }
  return { aliases, skippedLines };
}
