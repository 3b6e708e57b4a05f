/** Is every section of an image what its builder wrote? */
import { BinomenError } from "../errors.ts";
import { readSectionTable, type SectionPlace, sumOf, viewSections } from "./layout/format.ts";

/**
 * Compares the checksum of every section with the table; the table when all agree.
 * @throws BinomenError IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED (with the section, expected and found)
 */
export function verifyImage(image: Uint8Array, path: string): SectionPlace[] {
  viewSections(image, path);
  const places = readSectionTable(image, path);
  for (const { name, offset, byteLength, checksum } of places) {
    const found = sumOf(image.subarray(offset, offset + byteLength));
    if (found !== checksum) {
      throw new BinomenError("IMAGE_DAMAGED", { path, section: name, expected: checksum, found });
    }
  }
  return places;
}
