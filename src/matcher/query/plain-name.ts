/**
 * How much of a string is a name of plain words, its own canonical name, so that there is nothing to parse?
 *
 * Nine of ten names in practice are. One pass over the letters decides; whatever looks odd is left to the parser.
 */

/** Second or third words that only look like an epithet: the parser must see them. */
const MARKERS = new Set(
  (
    "sp spp spec species ssp subsp subspecies var varietas forma f indet cf aff nr near agg aggr group complex gen genus " +
    "sect subg ser tribe nov ined hort cv convar subvar subf x nothosubsp nothovar virus phage viroid satellite prion " +
    "and et ex in von van de du da des la le el incertae sedis unidentified undetermined unknown undet uncultured " +
    "bacterium phytoplasma symbiont endosymbiont plasmid vector particle sensu auct non nec ms ined nom comb stat"
  ).split(" "),
);

/** First words that begin no name. */
const NO_NAMES = new Set(
  "Not None Unnamed Unidentified Unknown Incertae Uncultured Undetermined Candidatus Missing Cf Aff Sp".split(" "),
);

/** Words that end like this belong to viruses and their kin; the parser sorts these out. */
const VIRAL_ENDINGS: readonly string[] =
  "virus viruses viroid phage satellite prion viridae viride virales viranae virinae".split(" ");

const LETTERS = 26;
const A = 0x61;
const CAPITAL_A = 0x41;
const BLANK = 0x20;
const HYPHEN = 0x2d;
const MOST_WORDS = 3;

// Three tables by letter, which spare nearly all words the comparison with the lists above.
const MARKER_LENGTHS = bitsByLetter(MARKERS, (word) => [word.charCodeAt(0) - A, word.length]);
const NO_NAME_LENGTHS = bitsByLetter(NO_NAMES, (word) => [word.charCodeAt(0) - CAPITAL_A, word.length]);
const BEFORE_LAST_LETTER = bitsByLetter(VIRAL_ENDINGS, (ending) => [
  ending.charCodeAt(ending.length - 1) - A,
  ending.charCodeAt(ending.length - 2) - A,
]);

function bitsByLetter(words: Iterable<string>, placeOf: (word: string) => readonly [letter: number, bit: number]) {
  const bits = new Uint32Array(LETTERS);
  for (const word of words) {
    const [letter, bit] = placeOf(word);
    bits[letter]! |= 1 << bit;
  }
  return bits;
}

/**
 * Where the plain words at the beginning end: `"Abies alba"` → 10, `"Abies alba Mill."` → 10, `"Abies cf. alba"` → 0.
 *
 * One to three words of ASCII letters, the first capitalised, none of them a rank word, a particle, or the name of a
 * virus. 0 when there is no such word, and when a word has other signs in it; behind the end stands a blank, if anything.
 */
export function plainNameEnd(text: string): number {
  const capital = text.charCodeAt(0) - CAPITAL_A;
  if (!(capital >= 0 && capital < LETTERS)) return 0;
  let end = lettersEnd(text, 1);
  if (end === 1 || isViral(text, end)) return 0;
  if (((NO_NAME_LENGTHS[capital]! >>> end) & 1) === 1 && end < 32 && NO_NAMES.has(text.slice(0, end))) return 0;
  if (text.charCodeAt(end) === HYPHEN) {
    const start = end + 1;
    end = lettersEnd(text, start);
    if (end === start || isViral(text, end)) return 0;
  }
  for (let words = 1; words < MOST_WORDS && text.charCodeAt(end) === BLANK; words++) {
    const stop = epithetEnd(text, end + 1);
    if (stop === end + 1) return end;
    if (stop === 0) return 0;
    end = stop;
  }
  return end === text.length || text.charCodeAt(end) === BLANK ? end : 0;
}

/** The end of the epithet that begins at `start`; `start` when no letter stands there, 0 when the parser must see it. */
function epithetEnd(text: string, start: number): number {
  let end = lettersEnd(text, start);
  if (end === start) return start;
  if (isViral(text, end)) return 0;
  if (text.charCodeAt(end) !== HYPHEN) return isMarker(text, start, end) ? 0 : end;
  while (text.charCodeAt(end) === HYPHEN) {
    const part = end + 1;
    end = lettersEnd(text, part);
    if (end === part || isViral(text, end)) return 0;
  }
  return end;
}

function lettersEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    const letter = text.charCodeAt(end) - A;
    if (!(letter >= 0 && letter < LETTERS)) return end;
    end++;
  }
}

function isMarker(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length >= 32 || ((MARKER_LENGTHS[text.charCodeAt(start) - A]! >>> length) & 1) === 0) return false;
  return MARKERS.has(text.slice(start, end));
}

function isViral(text: string, end: number): boolean {
  const before = BEFORE_LAST_LETTER[text.charCodeAt(end - 1) - A]!;
  const letter = text.charCodeAt(end - 2) - A;
  if (!(letter >= 0) || ((before >>> letter) & 1) === 0) return false;
  for (const ending of VIRAL_ENDINGS) if (text.startsWith(ending, end - ending.length)) return true;
  return false;
}
