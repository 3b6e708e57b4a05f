/**
 * How do the identifiers of other checklists come to lead to usages of this one?
 *
 * Each is compiled as a checklist of its own, without being kept, and its usages are matched against the image.
 */
import { readImage } from "../image/file.ts";
import { JoinTable } from "../image/ids/build-joins.ts";
import { withJoins } from "../image/join-identifiers.ts";
import type { JoinedChecklist } from "../image/layout/format.ts";
import { ImageReader } from "../image/read.ts";
import { joinChecklist } from "../matcher/join-checklist.ts";
import { Matcher } from "../matcher/match.ts";
import type { ProblemCount } from "../taxonomy/problem-report.ts";
import { type CompileEvents, compileSource, isImage } from "./compile.ts";

/** A checklist whose identifiers shall be joined. */
export interface JoinSource {
  /** Whose identifiers they are: `"worms"`. */
  readonly source: string;
  /** A source or an image. */
  readonly path: string;
}

/**
 * The image with the identifiers of other checklists, in shared memory. Where two have the same identifier, the first counts.
 *
 * @throws SOURCE_…, IMAGE_… when one of them cannot be read
 */
export async function joinChecklists(
  image: Uint8Array,
  others: readonly JoinSource[],
  events: CompileEvents = {},
): Promise<Uint8Array> {
  const table = new JoinTable();
  const add = (identifier: string, usage: number) => table.add(identifier, usage);
  const joins: JoinedChecklist[] = [];
  const matcher = new Matcher(new ImageReader(image));
  for (const { source, path } of others) {
    const bytes = isImage(path) ? readImage(path) : await compileSource(path, { ...events, checklistKey: source });
    const other = new ImageReader(bytes, path);
    const { title, sourceChecksum, usageCount, notes } = other.header;
    const { problems = [] } = notes as { problems?: ProblemCount[] };
    const joinedCount = joinChecklist(matcher, other, source, add, (usages) =>
      events.onProgress?.({
        phase: `joining ${source}`,
        usageCount: usages,
        bytesRead: usages,
        bytesTotal: usageCount,
      }),
    );
    joins.push({ source, title, sourceChecksum, usageCount, joinedCount, problems });
  }
  return withJoins(image, table, joins);
}
