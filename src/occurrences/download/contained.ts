/** From which datasets, publishers and countries are the records of a download, and under which licence? */
import { join } from "node:path";
import type { Sql } from "../predicate/to-sql.ts";
import { type Snapshot, tableOf } from "../search/datasets.ts";
import type { Engine } from "../search/engine.ts";
import { sourceOf } from "../search/source.ts";

/** Records of one dataset and publisher in a download. */
export interface ContainedDataset {
  readonly datasetKey?: string | undefined;
  readonly datasetTitle: string;
  readonly datasetDOI?: string | undefined;
  readonly datasetCitation: string;
  readonly organizationKey?: string | undefined;
  readonly publishingCountryCode?: string | undefined;
  readonly numberRecords: number;
  /** Licences of the records and of the dataset itself, GBIF's names or as the source has it. */
  readonly licenses: readonly string[];
  /** Name that the server has for the attempt's dataset, and the attempt. */
  readonly dataset: string;
  readonly attempt: string;
}

/** What a download holds, most records first. */
export async function containedDatasets(
  engine: Engine,
  snapshot: Snapshot,
  condition: Sql,
): Promise<ContainedDataset[]> {
  const contained: ContainedDataset[] = [];
  for (const dataset of snapshot.datasets) {
    const { name, attempt, info, interpreted } = dataset;
    const from = sourceOf({ id: "", datasets: [dataset], interpreted: tableOf(interpreted) }, condition);
    const rows = await engine.all(
      `SELECT "datasetKey" AS key, "publishingOrgKey" AS org, "publishingCountry" AS country, count(*) AS n, ` +
        `list(DISTINCT license) AS licenses FROM ${from} WHERE ${condition.text} GROUP BY ALL`,
      condition.values,
    );
    for (const { key, org, country, n, licenses } of rows) {
      const records = (licenses as (string | null)[]).filter((one) => one !== null).sort();
      const title = info.title ?? info.source.split(/[\\/]/).at(-1)!;
      contained.push({
        ...(typeof key === "string" && { datasetKey: key }),
        ...(typeof org === "string" && { organizationKey: org }),
        ...(typeof country === "string" && { publishingCountryCode: country }),
        ...(info.doi !== undefined && { datasetDOI: info.doi }),
        datasetTitle: title,
        datasetCitation: info.citation ?? title,
        numberRecords: Number(n),
        licenses: records.length > 0 ? records : [info.options.datasetLicense ?? info.license ?? "UNSPECIFIED"],
        dataset: name,
        attempt: join(attempt),
      });
    }
  }
  const text = ({ datasetKey = "", dataset }: ContainedDataset) => `${datasetKey} ${dataset}`;
  return contained.sort((a, b) => b.numberRecords - a.numberRecords || (text(a) < text(b) ? -1 : 1));
}

/** Counts by a member, most first; those without it are left out. */
export function countedBy(
  contained: readonly ContainedDataset[],
  member: "datasetKey" | "organizationKey" | "publishingCountryCode",
): { value: string; numberRecords: number; first: ContainedDataset }[] {
  const counts = new Map<string, { value: string; numberRecords: number; first: ContainedDataset }>();
  for (const one of contained) {
    const value = one[member];
    if (value === undefined) continue;
    const known = counts.get(value);
    counts.set(value, {
      value,
      first: known?.first ?? one,
      numberRecords: (known?.numberRecords ?? 0) + one.numberRecords,
    });
  }
  return [...counts.values()].sort((a, b) => b.numberRecords - a.numberRecords || (a.value < b.value ? -1 : 1));
}

/** Licences from the freest on; what is not among them cannot be told from a stricter one. */
const LICENSES: readonly (readonly [name: string, url: string])[] = [
  ["CC0_1_0", "http://creativecommons.org/publicdomain/zero/1.0/legalcode"],
  ["CC_BY_4_0", "http://creativecommons.org/licenses/by/4.0/legalcode"],
  ["CC_BY_NC_4_0", "http://creativecommons.org/licenses/by-nc/4.0/legalcode"],
];

/** The strictest licence of all records as a URL; `"unspecified"` when one of them is not known, or there are none. */
export function strictestLicense(contained: readonly ContainedDataset[]): string {
  const ranks = contained.flatMap(({ licenses }) =>
    licenses.map((one) => LICENSES.findIndex(([name]) => name === one)),
  );
  return ranks.length === 0 || ranks.includes(-1) ? "unspecified" : LICENSES[Math.max(...ranks)]![1];
}

/** URL of a licence of GBIF's, else the text as it is. */
export function licenseUrl(license: string): string {
  return LICENSES.find(([name]) => name === license)?.[1] ?? (license === "UNSPECIFIED" ? "Not supplied" : license);
}
