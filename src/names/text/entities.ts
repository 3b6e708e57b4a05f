/**
 * Which tags and entities of HTML occur in names?
 */

/** HTML element names that occur in names; other angle brackets stay. */
export const TAGS = new Set(
  "i b em u strong small big sup sub br p span div font a italic italics it sc tt cite q s strike html body".split(" "),
);

/** Entities of letters are put together from their accent; these are the others. */
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  times: "×",
  dagger: "†",
  ndash: "-",
  mdash: "-",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  hellip: "...",
  shy: "",
  szlig: "ß",
  aelig: "æ",
  AElig: "Æ",
  oelig: "œ",
  OElig: "Œ",
  oslash: "ø",
  Oslash: "Ø",
  eth: "ð",
  thorn: "þ",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
};
const ACCENTS: Record<string, string> = {
  grave: "\u0300",
  acute: "\u0301",
  circ: "\u0302",
  tilde: "\u0303",
  uml: "\u0308",
  ring: "\u030a",
  cedil: "\u0327",
  caron: "\u030c",
};

/** The character of an entity name without "&" and ";". */
export function entity(name: string): string | undefined {
  if (name.startsWith("#")) {
    const code =
      name.charAt(1) === "x" || name.charAt(1) === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return Number.isInteger(code) && code > 0 && code < 0xd800 ? String.fromCharCode(code) : undefined;
  }
  if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name];
  const accent = name.slice(1);
  return Object.hasOwn(ACCENTS, accent) ? (name.charAt(0) + ACCENTS[accent]).normalize("NFC") : undefined;
}
