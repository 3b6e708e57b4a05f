import type { ImageReader, UsageOrdinal } from "../image/read.ts";

/**
 * The scientific name of a usage whose canonical name and authorship are at hand, without putting them together from
 * the image once more: the same as `image.scientificName(usage)`.
 */
export function scientificNameOf(
  image: ImageReader,
  usage: UsageOrdinal,
  canonicalName: string,
  authorship: string | undefined,
): string {
  // From three words on there may be a rank marker.
  const isShort = canonicalName.indexOf(" ", canonicalName.indexOf(" ") + 1) < 0;
  if (!isShort || !image.isPlain(usage)) return image.scientificName(usage);
  return authorship === undefined ? canonicalName : `${canonicalName} ${authorship}`;
}
