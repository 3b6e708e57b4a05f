/** Which damage of a name string can be mended without knowing any name? */

/** Marks of footnotes that stick to an epithet: "aestivum8", "ferrooxidans@". */
const FOOTNOTE_MARK = /(?<= \p{Ll}{3,})[\d@*#^~†‡]+(?=\s|$)/gu;

/** What {@link cleanText} mends in otherwise plain text. */
const ODDITY = /--| -|-(?: |$)|^([A-Z][a-z]+) \1 /;

/** The text with spaces and control characters collapsed, bracketed remarks and underscores removed (GBIF v2). */
export function cleanText(text: string): string {
  if (/^[A-Za-z .,()&-]+$/.test(text) && !text.includes("  ") && !text.includes("..") && !ODDITY.test(text))
    return text.trim();
  return (
    text
      .normalize("NFC")
      // Words broken at the end of a line: "ro-⏎bur"
      .replace(/(?<=\p{L})(?:[-\u2010]\s*[\r\n]+\s*|\u00ac\s*|\u00ad\s*[\r\n]+\s*)(?=\p{Ll})/gu, "")
      .replace(FOOTNOTE_MARK, "")
      .replace(/\.\.+/g, ".")
      // "Adenophora Adenophora racemosa"
      .replace(/^(\p{Lu}\p{Ll}+) \1(?= \p{Ll})/u, "$1")
      // "victoria--regina", "rosa -sinensis", "barba- jovis", "Ephedra` gerardiana"
      .replace(/ ?-+(?=\p{Ll})|(?<= \p{Ll}+)-+ (?=\p{Ll}{3})/gu, "-")
      // "Adiantum capillus-", "Hypnum- fluitans"
      .replace(/(?<=\p{Ll})-+(?= |$)/gu, "")
      .replace(/[`´](?= |$)/g, "")
      // An opening bracket inside would make this quadratic: 80,000 of them took 6 s.
      .replace(/\[[^[\]]*\]|\{[^{}]*\}/g, " ")
      .replace(/[\s\p{Cc}_]+/gu, " ")
      .trim()
  );
}
