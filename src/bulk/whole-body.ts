/** Which queries are in a body that is read as a whole? JSON and MessagePack, whose lengths are claims to be checked. */
import { Unpackr } from "msgpackr";
import { BinomenError } from "../errors.ts";
import { parseLongAsRaw } from "../tables/long-numbers.ts";
import { decodeJson, hasOtherLetters } from "../tables/sent-text.ts";
import { msgpackClaims, withUtf8Texts } from "./msgpack-claims.ts";

/** A list that was sent. */
interface SentList {
  /** Its members as they came. */
  readonly list: readonly unknown[];
  /** Positions of those whose letters were not UTF-8, and were read as Windows-1252. */
  readonly misread: ReadonlySet<number>;
}

/**
 * The list that a body is.
 * @throws REQUEST_INVALID when the body is no list, REQUEST_TOO_LARGE when it has more than `maxRows` members
 */
export function listOf(bytes: Buffer, format: "json" | "msgpack", maxRows: number): SentList {
  const { value, misread } =
    format === "json" ? { value: parseJson(bytes), misread: undefined } : parseMsgpack(bytes, maxRows);
  if (!Array.isArray(value))
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "an array of queries is expected" });
  if (value.length > maxRows) throw tooManyNames(`${value.length} names`, maxRows);
  return { list: value, misread: misread ?? otherLetters(bytes, value) };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return parseLongAsRaw(decodeJson(bytes));
  } catch (error) {
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: (error as Error).message }, { cause: error });
  }
}

/** Positions of the members of a JSON list whose letters were not UTF-8. */
function otherLetters(bytes: Buffer, list: readonly unknown[]): ReadonlySet<number> {
  if (!hasOtherLetters(bytes)) return new Set();
  // Read once more as UTF-8: where that says something else, there were other letters.
  const asUtf8 = parseLongAsRaw(bytes.toString("utf8").replace(/^\uFEFF/, "")) as unknown[];
  return new Set(list.flatMap((item, i) => (JSON.stringify(item) === JSON.stringify(asUtf8[i]) ? [] : [i])));
}

/** Whole numbers of 64 bits are numbers as long as they can be; "auto" is known to the library, not to its types. */
const unpackr = new Unpackr({ useRecords: false, int64AsType: "auto" as "bigint" });

function parseMsgpack(bytes: Buffer, maxRows: number): { value: unknown; misread: ReadonlySet<number> } {
  const { problem, otherTexts } = msgpackClaims(bytes, maxRows);
  if (problem === "too many") throw tooManyNames(`more than ${maxRows} names`, maxRows);
  if (problem !== undefined) throw notMsgpack(problem);
  try {
    const value: unknown = unpackr.unpack(otherTexts.length > 0 ? withUtf8Texts(bytes, otherTexts) : bytes);
    return { value, misread: new Set(otherTexts.map(({ item }) => item)) };
  } catch (error) {
    throw notMsgpack((error as Error).message, error);
  }
}

function notMsgpack(problem: string, cause?: unknown): BinomenError {
  const details = { field: "body", problem: `is not a MessagePack list of queries (${problem})` };
  return new BinomenError("REQUEST_INVALID", details, { cause });
}

function tooManyNames(found: string, maxRows: number): BinomenError {
  return new BinomenError("REQUEST_TOO_LARGE", {
    found,
    limit: `${maxRows} names`,
    hint: "Send them as application/x-ndjson or text/csv: these are streamed and have no limit.",
  });
}
