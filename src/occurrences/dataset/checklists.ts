/** Which checklists are the taxa of records matched against? */
import { BUNDLED_BACKBONE } from "../../checklists/bundled.ts";
import { type CompileEvents, checklistKeyOf, openChecklist } from "../../checklists/compile.ts";
import { ImageReader } from "../../image/read.ts";
import type { SharedChecklist } from "./messages.ts";

/**
 * Opens checklists, the bundled one when none is named. The first is the default one.
 *
 * @param named paths, with or without a key before them: `"col=/data/col.zip"`
 * @throws IMAGE_…, SOURCE_…
 */
export async function openSharedChecklists(
  named: readonly string[],
  dataDir: string,
  events: CompileEvents = {},
): Promise<SharedChecklist[]> {
  const wanted = named.map((text) => {
    const [, checklistKey, path] = /^(?:([\w.-]+)=)?(.*)$/s.exec(text)!;
    return { checklistKey, path: path! };
  });
  const opened: SharedChecklist[] = [];
  for (const { checklistKey, path } of wanted.length > 0 ? wanted : [BUNDLED_BACKBONE]) {
    const { image, path: imagePath } = await openChecklist(path, dataDir, {
      ...events,
      checklistKey: checklistKey ?? checklistKeyOf(path),
    });
    const { header } = new ImageReader(image, imagePath);
    opened.push({ checklistKey: checklistKey ?? header.checklistKey, releaseId: header.releaseId, image });
  }
  return opened;
}
