/**
 * How is a form of an answer described, once for the object and for the bytes?
 *
 * A form is a list of members. Each says its value in two ways: as text, from what is known of any usage, and as parts of a
 * plain name with words that follow from the usage's kind. {@link objectOf} interprets a form; {@link segmentsBehindName}
 * compiles it for a kind into literals and parts, which `bytes/template.ts` copies. A property test holds both against
 * each other for any usage of any checklist.
 *
 *     ","canonicalName":"‹words›","authorship":"‹authorship›","rank":"SPECIES", … "formattedName":"<i>‹first›</i> …"}
 */

/** A part of a plain name with its authorship; a number, to tell it from a literal. */
export const PARTS = {
  first: 0,
  second: 1,
  /** All before the third word and its marker. */
  beforeThird: 2,
  third: 3,
  /** Spaces and marker between second and third word. */
  between: 4,
  authorship: 5,
  /** The authorship with the space before it. */
  tail: 6,
  nothing: 7,
} as const;

/** One of {@link PARTS}. */
export type Part = (typeof PARTS)[keyof typeof PARTS];

/** What a value is put together from. */
export type Pieces = readonly (string | Part)[];

/** What usages have in common whose bytes differ in the parts of their names only. */
export interface UsageKind {
  /** Rank, code and status, as in the flags of the image. */
  readonly flags: number;
  readonly wordCount: number;
  readonly hasAuthorship: boolean;
}

/** A member of an object, or a column of a table. */
export interface Member<Usage> {
  readonly name: string;
  /** Its text; `undefined` when it is absent, which in a table is an empty cell. */
  readonly text: (usage: Usage) => string | undefined;
  /** The same for a plain name; `undefined` when it is absent. */
  readonly pieces: (kind: UsageKind) => Pieces | undefined;
}

/** The members of a form, in their order. */
export type Form<Usage> = readonly Member<Usage>[];

/** A literal, and the part that follows it. */
export type Segment = readonly [literal: string, part: Part];

/** How values are set apart. */
export interface Escaping {
  /** What stands before a value. `mayHoldSigns` is true when it has an authorship in it, the only part with signs. */
  readonly before: (name: string, mayHoldSigns: boolean) => string;
  readonly behind: (mayHoldSigns: boolean) => string;
  /** True when an absent value is an empty one. */
  readonly keepsAbsent: boolean;
}

/** Members of an object: literals are words that need no escapes. */
export const JSON_ESCAPING: Escaping = {
  before: (name) => `,"${name}":"`,
  behind: () => '"',
  keepsAbsent: false,
};

/** Cells, each with a delimiter before it. @param isQuoted true when the authorship has the delimiter in it */
export function cellEscaping(delimiter: string, isQuoted: boolean): Escaping {
  return {
    before: (_, mayHoldSigns) => (isQuoted && mayHoldSigns ? `${delimiter}"` : delimiter),
    behind: (mayHoldSigns) => (isQuoted && mayHoldSigns ? '"' : ""),
    keepsAbsent: true,
  };
}

/** The form as an object, absent members left out. */
export function objectOf<Usage>(form: Form<Usage>, usage: Usage): Record<string, string> {
  const object: Record<string, string> = {};
  for (const { name, text } of form) {
    const value = text(usage);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/**
 * What stands behind the scientific name of a usage, which is written already but for what closes it.
 * @param end what stands behind the last member
 */
export function segmentsBehindName<Usage>(
  form: Form<Usage>,
  kind: UsageKind,
  escaping: Escaping,
  end: string,
): readonly Segment[] {
  const segments: Segment[] = [];
  let literal = escaping.behind(true);
  for (const { name, pieces } of form) {
    const value = pieces(kind);
    if (value === undefined && !escaping.keepsAbsent) continue;
    const mayHoldSigns = value?.some((piece) => piece === PARTS.authorship || piece === PARTS.tail) ?? false;
    literal += escaping.before(name, mayHoldSigns);
    for (const piece of value ?? []) {
      if (typeof piece === "string") literal += piece;
      else {
        segments.push([literal, piece]);
        literal = "";
      }
    }
    literal += escaping.behind(mayHoldSigns);
  }
  segments.push([literal + end, PARTS.nothing]);
  return segments;
}
