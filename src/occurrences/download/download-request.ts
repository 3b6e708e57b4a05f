/**
 * What does a request for a download say? GBIF's JSON, in any of the spellings that its clients send.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../errors.ts";
import { extensionAsked } from "./files/extensions.ts";

/** Formats that are made, GBIF's names. */
export const DOWNLOAD_FORMATS = ["SIMPLE_CSV", "DWCA", "SPECIES_LIST", "SIMPLE_PARQUET"] as const;
export type DownloadFormat = (typeof DOWNLOAD_FORMATS)[number];

/** A request, checked. */
export interface DownloadRequest {
  readonly format: DownloadFormat;
  /** As given; `null` for everything. */
  readonly predicate: unknown;
  readonly creator: string;
  readonly notificationAddresses: readonly string[];
  readonly sendNotification: boolean;
  readonly description?: string | undefined;
  readonly checklistKey?: string | undefined;
  /** Row types whose rows go into a DWCA as they were published. */
  readonly verbatimExtensions?: readonly string[] | undefined;
  /** Media at most, which stand in every DWCA. */
  readonly interpretedExtensions?: readonly string[] | undefined;
  /** Program that asked: `"rgbif"`. */
  readonly source?: string | undefined;
  /** URL that is told when the download is finished (not GBIF's). */
  readonly webhook?: string | undefined;
  /** Makes a new download though there is one of the same request (not GBIF's). */
  readonly force?: boolean | undefined;
}

/** The extension that is interpreted. */
const INTERPRETED_EXTENSION = "http://rs.gbif.org/terms/1.0/Multimedia";
const ADDRESSES = ["notificationAddresses", "notificationAddress", "notification_addresses", "notification_address"];
const KNOWN = new Set([
  ...["predicate", "format", "creator", "sendNotification", "send_notification", "checklistKey", "description"],
  ...["verbatimExtensions", "interpretedExtensions", "machineDescription", "type", "created"],
  ...["webhook", "force"],
  ...ADDRESSES,
]);

/**
 * @param login label of the key that asks
 * @throws BinomenError OCCURRENCE_QUERY_INVALID, UNAUTHORIZED for another creator than who asks
 */
export function downloadRequestOf(body: unknown, login: string): DownloadRequest {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return refuse("A JSON object is expected");
  const given = body as Record<string, unknown>;
  for (const member of Object.keys(given)) if (!KNOWN.has(member)) refuse(`Unknown JSON property '${member}'.`);
  const name = given["format"] ?? "DWCA";
  const format = DOWNLOAD_FORMATS.find((one) => one === String(name).toUpperCase());
  if (format === undefined) return refuse(`Cannot parse ${String(name)} into a known DownloadFormat`);
  const creator = given["creator"] ?? login;
  if (creator !== login)
    throw new BinomenError("UNAUTHORIZED", {
      problem: `${login} not allowed to create download with creator ${String(creator)}`,
    });
  const type = given["type"] ?? "OCCURRENCE";
  if (type !== "OCCURRENCE") return refuse(`Downloads of type ${String(type)} are not made here`);
  const extensionsOf = (member: string) => [...new Set([given[member] ?? []].flat().map(extensionAsked))];
  const verbatimExtensions = extensionsOf("verbatimExtensions");
  const interpretedExtensions = extensionsOf("interpretedExtensions");
  if (verbatimExtensions.length + interpretedExtensions.length > 0 && format !== "DWCA")
    return refuse(`Extensions are parts of a DWCA, not of a ${format}`);
  const other = interpretedExtensions.find((one) => one !== INTERPRETED_EXTENSION);
  if (other !== undefined)
    return refuse(`Rows of ${other} are not interpreted: ask for them as verbatimExtensions, as they were published`);
  const checklistKey = given["checklistKey"];
  const { description, webhook } = given;
  if (webhook !== undefined && typeof webhook !== "string") return refuse("webhook is expected to be a URL");
  return {
    format,
    predicate: given["predicate"] ?? null,
    creator: login,
    notificationAddresses: ADDRESSES.flatMap((member) => given[member] ?? []).filter(
      (one): one is string => typeof one === "string",
    ),
    sendNotification: [given["sendNotification"] ?? given["send_notification"]]
      .flat()
      .some((one) => one === true || one === "true"),
    ...(verbatimExtensions.length > 0 && { verbatimExtensions }),
    ...(interpretedExtensions.length > 0 && { interpretedExtensions }),
    ...(typeof description === "string" && { description }),
    ...(webhook !== undefined && { webhook }),
    ...((given["force"] === true || given["force"] === "true") && { force: true }),
    ...(typeof checklistKey === "string" && checklistKey !== "null" && { checklistKey }),
  };
}

/** The same for requests that ask for the same, whatever the order of their members or of what is joined by and, or. */
export function sameness(request: DownloadRequest, snapshot: string): string {
  const { format, predicate, checklistKey, verbatimExtensions = [] } = request;
  return createHash("sha256")
    .update(
      JSON.stringify([format, canonical(predicate), checklistKey ?? null, [...verbatimExtensions].sort(), snapshot]),
    )
    .digest("hex");
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value === null ? null : String(value);
  const members = Object.entries(value)
    .filter(([member]) => member !== "matchCase" || (value as Record<string, unknown>)["matchCase"] === true)
    .map(([member, inner]): [string, unknown] => [member, canonical(inner)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sorted = Object.fromEntries(members);
  for (const list of ["predicates", "values"])
    if (Array.isArray(sorted[list]))
      sorted[list] = [...(sorted[list] as unknown[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return sorted;
}

function refuse(problem: string): never {
  throw new BinomenError("OCCURRENCE_QUERY_INVALID", { problem });
}
