/** In which encoding are the bytes of a text, and what ends its lines? Runs in browsers too. */
import { latin1, zerosByParity } from "./binary.ts";

/** Has a character for nearly every byte; TextDecoder means it by Latin-1, too. */
export const FALLBACK = "windows-1252";

/**
 * Guesses the encoding from the first bytes: a byte order mark, the zeros of UTF-16, valid UTF-8, else Windows-1252. A file
 * of lines in both is UTF-8: whoever reads it decodes the others line by line and names them.
 *
 * @param declared what a descriptor or media type says; overruled by a byte order mark, the zeros of UTF-16, and where
 *   Latin-1 is declared by letters that are UTF-8: no text in Latin-1 looks like it by chance
 */
export function detectEncoding(sample: Uint8Array, declared?: string): string {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return "utf-8";
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const zeros = zerosByParity(latin1(sample.subarray(0, 1000)));
  if (zeros.odd > 0.3 && zeros.even < 0.1) return "utf-16le";
  if (zeros.even > 0.3 && zeros.odd < 0.1) return "utf-16be";
  const label = declared === undefined ? undefined : decoderLabel(declared);
  // A descriptor that says UTF-16 of a file without zero bytes is wrong.
  if (label !== undefined && label !== FALLBACK && !label.startsWith("utf-16")) return label;
  if (label === undefined && isUtf8(withoutCutCharacter(sample))) return "utf-8";
  return hasUtf8Letters(sample) ? "utf-8" : FALLBACK;
}

/**
 * Which line end a file uses: `declared` if it occurs, else LF (also for CR LF), else CR. Line ends inside of quotes do
 * not count: old Excel on a Mac writes LF inside of cells and CR behind rows. Where both end rows, that of the header.
 */
export function detectNewline(sample: string, declared?: string): string {
  if (declared && !/^[\r\n]*$/.test(declared) && sample.includes(declared)) return declared;
  if (!sample.includes("\r")) return "\n";
  if (!sample.includes("\n")) return "\r";
  if (sample.includes("\r\n")) return "\n";
  const outside = sample.includes('"') ? sample.replace(/(^|[\r\n,;\t|])"(?:[^"]|"")*"/g, "$1") : sample;
  if (outside.includes("\r") && !outside.includes("\n")) return "\r";
  return holdsRows(outside.slice(0, outside.indexOf("\n"))) ? "\r" : "\n";
}

/** True for a first line that is several rows of as many cells, ended by CR: lines with other ends come behind them. */
function holdsRows(line: string): boolean {
  const [header = "", ...rows] = line.split("\r").filter((row) => row !== "");
  return (
    rows.length > 0 &&
    ["\t", ",", ";", "|"].some((delimiter) => {
      const cells = header.split(delimiter).length;
      return cells > 1 && rows.every((row) => row.split(delimiter).length === cells);
    })
  );
}

/** Decodes the first bytes of a file; the last character may be cut off. The byte order mark is dropped. */
export function decodeSample(sample: Uint8Array, encoding: string): string {
  const bytes = encoding === "utf-8" ? withoutCutCharacter(sample) : sample;
  return new TextDecoder(encoding === "utf-8" && !isUtf8(bytes) ? FALLBACK : encoding).decode(bytes);
}

/**
 * All of a text that is at hand, in whatever encoding, and which that was.
 *
 * @param declared what somebody says; see {@link detectEncoding}
 */
export function decodeText(bytes: Uint8Array, declared?: string): { text: string; encoding: string } {
  const encoding = detectEncoding(bytes, declared);
  return { text: decodeSample(bytes, encoding), encoding };
}

/** Names of Java, MySQL, Windows and spreadsheets that TextDecoder does not know; with hyphens. */
const ALIASES: Readonly<Record<string, string>> = {
  ...{
    cp1252: FALLBACK,
    latin1: FALLBACK,
    latin: FALLBACK,
    ansi: FALLBACK,
    "windows-ansi": FALLBACK,
    western: FALLBACK,
  },
  ...{
    utf8mb4: "utf-8",
    utf8mb3: "utf-8",
    "utf8-bom": "utf-8",
    "utf-8-bom": "utf-8",
    "utf-8-sig": "utf-8",
    cp65001: "utf-8",
  },
  ...{ macroman: "macintosh", "mac-roman": "macintosh", "x-macroman": "macintosh", "apple-roman": "macintosh" },
  ...{ "mac-os-roman": "macintosh", "x-maccyrillic": "x-mac-cyrillic", "mac-cyrillic": "x-mac-cyrillic" },
  ...{
    cp932: "shift_jis",
    "windows-932": "shift_jis",
    cp936: "gbk",
    "windows-936": "gbk",
    cp949: "euc-kr",
    cp950: "big5",
  },
  ...{ "windows-950": "big5", uhc: "euc-kr", "euc-cn": "gbk" },
};

/** The label that TextDecoder knows an encoding by, `undefined` for one that it does not know. */
export function decoderLabel(declared: string): string | undefined {
  const label = declared.trim().toLowerCase();
  const known = ALIASES[label.replace(/[\s_]/g, "-")];
  try {
    return new TextDecoder(known ?? javaName(label)).encoding;
  } catch {
    return undefined;
  }
}

/** `"iso8859_2"` is ISO-8859-2 to Java. */
function javaName(label: string): string {
  return label.replace(/^iso8859_(\d+)$/, "iso-8859-$1");
}

/** True when a line has letters beyond ASCII, all of them in UTF-8. */
function hasUtf8Letters(sample: Uint8Array): boolean {
  for (let start = 0; start < sample.length; ) {
    const found = sample.indexOf(0x0a, start);
    const end = found < 0 ? sample.length : found;
    const line = sample.subarray(start, end);
    const whole = found < 0 ? withoutCutCharacter(line) : line;
    if (whole.some((byte) => byte > 0x7f) && isUtf8(whole)) return true;
    start = end + 1;
  }
  return false;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Drops a UTF-8 sequence that the end of the sample cuts. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  let end = sample.length;
  for (let back = 1; back <= 4 && back <= sample.length; back++) {
    const byte = sample[sample.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      end = sample.length - back;
      break;
    }
  }
  return sample.subarray(0, end);
}
