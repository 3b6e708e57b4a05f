/**
 * How is a long JSON array read without holding up everybody else?
 *
 * `JSON.parse` of 32 MB takes the thread for a second. So a long array is cut into its members, and these are parsed in
 * turns of the event loop. The cutting counts brackets outside of texts; whether the members are JSON is for the parser.
 * A worker would not help: what it made of the bytes would have to be made once more on this thread.
 */
import { setImmediate } from "node:timers/promises";
import { BinomenError } from "../errors.ts";
import { FORM } from "../limits.ts";
import { decodeJson } from "../tables/sent-text.ts";

/** Read in one turn: a few milliseconds. */
const TURN_BYTES = 1 << 18;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * The members of a JSON array.
 *
 * @param read makes something of each member, in the same turn
 * @throws REQUEST_INVALID when it is no JSON array, REQUEST_TOO_LARGE when it has more members than `most`, or a member is
 * longer than a row may be
 */
export async function readJsonList<T>(bytes: Buffer, most: number, read: (member: unknown, index: number) => T) {
  if (bytes.length <= TURN_BYTES) {
    const list = parse(bytes);
    if (!Array.isArray(list)) throw invalid("an array is expected");
    if (list.length > most) throw tooMany(list.length, most);
    return list.map(read);
  }
  const found: T[] = [];
  let turn = 0;
  for (const [from, to] of members(bytes)) {
    if (to - from > FORM.rowBytes) throw tooLong(to - from);
    if (found.length === most) throw tooMany(`more than ${most}`, most);
    found.push(read(parse(bytes.subarray(from, to)), found.length));
    if (from - turn < TURN_BYTES) continue;
    turn = from;
    await setImmediate();
  }
  return found;
}

/** Where the members of an array begin and end. */
function* members(bytes: Buffer): Generator<[from: number, to: number]> {
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== 0x5b) throw invalid("an array is expected");
  let depth = 1;
  let from = start + 1;
  for (let at = from; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfText(bytes, at);
        break;
      case 0x5b:
      case 0x7b:
        depth++;
        break;
      case 0x5d:
      case 0x7d:
        depth--;
        break;
      case COMMA:
        if (depth > 1) break;
        yield [from, at];
        from = at + 1;
        break;
    }
    // So that a member without end is not looked at to its end.
    if (at - from > FORM.rowBytes) throw tooLong(`more than ${FORM.rowBytes}`);
    if (depth > 0) continue;
    if (bytes[at] !== 0x5d) throw invalid("is not an array: a brace closes it");
    if (skipSpace(bytes, at + 1) < bytes.length) throw invalid("goes on after the array");
    if (skipSpace(bytes, from) < at || from > start + 1) yield [from, at];
    return;
  }
  throw invalid("ends in the middle of the array");
}

/** Where a text ends: at the quote that closes it, or at the end. */
function endOfText(bytes: Buffer, quote: number): number {
  for (let at = bytes.indexOf(QUOTE, quote + 1); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(decodeJson(bytes));
  } catch (cause) {
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: (cause as Error).message }, { cause });
  }
}

function invalid(problem: string): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field: "body", problem });
}

function tooMany(found: number | string, limit: number): BinomenError {
  return new BinomenError("REQUEST_TOO_LARGE", {
    found: `${found} members of the array`,
    limit,
    hint: "Send them in several requests.",
  });
}

function tooLong(found: number | string): BinomenError {
  return new BinomenError("REQUEST_TOO_LARGE", {
    found: `a member of ${found} bytes`,
    limit: `${FORM.rowBytes} bytes`,
    hint: "Send less at a time.",
  });
}
