/** Which of the names in a row is meant: a genus behind the taxa that hold it? */
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { parseKingdom } from "../../taxonomy/kingdom.ts";

/** A checklist whose parents form a circle must not hang the service. */
const MAX_DEPTH = 100;

/** True when a taxon of this name, or the accepted one of it, holds the other, or is it: the family before a species. */
export function isAbove(name: string, other: string, image: ImageReader): boolean {
  if (name === other) return true;
  const holders = acceptedOf(name, image);
  if (holders.size === 0) return false;
  for (const lowest of acceptedOf(other, image)) {
    let taxon = lowest;
    for (let depth = 0; depth < MAX_DEPTH && taxon >= 0; depth++, taxon = image.parent(taxon))
      if (holders.has(taxon)) return true;
  }
  return false;
}

function acceptedOf(name: string, image: ImageReader): Set<UsageOrdinal> {
  const taxa = new Set<UsageOrdinal>();
  const ordinal = image.exactName(name);
  if (ordinal < 0) return taxa;
  for (let usage = image.firstUsage(ordinal); usage < image.endUsage(ordinal); usage++) {
    const accepted = image.accepted(usage);
    taxa.add(accepted < 0 ? usage : accepted);
  }
  return taxa;
}

const ROW =
  /^((?:\p{Lu}\p{Ll}{2,}(?:\s*[/>;:|,_–-]\s*|\s+))+)(\p{Lu}\p{Ll}{2,})((?:\s*[/>;|,]\s*|\s+)spp?\b\.?.*)?(?:\s*[;|,]\s*(?:NA|N\/A|null|none|unclassified|-)?)*$/u;

/** A row of higher taxa, without spaces, and a species of the last. */
const ROW_OF_SPECIES =
  /^((?:\p{Lu}\p{Ll}{2,}(?:\(\d+\))?[/>;:|,._\t-]+)+)(\p{Lu}\p{Ll}{2,})[/>;:|,._\s-](\p{Ll}{3,})((?:[\s(;].*)?)$/u;

/** "Drosophilidae.Drosophila.baltica", "Plantae,Fagaceae,Quercus,Quercus_xylosa" → `"Quercus xylosa"`, be it known or not. */
function speciesOfRow(text: string, image: ImageReader): string {
  const [, before, genus, epithet, rest] = ROW_OF_SPECIES.exec(text) ?? [];
  if (before === undefined || !image.hasGenus(foldName(genus!))) return text;
  const words = before.match(/\p{L}+/gu)!.filter((word) => parseKingdom(word) === undefined);
  const areAbove = words.every((word) => isAbove(foldName(word), foldName(genus!), image));
  return areAbove ? `${genus} ${epithet}${rest!.startsWith("(") ? "" : rest}` : text;
}

/** "Fagaceae: Quercus", "Plantae;Fagaceae;Quercus sp." → `"Quercus"`, `"Quercus sp."`; the same text when they are no row. */
export function lowestOfRow(text: string, image: ImageReader): string {
  // "Quercus robur …": an expression would take longer to see it.
  const second = text.charCodeAt(text.indexOf(" ") + 1);
  if (second >= 97 && second <= 122) return text;
  const [, before, lowest, open = ""] = ROW.exec(text) ?? [];
  if (before === undefined || lowest === undefined) return speciesOfRow(text, image);
  const folded = foldName(lowest);
  // "Panthera Leo" is a species; Leo is a name of Panthera, too.
  if (image.exactName(foldName(`${before.match(/\p{L}+/gu)!.at(-1)} ${lowest}`)) >= 0) return text;
  // Kingdoms have many names, which the checklist need not have.
  const words = before.match(/\p{L}+/gu)!.filter((word) => parseKingdom(word) === undefined);
  const areAbove = words.every((word) => foldName(word) !== folded && isAbove(foldName(word), folded, image));
  const isThere = image.exactName(folded) >= 0 && parseKingdom(lowest) === undefined;
  return isThere && areAbove ? `${lowest}${open.replace(/^\s*[/>;|,]\s*/, " ")}` : text;
}
