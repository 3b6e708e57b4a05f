/**
 * Which pictures, sounds and films show it? The rows of the media extensions and associatedMedia, merged by address.
 *
 * After gbif/pipelines `MultimediaConverter`: Audubon rows come first, then images, then multimedia; the first of an
 * address wins.
 */

import { parseDate } from "../dates/date-text.ts";
import { likely } from "../dates/event-date.ts";
import { formatMoment } from "../dates/moment.ts";
import type { InterpretedRecord } from "../interpreted.ts";
import type { ExtensionRow } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { linkOf } from "./links.ts";

/** A medium as GBIF's API shows it. */
type Medium = Record<string, string>;

const TEXTS = [
  "title",
  "description",
  "source",
  "audience",
  "creator",
  "contributor",
  "publisher",
  "rightsHolder",
  "datasetID",
] as const;

/** Formats by the suffix of an address. */
const FORMATS: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  jpe: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  tif: "image/tiff",
  tiff: "image/tiff",
  bmp: "image/bmp",
  webp: "image/webp",
  svg: "image/svg+xml",
  mp3: "audio/mpeg",
  wav: "audio/x-wav",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  flac: "audio/x-flac",
  m4a: "audio/mp4",
  mp4: "video/mp4",
  mpg: "video/mpeg",
  mpeg: "video/mpeg",
  mov: "video/quicktime",
  avi: "video/x-msvideo",
  webm: "video/webm",
  ogv: "video/ogg",
  htm: "text/html",
  html: "text/html",
  php: "text/html",
  asp: "text/html",
  aspx: "text/html",
  jsp: "text/html",
};
const TYPES: Readonly<Record<string, string>> = {
  STILLIMAGE: "StillImage",
  MOVINGIMAGE: "MovingImage",
  SOUND: "Sound",
};
const DELIMITERS = ["|#DELIMITER#|", "|", ",", ";"];

/** Extensions whose rows are media. */
export const MEDIA_EXTENSIONS = ["audubon", "image", "multimedia"] as const;

/** Sets media and mediaType. */
export const interpretMedia: Interpreter = (record, out, tools) => {
  const media = new Map<string, Medium>();
  const add = (medium: Medium | undefined) => {
    const address = medium && (medium["identifier"] ?? medium["references"]);
    if (medium && address !== undefined && !media.has(address)) media.set(address, medium);
  };
  for (const row of record.rows("audubon"))
    if (row["accessURI"]?.trim())
      add(
        mediumOf(
          {
            ...row,
            identifier: row["accessURI"]!,
            created: row["CreateDate"] ?? row["createDate"] ?? row["created"] ?? "",
          },
          out,
          tools,
        ),
      );
  for (const row of record.rows("image")) add(mediumOf({ ...row, type: "StillImage" }, out, tools));
  for (const row of record.rows("multimedia")) add(mediumOf(row, out, tools));
  const associated = record.value("associatedMedia");
  if (associated !== undefined) for (const link of linksIn(associated)) add(mediumOf({ identifier: link }, out, tools));
  if (media.size === 0) return;
  out.media = JSON.stringify([...media.values()]);
  const types = new Set([...media.values()].flatMap(({ type }) => (type === undefined ? [] : [type])));
  if (types.size > 0) out.mediaType = [...types];
};

function mediumOf(
  row: ExtensionRow,
  out: InterpretedRecord,
  { dictionaries, options, now }: Tools,
): Medium | undefined {
  const value = (name: string) => row[name]?.trim() || undefined;
  let identifier = linkField(value("identifier"), out);
  let references = linkField(value("references"), out);
  const format = givenFormat(value("format")) ?? formatOf(identifier);
  if (format === "text/html" && identifier !== undefined) {
    // A page about the medium, not the medium.
    references ??= identifier;
    identifier = undefined;
  }
  if (identifier === undefined && references === undefined) {
    out.flag("MULTIMEDIA_URI_INVALID");
    return undefined;
  }
  const medium: Medium = {};
  const type = typeOf(value("type"), format, dictionaries);
  if (type !== undefined) medium["type"] = type;
  if (format !== undefined) medium["format"] = format;
  if (identifier !== undefined) medium["identifier"] = identifier;
  if (references !== undefined) medium["references"] = references;
  const created = value("created");
  if (created !== undefined) {
    const { moment } = parseDate(created, dictionaries.months, options.dateOrders);
    if (moment && likely(moment, now, new Set())) medium["created"] = formatMoment(moment);
    else out.flag("MULTIMEDIA_DATE_INVALID");
  }
  for (const name of TEXTS) {
    const text = value(name);
    if (text !== undefined) medium[name] = text;
  }
  const license = value("license") ?? value("rights");
  if (license !== undefined) medium["license"] = dictionaries.licenseUri.lookup(license) ?? license;
  return medium;
}

function linkField(text: string | undefined, out: InterpretedRecord): string | undefined {
  if (text === undefined) return undefined;
  const link = linkOf(text);
  if (link === undefined) out.flag("MULTIMEDIA_URI_INVALID");
  return link;
}

/** A media type, or the suffix of a file in its place: `"JPEG"`. */
function givenFormat(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^[\w.+-]+\/[\w.+-]+$/.test(text)) return text.toLowerCase();
  return FORMATS[text.replace(/^\./, "").toLowerCase()];
}

function formatOf(link: string | undefined): string | undefined {
  if (link === undefined) return undefined;
  const [path, query = ""] = link.split("?");
  const suffix = (text: string) => FORMATS[/\.(\w{2,5})$/.exec(text.replace(/#.*$/, ""))?.[1]?.toLowerCase() ?? ""];
  return suffix(query) ?? suffix(path!) ?? "text/html";
}

function typeOf(
  given: string | undefined,
  format: string | undefined,
  { mediaType }: Tools["dictionaries"],
): string | undefined {
  if (format?.startsWith("image/")) return "StillImage";
  if (format?.startsWith("audio/")) return "Sound";
  if (format?.startsWith("video/")) return "MovingImage";
  if (given === undefined) return undefined;
  return TYPES[mediaType.lookup(given) ?? ""];
}

/** The delimiter that makes most links of a text. */
function linksIn(text: string): string[] {
  const whole = linkOf(text);
  let best: string[] = whole === undefined || /[|;]/.test(whole) ? [] : [whole];
  for (const delimiter of DELIMITERS) {
    const links = text.split(delimiter).flatMap((part) => linkOf(part) ?? []);
    if (links.length > best.length) best = links;
  }
  return best;
}
