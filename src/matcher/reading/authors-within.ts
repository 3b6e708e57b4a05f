/** Who published a genus and what is in it? */
import { type ImageReader, NameHits } from "../../image/read.ts";

/**
 * True when nobody of this name published the genus or a species in it, as far as the checklist tells: "Fugu Triaureus". Who
 * described a genus named most of its species, too.
 */
export function isNoAuthorWithin(genus: string, word: string, image: ImageReader): boolean {
  const surname = word.toLowerCase();
  const hits = new NameHits();
  image.childrenOfGenus(genus, hits);
  const tellsAuthors = (name: number) => {
    if (name < 0) return false;
    for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++)
      if (mayBeBy(surname, image.authorship(usage)?.toLowerCase() ?? "")) return true;
    return false;
  };
  if (tellsAuthors(image.exactName(genus))) return false;
  for (let at = 0; at < hits.length; at++) if (tellsAuthors(hits.names[at]!)) return false;
  return true;
}

/** "trinius" in "c.trinius, 1820" or "trin., 1820". */
function mayBeBy(surname: string, authorship: string): boolean {
  if (authorship.includes(surname)) return true;
  for (const [, short] of authorship.matchAll(/(\p{L}{2,})\./gu)) if (surname.startsWith(short!)) return true;
  return false;
}
