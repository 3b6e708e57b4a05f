/**
 * What does JSON say whose numbers have more digits than a number of JavaScript keeps?
 *
 * Keys of 64 bits, coordinates with all the digits a program wrote: `JSON.parse` rounds them without a word, and makes 1e400
 * infinite, which JSON writes as `null`. RFC 8259, section 6, leaves it to the reader what it keeps; here all digits are kept.
 */

/** Digits in a row, or a large exponent: what a number may not keep. Texts with as many digits are only read more slowly. */
const MAY_BE_LONG = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** Digits that every number of 64 bits keeps (DBL_DIG of the C standard). */
const DIGITS_KEPT = 15;

/** A number as it was written: `JSON.stringify` writes it again, digit by digit. */
interface RawNumber {
  readonly rawJSON: string;
}

/** ECMAScript's source text access, which the types of the language do not have yet. */
const json = JSON as typeof JSON & {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

type Reviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** JSON as a value; a number too long to be one is its text. @throws SyntaxError */
export function parseLongAsText(text: string): unknown {
  return parse(text, (source) => source);
}

/** JSON as a value; a number too long to be one stands as {@link longNumberText} and `JSON.stringify` know it. @throws SyntaxError */
export function parseLongAsRaw(text: string): unknown {
  return parse(text, json.rawJSON);
}

/** False when {@link JSON.parse} keeps every digit of the text. */
export function mayHaveLongNumbers(text: string): boolean {
  return MAY_BE_LONG.test(text);
}

/** A value with whole numbers of more than 53 bits, such as MessagePack has, as {@link parseLongAsRaw} gives it. */
export function withRaw(value: unknown): unknown {
  if (typeof value === "bigint") return json.rawJSON(String(value));
  return typeof value === "object" && value !== null ? withMembers(value, withRaw) : value;
}

/** The digits of a number that {@link parseLongAsRaw} kept; `undefined` for any other value. */
export function longNumberText(value: unknown): string | undefined {
  return json.isRawJSON(value) ? value.rawJSON : undefined;
}

/**
 * A value for forms that know no text of a number: whole numbers of up to 64 bits as such, what is longer as text.
 * Values without kept numbers are given back as they are.
 */
export function withoutRaw(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const text = longNumberText(value);
  if (text !== undefined) return /^-?\d+$/.test(text) && isIn64Bits(BigInt(text)) ? BigInt(text) : text;
  return withMembers(value, withoutRaw);
}

function withMembers(value: object, change: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  // Whatever else a form has, such as bytes and points in time, has no members of ours.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

function isIn64Bits(value: bigint): boolean {
  return value === BigInt.asIntN(64, value) || value === BigInt.asUintN(64, value);
}

function parse(text: string, kept: (source: string) => unknown): unknown {
  if (!MAY_BE_LONG.test(text)) return JSON.parse(text);
  const reviver: Reviver = (_name, value, context) =>
    typeof value === "number" && isLong(value, context?.source ?? "") ? kept(context!.source!) : value;
  try {
    return JSON.parse(text, reviver);
  } catch (error) {
    // What is nested too deeply for a reviver is read without one: whoever reads it refuses it for its depth.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function isLong(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true;
  if (source.length <= DIGITS_KEPT || source === String(value)) return false;
  const digits = source
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "");
  return digits.length > DIGITS_KEPT;
}
