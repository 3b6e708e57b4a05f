/**
 * Which Latin letter does a letter of another script look like?
 *
 * Cyrillic and Greek letters slip into names through keyboards and OCR ("Аbies" with a Cyrillic А). They are replaced
 * only in words that also hold Latin letters (`clean.ts`), because a Russian author or the β of "var. β" is no slip.
 *
 * Source: the shapes of the letters in common text fonts; no table was copied.
 */

const PAIRS: readonly (readonly [from: string, to: string])[] = [
  // Cyrillic
  ["АВЕЅІЈКМНОРСТУХҮԌԜ", "ABESIJKMHOPCTYXYGW"],
  ["авеѕіјкмнорстухүһԁԛԝѵзпигь", "abesijkmhopctyxyhdqwv3nurb"],
  // Greek
  ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC"],
  ["αβγεηικνορστυχωϲ", "aByenikvopotuxwc"],
];

/** Code unit of a look-alike → code unit of the Latin letter. */
const LATIN_OF: ReadonlyMap<number, number> = new Map(
  PAIRS.flatMap(([from, to]) =>
    Array.from(from, (letter, at): [number, number] => [letter.charCodeAt(0), to.charCodeAt(at)]),
  ),
);

/** Code unit of the Latin letter that the given code unit looks like, 0 when it looks like none. */
export function latinLookAlike(code: number): number {
  return code < 0x370 || code > 0x52f ? 0 : (LATIN_OF.get(code) ?? 0);
}
