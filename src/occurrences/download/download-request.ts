/**
 * What does a request for a download say? GBIF's JSON, in any of the spellings that its clients send.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../errors.ts";

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
  /** Program that asked: `"rgbif"`. */
  readonly source?: string | undefined;
  /** URL that is told when the download is finished (not GBIF's). */
  readonly webhook?: string | undefined;
  /** Makes a new download though there is one of the same request (not GBIF's). */
  readonly force?: boolean | undefined;
}

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
  const extensions = [given["verbatimExtensions"], given["interpretedExtensions"]]
    .flat()
    .filter((one) => one !== undefined && one !== null);
  if (extensions.length > 0) return refuse(`Extension ${String(extensions[0])} is not part of the downloads made here`);
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
    ...(typeof description === "string" && { description }),
    ...(webhook !== undefined && { webhook }),
    ...((given["force"] === true || given["force"] === "true") && { force: true }),
    ...(typeof checklistKey === "string" && checklistKey !== "null" && { checklistKey }),
  };
}

/** The same for requests that ask for the same, whatever the order of their members or of what is joined by and, or. */
export function sameness({ format, predicate, checklistKey }: DownloadRequest, snapshot: string): string {
  return createHash("sha256")
    .update(JSON.stringify([format, canonical(predicate), checklistKey ?? null, snapshot]))
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
