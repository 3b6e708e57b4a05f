/**
 * Which usage has this id, and which id has this usage?
 *
 * Ids are numbers in templates (layout/id-bytes.ts); a table of slots leads from either form back to the usage.
 */

import { TEMPLATE_SHIFT } from "../layout/flags.ts";
import type { ImageHeader, Sections } from "../layout/format.ts";
import { hashBytes, slotOf } from "../layout/hash.ts";
import { type IdParts, idHash, joinId, splitId, TEXT_ID } from "../layout/id-bytes.ts";
import { decodeText, encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";
import { ID_NUMBER, ROW_SHIFT } from "../layout/usage-row.ts";

/** The ids of an image's usages. */
export class UsageIds {
  private readonly sections: Sections;
  private readonly header: ImageHeader;
  private readonly parts: IdParts = { prefix: "", width: 0, number: 0 };

  constructor(sections: Sections, header: ImageHeader) {
    this.sections = sections;
    this.header = header;
  }

  /** The usage with this id; -1 when there is none. */
  find(id: string): number {
    const { usageIdSlots, usageRows } = this.sections;
    const template = this.templateOf(id);
    if (template === TEXT_ID) return this.findText(id);
    const { number } = this.parts;
    let slot = slotOf(idHash(template, number), usageIdSlots.length);
    for (;;) {
      const usage = usageIdSlots[slot]! - 1;
      if (usage < 0) return -1;
      const at = usage << ROW_SHIFT;
      if (usageRows[at + ID_NUMBER] === number && usageRows[at]! >>> TEMPLATE_SHIFT === template) return usage;
      if (++slot === usageIdSlots.length) slot = 0;
    }
  }

  /** The id of a usage. */
  of(usage: number): string {
    const { usageRows } = this.sections;
    const at = usage << ROW_SHIFT;
    const number = usageRows[at + ID_NUMBER]!;
    const template = usageRows[at]! >>> TEMPLATE_SHIFT;
    return template === TEXT_ID ? this.text(number) : joinId(this.header.idTemplates[template]!, number);
  }

  /** Ordinal of an id's template, its number in `parts`; TEXT_ID when the image has no such template. */
  private templateOf(id: string): number {
    const { idTemplates } = this.header;
    if (splitId(id, this.parts)) {
      const { prefix, width } = this.parts;
      const found = idTemplates.findIndex((template) => template.prefix === prefix && template.width === width);
      if (found >= 0) return found;
    }
    return TEXT_ID;
  }

  private findText(id: string): number {
    const { usageIdSlots, usageRows } = this.sections;
    const bytes = new Uint8Array(id.length * MAX_BYTES_PER_UNIT);
    let slot = slotOf(hashBytes(bytes, 0, encodeText(id, bytes)), usageIdSlots.length);
    for (;;) {
      const usage = usageIdSlots[slot]! - 1;
      if (usage < 0) return -1;
      const at = usage << ROW_SHIFT;
      if (usageRows[at]! >>> TEMPLATE_SHIFT === TEXT_ID && this.text(usageRows[at + ID_NUMBER]!) === id) return usage;
      if (++slot === usageIdSlots.length) slot = 0;
    }
  }

  private text(number: number): string {
    const { usageIdStart, usageIdText } = this.sections;
    return decodeText(usageIdText, usageIdStart[number]!, usageIdStart[number + 1]!);
  }
}
