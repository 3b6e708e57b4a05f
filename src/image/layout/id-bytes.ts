/**
 * How is the id of a usage kept?
 *
 * Ids of one checklist look alike: `5371`, `wfo-0000511077`, `urn:lsid:ipni.org:names:195146-1`. An id that ends in
 * digits is kept as a number and the ordinal of its template (what stands before, and how wide the digits are), 5 bytes of
 * the usage's row instead of its text. Ids without digits at the end, and those of the 255th template on, are kept as text.
 */
import { finishHash } from "./hash.ts";

/** What ids have in common: `{ prefix: "wfo-", width: 10 }`; width 0 means no leading zeros. */
export interface IdTemplate {
  prefix: string;
  width: number;
}

/** The template of ids that are kept as text; their number is the ordinal of the text. */
export const TEXT_ID = 255;

/** More digits than this would not fit into 32 bits. */
const MAX_DIGITS = 9;

/** An id taken apart. One object is reused: the build takes apart millions. */
export interface IdParts {
  prefix: string;
  width: number;
  number: number;
}

/** Takes an id apart into `parts`; false when it does not end in a digit. `joinId` of the parts is the id again. */
export function splitId(id: string, parts: IdParts): boolean {
  let start = id.length;
  const earliest = Math.max(0, id.length - MAX_DIGITS);
  while (start > earliest && isDigit(id.charCodeAt(start - 1))) start--;
  if (start === id.length) return false;
  // A number does not keep leading zeros: a template does, by its width.
  let number = 0;
  for (let i = start; i < id.length; i++) number = number * 10 + id.charCodeAt(i) - 48;
  parts.prefix = start === 0 ? "" : id.slice(0, start);
  parts.width = id.charCodeAt(start) === 48 && id.length - start > 1 ? id.length - start : 0;
  parts.number = number;
  return true;
}

/** The id of a number in a template. */
export function joinId(template: IdTemplate, number: number): string {
  const digits = String(number);
  return template.prefix + (template.width > digits.length ? digits.padStart(template.width, "0") : digits);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Hash of an id's parts, for build and look-up. */
export function idHash(template: number, number: number): number {
  return finishHash(number ^ Math.imul(template + 1, 0x9e3779b1));
}
