/**
 * Are these bytes a plain Latin name?
 *
 * What `nameType` tells of a text, for the bytes of a name that is put together from its folded words, so that nearly all
 * names are written into an answer without a string of their own.
 */

const SPACE = 0x20;
const SMALL = 0x20;
const [V, I, R, U, O] = [0x76, 0x69, 0x72, 0x75, 0x6f];
/** Words that make a name one of a virus, as do "virus" and "viroid" anywhere. */
const VIRAL_WORDS = ["phage", "npv", "gv"].map((word) => [...word].map((letter) => letter.charCodeAt(0)));
const LONGEST_VIRAL_WORD = Math.max(...VIRAL_WORDS.map((word) => word.length));
const MOST_WORDS = 3;

// Four bytes at a time: what is asked of each stands in its highest bit.
const HIGHEST = 0x80808080 | 0;
const SPACES = 0x20202020;
const LETTERS_A = 0x61616161;
/** Carries letters from "a" on into the highest bit… */
const FROM_A = 0x1f1f1f1f;
/** …and what lies behind "z". */
const BEHIND_Z = 0x05050505;
const SEVENS = 0x7f7f7f7f;
const ONES = 0x01010101;
const LETTERS_V = 0x76767676;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;

/** Four bytes; those from `end` on, of which there may be three, are an "a" each. */
function fourAt(view: DataView, at: number, end: number): number {
  const four = view.getInt32(at, true);
  const bits = (end - at) << 3;
  return bits >= 32 ? four : (four & ~(-1 << bits)) | (LETTERS_A << bits);
}

/**
 * True for most names of which {@link isLatinName} is true: those of longer words of letters only. Takes a quarter of the
 * time.
 *
 * @param view of the bytes, of which there must be three more
 * @param shortest letters of the shortest of its `wordCount` words
 */
export function isLongWordedLatin(view: DataView, start: number, end: number, wordCount: number, shortest: number) {
  if (shortest <= LONGEST_VIRAL_WORD || wordCount > MOST_WORDS) return false;
  return spacesAmongLetters(view, start, end) === wordCount - 1;
}

/** How many spaces there are; -1 when there is anything else but letters, or a "v", with which viruses begin. */
function spacesAmongLetters(view: DataView, start: number, end: number): number {
  let spaces = 0;
  for (let at = start; at < end; at += 4) {
    let four = fourAt(view, at, end);
    if (at === start) four |= SMALL;
    const asSpace = ~((four ^ SPACES) + SEVENS) & HIGHEST;
    const asLetter = (four + FROM_A) & ~(four + BEHIND_Z) & HIGHEST;
    const asV = four ^ LETTERS_V;
    const hasV = (asV - ONES) & ~asV & HIGHEST;
    if ((four & HIGHEST) !== 0 || (asSpace | asLetter) !== HIGHEST || hasV !== 0) return -1;
    for (let rest = asSpace; rest !== 0; rest &= rest - 1) spaces++;
  }
  return spaces;
}

/**
 * True for a name of ASCII words (digits not in the first, of which the first letter may be a capital), three at most,
 * that `nameType` calls SCIENTIFIC.
 */
export function isLatinName(bytes: Uint8Array, start: number, end: number): boolean {
  let words = 1;
  let wordStart = start;
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!;
    if (byte === SPACE) {
      if (at === wordStart || isViralWord(bytes, wordStart, at) || ++words > MOST_WORDS) return false;
      wordStart = at + 1;
      continue;
    }
    if (at === start) byte |= SMALL;
    if (byte < 0x61 || byte > 0x7a) {
      if (words === 1 || byte < 0x30 || byte > 0x39) return false;
    } else if ((byte === U || byte === O) && at - start > 2 && isBehindVir(bytes, at)) return false;
  }
  return wordStart < end && !isViralWord(bytes, wordStart, end);
}

function isBehindVir(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 1] === R && bytes[at - 2] === I && (bytes[at - 3]! | SMALL) === V;
}

function isViralWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > LONGEST_VIRAL_WORD) return false;
  // Without functions that know these bytes: they would be made for every word of every answer.
  for (const word of VIRAL_WORDS) {
    if (word.length !== length) continue;
    let i = 0;
    while (i < length && (bytes[start + i]! | SMALL) === word[i]) i++;
    if (i === length) return true;
  }
  return false;
}

/** True when a byte must be escaped in a JSON string. There must be three bytes more. */
export function mustEscape(view: DataView, start: number, end: number): boolean {
  for (let at = start; at < end; at += 4) {
    const four = fourAt(view, at, end);
    const asQuote = four ^ QUOTES;
    const asBackslash = four ^ BACKSLASHES;
    const found = ((four - SPACES) & ~four) | ((asQuote - ONES) & ~asQuote) | ((asBackslash - ONES) & ~asBackslash);
    if ((found & HIGHEST) !== 0) return true;
  }
  return false;
}
