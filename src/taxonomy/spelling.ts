/**
 * Under which key is a written vocabulary term looked up?
 *
 * Ranks, statuses, codes and kingdoms are written in any case, with and without points, spaces, hyphens, underscores
 * and accents, and as the last part of a URI. All of that is dropped here, so that the tables list words only.
 */

/** `"Sous-espèce"` → `"sousespece"`, `"http://rs.gbif.org/vocabulary/gbif/rank/species"` → `"species"`. */
export function spellingKey(text: string): string {
  // Most cells are plain lower-case words already; testing for that is cheaper than normalising.
  if (/^[a-z]+$/.test(text)) return text;
  const word = /^https?:/i.test(text) ? text.replace(/[/#]+$/, "").replace(/^.*[/#]/, "") : text;
  return word
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}

/** Turns `{ VALUE: "word word …" }` into a look-up by word. A word that is listed for two values is a mistake and throws. */
export function spellingTable<T extends string>(terms: Readonly<Partial<Record<T, string>>>): Map<string, T> {
  const table = new Map<string, T>();
  for (const [value, words] of Object.entries(terms) as [T, string][])
    for (const word of [value, ...words.split(/\s+/)]) {
      const key = spellingKey(word);
      const other = table.get(key);
      if (other !== undefined && other !== value) throw new Error(`"${word}" is listed for ${other} and for ${value}`);
      if (key) table.set(key, value);
    }
  return table;
}
