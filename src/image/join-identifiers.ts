/**
 * How do the identifiers of another checklist get into an image?
 *
 * Which usages they mean is known only when the image stands, since they are matched against it (matcher/join-checklist.ts):
 * so it is laid out once more, the sections of identifiers in the place of those it has.
 */
import type { JoinTable } from "./ids/build-joins.ts";
import { type JoinedChecklist, layOutImage, viewSections } from "./layout/format.ts";
import { ImageReader } from "./read.ts";

/**
 * A copy of an image with the identifiers of other checklists, in shared memory. Those that it had are replaced.
 * @param table is of no use afterwards
 */
export function withJoins(image: Uint8Array, table: JoinTable, joins: readonly JoinedChecklist[]): Uint8Array {
  const { releaseId: _, ...header } = new ImageReader(image).header;
  // Laying out gives the memory of sections back: what is not shared is copied first.
  const own = image.buffer instanceof SharedArrayBuffer ? image : new Uint8Array(new SharedArrayBuffer(image.length));
  if (own !== image) own.set(image);
  return layOutImage(
    { ...viewSections(own, header.checklistKey), ...table.finish() },
    { ...header, joins: [...joins] },
    (byteLength) => new SharedArrayBuffer(byteLength),
  );
}
