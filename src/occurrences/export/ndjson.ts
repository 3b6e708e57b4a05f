/**
 * Records as JSON lines: the members of GBIF's API, null ones left out, the verbatim record beside them.
 *
 * The same bytes whether a record comes from a stream or from a dataset.
 */

import { problemMessage } from "../../taxonomy/problem-report.ts";
import { GEOLOGICAL_TERMS, INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { gbifRegionOf } from "../dictionaries/gbif-regions.ts";
import type { InterpretedRecord } from "../interpretation/interpreted.ts";
import type { Extensions } from "../interpretation/record.ts";
import type { ColumnSet } from "../reading/columns.ts";

/** An interpreted record with what it was made of. */
export interface ExportedRecord {
  readonly record: InterpretedRecord;
  readonly core: readonly (readonly [term: string, value: string])[];
  readonly extensions: Extensions;
}

const GEOLOGICAL: ReadonlySet<string> = new Set([
  ...GEOLOGICAL_TERMS,
  "lowestBiostratigraphicZone",
  "highestBiostratigraphicZone",
  "group",
  "formation",
  "member",
  "bed",
  "startAge",
  "endAge",
]);
/** Not members of GBIF's record, or written otherwise. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "gbifID",
  "issue",
  "recordedByID",
  "identifiedByID",
  "eventDateGte",
  "eventDateLte",
]);

/** One line without its end. */
export function ndjsonLine({ record, core, extensions }: ExportedRecord): string {
  const key = String(record.gbifID);
  let json = `{"key":"${key}","gbifID":"${key}"`;
  let geological = "";
  for (const { name, type } of INTERPRETED_COLUMNS) {
    if (ELSEWHERE.has(name)) continue;
    const value = record[name as keyof InterpretedRecord] as string | number | boolean | readonly string[] | undefined;
    if (value === undefined) continue;
    const written =
      type === "json"
        ? (value as string)
        : type === "timestamp"
          ? JSON.stringify(new Date(value as number).toISOString())
          : JSON.stringify(value);
    if (GEOLOGICAL.has(name)) geological += `${geological === "" ? "" : ","}"${name}":${written}`;
    else json += `,"${name}":${written}`;
  }
  json += region("gbifRegion", record.countryCode) + region("publishedByGbifRegion", record.publishingCountry);
  if (record.recordedByID) json += `,"recordedByIds":${JSON.stringify(record.recordedByID.map(agent))}`;
  if (record.identifiedByID) json += `,"identifiedByIds":${JSON.stringify(record.identifiedByID.map(agent))}`;
  if (geological !== "") json += `,"geologicalContext":{${geological}}`;
  json += `,"issues":${JSON.stringify(record.issue)}`;
  json += `,"verbatim":{"core":${JSON.stringify(Object.fromEntries(core))}`;
  if (Object.keys(extensions).length > 0) json += `,"extensions":${JSON.stringify(extensions)}`;
  return `${json}}}`;
}

function region(name: string, country: string | undefined): string {
  const found = country === undefined ? undefined : gbifRegionOf(country);
  return found === undefined ? "" : `,"${name}":"${found}"`;
}

/**
 * Records that were interpreted just now; a line that holds none is answered with an error in its place. What was odd about the
 * reading of a line (its encoding, two members of one term) stands in `notices`.
 */
export function ndjsonLines(
  records: Iterable<ExportedRecord & { readonly line: number }>,
  { badLines, notices }: Pick<ColumnSet, "badLines" | "notices">,
): string {
  let text = "";
  let bad = 0;
  const badBefore = (line: number) => {
    for (; bad < badLines.length && badLines[bad]! < line; bad++)
      text += `${JSON.stringify({ error: { code: "REQUEST_INVALID", line: badLines[bad], problem: "is not a JSON object" } })}\n`;
  };
  for (const record of records) {
    badBefore(record.line);
    const odd = notices?.get(record.line)?.map((code) => ({ code, message: problemMessage(code) }));
    text += `${odd === undefined ? ndjsonLine(record) : `${ndjsonLine(record).slice(0, -1)},"notices":${JSON.stringify(odd)}}`}\n`;
  }
  badBefore(Number.POSITIVE_INFINITY);
  return text;
}

/** What kind an identifier of a person is; GBIF's `AgentIdentifier`. */
function agent(value: string): { type: "ORCID" | "WIKIDATA" | "OTHER"; value: string } {
  if (value.startsWith("https://orcid.org/")) return { type: "ORCID", value };
  return { type: /^https?:\/\/(?:www\.)?wikidata\.org\//.test(value) ? "WIKIDATA" : "OTHER", value };
}
