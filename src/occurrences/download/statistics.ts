/** How much was downloaded of which dataset, and when? Counted over finished downloads, also those whose file was erased. */

import { invalid } from "../predicate/values.ts";
import { countedBy } from "./contained.ts";
import type { Downloads } from "./downloads.ts";

/** What is counted. */
export interface StatisticsFilter {
  readonly datasetKey?: string | undefined;
  readonly publishingOrgKey?: string | undefined;
  readonly publishingCountry?: string | undefined;
  readonly source?: string | undefined;
  /** `"2023-01"`, the month itself counts. */
  readonly fromDate?: string | undefined;
  readonly toDate?: string | undefined;
}

/** Downloads of a dataset in a month. */
export interface DatasetMonth {
  readonly datasetKey: string;
  readonly totalRecords: number;
  readonly numberDownloads: number;
  readonly year: number;
  readonly month: number;
}

/** Newest month first. @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function datasetMonths(downloads: Downloads, filter: StatisticsFilter): DatasetMonth[] {
  const months = new Map<string, DatasetMonth>();
  for (const { year, month, datasets } of counted(downloads, filter))
    for (const [datasetKey, records] of datasets) {
      const at = `${year} ${month} ${datasetKey}`;
      const known = months.get(at);
      const totalRecords = (known?.totalRecords ?? 0) + records;
      months.set(at, { datasetKey, totalRecords, numberDownloads: (known?.numberDownloads ?? 0) + 1, year, month });
    }
  return [...months.values()].sort(
    (a, b) => b.year - a.year || b.month - a.month || (a.datasetKey < b.datasetKey ? -1 : 1),
  );
}

/** `{"2026": {"1": 29}}`: downloads, or records in them, by year and month. @throws BinomenError OCCURRENCE_QUERY_INVALID */
export function byMonth(
  downloads: Downloads,
  filter: StatisticsFilter,
  what: "downloads" | "records",
): Record<string, Record<string, number>> {
  const years: Record<string, Record<string, number>> = {};
  for (const { year, month, datasets } of counted(downloads, filter)) {
    years[year] ??= {};
    const inYear = years[year];
    const more = what === "downloads" ? 1 : [...datasets.values()].reduce((a, b) => a + b, 0);
    inYear[month] = (inYear[month] ?? 0) + more;
  }
  return years;
}

/** Finished downloads that have something of what is asked for, oldest first. */
function* counted(
  downloads: Downloads,
  { datasetKey, publishingOrgKey, publishingCountry, source, ...dates }: StatisticsFilter,
) {
  const [from, to] = [monthOf(dates.fromDate), monthOf(dates.toDate)];
  for (const job of downloads.all().reverse()) {
    if (job.status !== "SUCCEEDED" && job.status !== "FILE_ERASED") continue;
    const date = new Date(job.created);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    const at = year * 12 + month;
    if ((from !== undefined && at < from) || (to !== undefined && at > to)) continue;
    if (source !== undefined && downloads.requestOf(job).request.source !== source) continue;
    const contained = (downloads.detailsOf(job)?.contained ?? []).filter(
      (one) =>
        (datasetKey === undefined || one.datasetKey === datasetKey) &&
        (publishingOrgKey === undefined || one.organizationKey === publishingOrgKey) &&
        (publishingCountry === undefined || one.publishingCountryCode === publishingCountry),
    );
    const isFiltered = datasetKey !== undefined || publishingOrgKey !== undefined || publishingCountry !== undefined;
    if (isFiltered && contained.length === 0) continue;
    const datasets = new Map(
      countedBy(contained, "datasetKey").map(({ value, numberRecords }) => [value, numberRecords]),
    );
    yield { year, month, datasets };
  }
}

function monthOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const parts = /^(\d{4})-(\d{1,2})(-\d{1,2})?$/.exec(text);
  return parts ? Number(parts[1]) * 12 + Number(parts[2]) : invalid(`Invalid date: ${text}`);
}
