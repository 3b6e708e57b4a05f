/** The texts that are said of a usage, as bytes: whoever keeps them as bytes need not make them strings first. */
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import type { UsageText } from "../../image/usages/usage-text.ts";
import { PARTS } from "../forms/form.ts";
import { UsageTexts } from "../forms/usage-forms.ts";
import { ByteSink } from "./byte-sink.ts";
import { isLatinName } from "./latin-bytes.ts";
import { PlainName } from "./template.ts";

/** Places of the texts in {@link UsageParts.starts}. */
export const USAGE_PARTS = {
  key: 0,
  /** With rank marker and authorship. */
  name: 1,
  authorship: 2,
  canonicalName: 3,
  genericName: 4,
  specificEpithet: 5,
  infraspecificEpithet: 6,
} as const;
/** The name of a text. */
export type UsagePart = keyof typeof USAGE_PARTS;
/** Their names by place. */
export const USAGE_PART_NAMES = Object.keys(USAGE_PARTS) as readonly UsagePart[];

const ABSENT = -1;
const NOTHING = new Uint8Array(0);

/** One usage at a time. */
export class UsageParts {
  /** UTF-8 of the texts; other ones after {@link read}. */
  bytes: Uint8Array = NOTHING;
  /** Where each text begins, −1 when it is absent. Some of them lie within others. */
  readonly starts = new Int32Array(USAGE_PART_NAMES.length);
  readonly ends = new Int32Array(USAGE_PART_NAMES.length);
  readonly #image: ImageReader;
  readonly #text: UsageText;
  readonly #name = new PlainName();
  readonly #sink = new ByteSink(1 << 10);

  constructor(image: ImageReader) {
    this.#image = image;
    this.#text = image.newUsageText();
  }

  /** Takes a usage. */
  read(usage: UsageOrdinal): void {
    const text = this.#text;
    text.read(usage);
    text.readAuthorship();
    text.readTeam();
    if (!this.#readLatin(text)) this.#readTexts(usage);
    this.bytes = this.#sink.bytes;
  }

  /** A usage whose name is plain Latin words; false for others. */
  #readLatin(text: UsageText): boolean {
    const sink = this.#sink;
    const name = this.#name;
    sink.length = 0;
    sink.reserve(text.mostIdBytes + 2 * text.mostNameBytes + text.mostAuthorshipBytes);
    const keyEnd = text.writeId(sink.view, 0);
    if (!name.write(text, sink.view, keyEnd)) return false;
    const { starts: at, lengths } = name;
    const [firstStart, secondStart] = [at[PARTS.first]!, at[PARTS.second]!];
    const [thirdStart, thirdLength] = [at[PARTS.third]!, lengths[PARTS.third]!];
    const secondEnd = secondStart + lengths[PARTS.second]!;
    const { wordCount } = text;
    let canonical = name.start;
    let canonicalEnd = name.wordsEnd;
    if (name.canonicalLength < canonicalEnd - canonical) {
      // Without the marker: its words once more, behind all.
      canonical = name.end;
      canonicalEnd = canonical + name.canonicalLength;
      const { bytes } = sink;
      bytes.copyWithin(canonical, name.start, secondEnd + 1);
      bytes.copyWithin(canonicalEnd - thirdLength, thirdStart, thirdStart + thirdLength);
    }
    if (!isLatinName(sink.bytes, canonical, canonicalEnd)) return false;
    this.#set(USAGE_PARTS.key, 0, keyEnd);
    this.#set(USAGE_PARTS.name, name.start, name.end);
    const hasAuthorship = text.hasAuthorship;
    this.#set(USAGE_PARTS.authorship, hasAuthorship ? name.wordsEnd + 1 : ABSENT, name.end);
    this.#set(USAGE_PARTS.canonicalName, canonical, canonicalEnd);
    this.#set(USAGE_PARTS.genericName, wordCount > 1 ? firstStart : ABSENT, firstStart + lengths[PARTS.first]!);
    this.#set(USAGE_PARTS.specificEpithet, wordCount > 1 ? secondStart : ABSENT, secondEnd);
    this.#set(USAGE_PARTS.infraspecificEpithet, wordCount > 2 ? thirdStart : ABSENT, thirdStart + thirdLength);
    return true;
  }

  #readTexts(usage: UsageOrdinal): void {
    const texts = textsOf(new UsageTexts(this.#image, usage));
    this.#sink.length = 0;
    for (const [place, part] of USAGE_PART_NAMES.entries()) {
      const value = texts[part];
      const start = this.#sink.length;
      if (value !== undefined) this.#sink.write(value);
      this.#set(place, value === undefined ? ABSENT : start, this.#sink.length);
    }
  }

  #set(place: number, start: number, end: number): void {
    this.starts[place] = start;
    this.ends[place] = end;
  }
}

function textsOf(texts: UsageTexts): Readonly<Record<UsagePart, string | undefined>> {
  const { key, name, authorship, canonicalName } = texts;
  return {
    ...{ key, name, authorship, canonicalName },
    genericName: texts.epithet(0),
    specificEpithet: texts.epithet(1),
    infraspecificEpithet: texts.epithet(2),
  };
}
