/** What stands in the XML of a workbook? Tags and text in their order, without a document: sheets are large. */

/** A tag or a stretch of text. Prefixes of names are left away: `x:row` is `row`. */
export interface Visitor {
  open?(name: string, attributes: () => Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<[!?][^>]*>|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Walks through XML. Entities other than XML's own are never looked up, so a document cannot blow itself up. */
export function walkMarkup(xml: string, visitor: Visitor): void {
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(xml); token; token = TOKEN.exec(xml)) {
    const [, cdata, slash, name, attributes = "", selfClosing, text] = token;
    if (text !== undefined) visitor.text?.(decoded(text));
    else if (cdata !== undefined) visitor.text?.(cdata);
    else if (name !== undefined) {
      if (slash) visitor.close?.(name);
      else {
        visitor.open?.(name, () => attributesOf(attributes));
        if (selfClosing) visitor.close?.(name);
      }
    }
  }
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, , name = "", one, other] of text.matchAll(ATTRIBUTE)) found[name] = decoded(one ?? other ?? "");
  return found;
}

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(ENTITY, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
  });
}

/** Text as it stands in XML: signs escaped, characters that XML does not have left out. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
