/**
 * Which file was given instead of a table?
 *
 * Spreadsheets, archives and pictures are sent as lists of names every day; read as text they would give rows of
 * nonsense. The first bytes tell what they are, whatever the name or the media type says. Runs in browsers too.
 */

/** What a file is, and how its owner gets a table out of it. */
export interface BinaryKind {
  /** With article: `"an Excel workbook (XLSX)"`. */
  readonly name: string;
  readonly hint: string;
}

const SHEET = "Save the sheet as CSV or TSV and send that.";
const UNPACK = "Unpack it and send the table inside.";
const EXPORT = "Export the table as CSV or TSV and send that.";
const NO_TABLE = "Send a CSV or TSV table, or one name per line.";

/** Signatures: offset, bytes as Latin-1, what it is, what to do. */
const SIGNATURES: readonly (readonly [at: number, bytes: string, name: string, hint: string])[] = [
  [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook or Office document (XLS, DOC)", SHEET],
  [0, "\x1f\x8b\x08", "a gzip file", "Unpack it, or send it with Content-Encoding: gzip."],
  [0, "\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it, or send it with Content-Encoding: zstd."],
  [0, "BZh", "a bzip2 file", UNPACK],
  [0, "\xfd7zXZ\0", "an xz file", UNPACK],
  [0, "\x04\x22\x4d\x18", "an LZ4 file", UNPACK],
  [0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK],
  [0, "Rar!\x1a\x07", "a RAR archive", UNPACK],
  [257, "ustar", "a tar archive", UNPACK],
  [0, "\x89PNG\r\n\x1a\n", "a PNG picture", NO_TABLE],
  [0, "\xff\xd8\xff", "a JPEG picture", NO_TABLE],
  [0, "GIF87a", "a GIF picture", NO_TABLE],
  [0, "GIF89a", "a GIF picture", NO_TABLE],
  [0, "II*\0", "a TIFF picture", NO_TABLE],
  [0, "MM\0*", "a TIFF picture", NO_TABLE],
  [8, "WEBP", "a WebP picture", NO_TABLE],
  [4, "ftyp", "a video or HEIC picture", NO_TABLE],
  [0, "%PDF-", "a PDF document", "Copy its table into a spreadsheet and save that as CSV."],
  [0, "{\\rtf", "an RTF document", "Save it as plain text, one name per line."],
  [0, "PAR1", "a Parquet file", EXPORT],
  [0, "ARROW1", "an Arrow file", EXPORT],
  [0, "FEA1", "a Feather file", EXPORT],
  [0, "SQLite format 3\0", "an SQLite database", EXPORT],
  [4, "Standard Jet DB", "an Access database", EXPORT],
  [4, "Standard ACE DB", "an Access database", EXPORT],
  [0, "\x93NUMPY", "a NumPy file", EXPORT],
  [0, "RDX2\n", "an R data file", EXPORT],
  [0, "RDX3\n", "an R data file", EXPORT],
  [0, "\x89HDF\r\n\x1a\n", "an HDF5 file", EXPORT],
  [0, "CDF\x01", "a NetCDF file", EXPORT],
  [0, "\x7fELF", "a program", NO_TABLE],
  [0, "MZ\x90\0", "a program", NO_TABLE],
  [0, "\0asm", "a program", NO_TABLE],
];

/** Entries of a zip that say what kind of document it is. */
const ZIP_KINDS: readonly (readonly [mark: RegExp, name: string, hint: string])[] = [
  [/xl\/|spreadsheetml/, "an Excel workbook (XLSX)", SHEET],
  [/mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/, "an OpenDocument spreadsheet (ODS)", SHEET],
  [/mimetypeapplication\/vnd\.oasis\.opendocument/, "an OpenDocument file (ODT, ODP …)", SHEET],
  [/Index\/|\.iwa/, "an Apple Numbers or Pages document", SHEET],
  [/word\//, "a Word document (DOCX)", "Save it as plain text, one name per line."],
  [/ppt\//, "a PowerPoint document (PPTX)", NO_TABLE],
  [/\[Content_Types\]\.xml|_rels\//, "an Office document (XLSX, DOCX …)", SHEET],
  [/META-INF\//, "a Java archive", NO_TABLE],
];

/** How many bytes {@link binaryKind} looks at. */
const LOOKED_AT = 1 << 14;

/** Share of control characters that no text has. */
const MOST_CONTROLS = 0.02;

/**
 * What kind of file the first bytes belong to, `undefined` for text. UTF-16 is text. A web page is named too: it is what
 * a link to a list gives when one must log in first; and so is XML, which has no rows.
 *
 * @param countsControls false where a text may have many control characters: some tables are delimited by them
 */
export function binaryKind(sample: Uint8Array, countsControls = true): BinaryKind | undefined {
  const start = latin1(sample.subarray(0, LOOKED_AT));
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) {
    const found = ZIP_KINDS.find(([mark]) => mark.test(start));
    return { name: found?.[1] ?? "a ZIP archive", hint: found?.[2] ?? UNPACK };
  }
  const signature = SIGNATURES.find(([at, bytes]) => start.startsWith(bytes, at));
  if (signature) return { name: signature[2], hint: signature[3] };
  if (/^(\xef\xbb\xbf)?\s*<(!doctype\s+html|html)[\s>]/i.test(start))
    return { name: "a web page (HTML)", hint: "Download the file itself; one may have to log in first." };
  if (/^(\xef\xbb\xbf)?\s*<\?xml[\s?]/i.test(start)) return { name: "XML", hint: NO_TABLE };
  if (isUtf32(start)) return { name: "a text in UTF-32", hint: "Save it as UTF-8 and send that." };
  if (!countsControls || isUtf16(start)) return undefined;
  let controls = 0;
  for (let at = 0; at < start.length; at++) {
    const code = start.charCodeAt(at);
    // Tab, line ends, form feed, the end-of-file of DOS and the escape of terminals occur in texts.
    if (code < 0x20 && !(code >= 9 && code <= 13) && code !== 0x1a && code !== 0x1b) controls++;
  }
  return controls > start.length * MOST_CONTROLS ? { name: "a binary file", hint: NO_TABLE } : undefined;
}

/** Three of four bytes of Latin letters are zero, and the mark of UTF-16 stands before two of them. */
function isUtf32(start: string): boolean {
  return /^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[^\0]\0\0\0){8}|(?:\0\0\0[^\0]){8})/.test(start);
}

function isUtf16(start: string): boolean {
  if (start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff")) return true;
  const { even, odd } = zerosByParity(start);
  return (odd > 0.3 && even < 0.1) || (even > 0.3 && odd < 0.1);
}

/** Share of zero bytes at even and at odd positions, 0-1: Latin letters in UTF-16 have one on the same side. */
export function zerosByParity(latin1Text: string): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  const length = Math.min(latin1Text.length, 1000);
  for (let i = 0; i < length; i++) if (latin1Text.charCodeAt(i) === 0) i % 2 ? odd++ : even++;
  const half = Math.max(1, length / 2);
  return { even: even / half, odd: odd / half };
}

/** Bytes as characters of the same number. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
