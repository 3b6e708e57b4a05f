/**
 * How is a large answer written while others have their turn?
 *
 * `JSON.stringify` of a million values of a facet takes the event loop for a second. Here an answer is written piece by piece,
 * each of some thousand elements of an array, with the same bytes.
 */
import { setImmediate } from "node:timers/promises";

/** Elements of an array that are written at a time. */
const TOGETHER = 2_000;
/** Arrays are looked for so deep: those of an answer's facets are three levels down. */
const DEPTH = 4;

/** True for what holds a long array; anything else is written at once. */
export function isLong(value: unknown, depth = DEPTH): boolean {
  if (depth === 0 || value === null || typeof value !== "object") return false;
  if (Array.isArray(value) && value.length > TOGETHER) return true;
  // Of a short array or object each member may hold one.
  return Object.values(value).some((member) => isLong(member, depth - 1));
}

/** The JSON of plain objects, arrays and primitive values, in pieces, the same as of `JSON.stringify`. */
export async function* jsonPieces(value: unknown): AsyncGenerator<Buffer> {
  for (const piece of pieces(value)) {
    yield Buffer.from(piece);
    await setImmediate();
  }
}

function* pieces(value: unknown): Generator<string> {
  if (!isLong(value)) {
    yield JSON.stringify(value);
    return;
  }
  let before = "";
  if (Array.isArray(value)) {
    const isOfLong = value.some((element) => isLong(element, DEPTH - 1));
    for (let at = 0; at < value.length; at += isOfLong ? 1 : TOGETHER) {
      yield before === "" ? "[" : ",";
      before = ",";
      if (isOfLong) yield* pieces(value[at] ?? null);
      else yield JSON.stringify(value.slice(at, at + TOGETHER)).slice(1, -1);
    }
    yield "]";
    return;
  }
  for (const [name, member] of Object.entries(value as object)) {
    if (member === undefined) continue;
    yield `${before === "" ? "{" : ","}${JSON.stringify(name)}:`;
    before = ",";
    yield* pieces(member);
  }
  yield before === "" ? "{}" : "}";
}
