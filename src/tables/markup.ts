/** What stands in the XML of a workbook? Tags and text in their order, without a document: sheets are large. */

import { WorkbookProblem } from "./workbook-form.ts";

/** A tag or a stretch of text. Prefixes of names are left away: `x:row` is `row`. */
export interface Visitor {
  open?(name: string, attributes: () => Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const ENTITY = /&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What is passed over, by how it begins, and what it ends with. */
const PASSED_OVER: readonly (readonly [start: string, end: string])[] = [
  ["<!--", "-->"],
  ["<?", "?>"],
  ["<!", ">"],
];
const CDATA = "<![CDATA[";
const CDATA_END = "]]>";

/**
 * Walks through XML, once from front to end. Entities other than XML's own are never looked up, so a document cannot blow
 * itself up.
 * @throws WorkbookProblem damaged, when something is begun and not ended
 */
export function walkMarkup(xml: string, visitor: Visitor): void {
  for (let at = 0; at < xml.length; ) {
    const start = xml.indexOf("<", at);
    const end = start < 0 ? xml.length : start;
    if (end > at) visitor.text?.(decoded(xml.slice(at, end)));
    if (start < 0) return;
    at = markupAt(xml, start, visitor);
  }
}

/** Reads what begins with "<" and tells where it ends. */
function markupAt(xml: string, start: number, visitor: Visitor): number {
  if (xml.startsWith(CDATA, start)) {
    const end = endOf(xml, CDATA_END, start);
    visitor.text?.(xml.slice(start + CDATA.length, end));
    return end + CDATA_END.length;
  }
  for (const [begins, ends] of PASSED_OVER)
    if (xml.startsWith(begins, start)) return endOf(xml, ends, start) + ends.length;
  const end = tagEnd(xml, start + 1);
  const isClosing = xml[start + 1] === "/";
  const isSelfClosing = !isClosing && xml[end - 1] === "/";
  const nameStart = start + (isClosing ? 2 : 1);
  let nameEnd = nameStart;
  while (nameEnd < end && !isSpace(xml.charCodeAt(nameEnd)) && xml[nameEnd] !== "/") nameEnd++;
  const name = localName(xml.slice(nameStart, nameEnd));
  if (name === "") throw new WorkbookProblem("damaged", `a tag without a name at ${start}`);
  if (isClosing) visitor.close?.(name);
  else {
    visitor.open?.(name, () => attributesOf(xml.slice(nameEnd, isSelfClosing ? end - 1 : end)));
    if (isSelfClosing) visitor.close?.(name);
  }
  return end + 1;
}

function endOf(xml: string, end: string, start: number): number {
  const at = xml.indexOf(end, start);
  if (at < 0) throw new WorkbookProblem("damaged", `what begins at ${start} does not end`);
  return at;
}

/** Where a tag ends: at the next ">" outside of quotes. */
function tagEnd(xml: string, start: number): number {
  for (let at = start; at < xml.length; at++) {
    const sign = xml[at];
    if (sign === ">") return at;
    if (sign === "<") break;
    if (sign === '"' || sign === "'") at = endOf(xml, sign, at + 1);
  }
  throw new WorkbookProblem("damaged", `the tag at ${start - 1} does not end`);
}

/** `x:name="value"` and the like, one after the other. */
function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; ; ) {
    const equals = text.indexOf("=", at);
    if (equals < 0) return found;
    let start = equals + 1;
    while (isSpace(text.charCodeAt(start))) start++;
    const quote = text[start];
    if (quote !== '"' && quote !== "'") throw new WorkbookProblem("damaged", "an attribute without quotes");
    const end = endOf(text, quote, start + 1);
    found[localName(text.slice(at, equals).trim())] = decoded(text.slice(start + 1, end));
    at = end + 1;
  }
}

/** The name without its prefix: `x:row` is `row`. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
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
