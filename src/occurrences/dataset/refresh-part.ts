/** One part of a dataset with its names matched again; everything that is not taxonomic stays as it is. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { chooseIdentification } from "../interpretation/identification.ts";
import { VerbatimRecord } from "../interpretation/record.ts";
import { clearTaxonomy, interpretTaxonomy } from "../interpretation/taxonomy.ts";
import { interpretedFile } from "./chunk/chunk-files.ts";
import type { ChunkTools } from "./chunk/interpret-chunk.ts";
import { namesFile, noteTold } from "./chunk/names-file.ts";
import { writeWhole } from "./files.ts";
import type { ChunkDone, RefreshMessage } from "./messages.ts";
import { readPart } from "./read-part.ts";
import { countRecord, emptyReport } from "./report/chunk-report.ts";

/** Matches a part again and writes it to the new attempt. */
export async function refreshPart({ part, from, folder }: RefreshMessage, tools: ChunkTools): Promise<ChunkDone> {
  const records = await readPart(from, part);
  tools.taxa.makeRoom();
  const report = emptyReport();
  report.rows = records.length;
  for (const { record, core, extensions } of records) {
    const verbatim = VerbatimRecord.of(Object.fromEntries(core), extensions, tools.defaults);
    chooseIdentification(verbatim, tools.dictionaries.months);
    clearTaxonomy(record);
    interpretTaxonomy(verbatim, record, { ...tools, unknown: () => {} });
    record.lastInterpreted = tools.now;
    record.issue.sort();
    countRecord(report, record);
  }
  writeWhole(
    join(folder, "interpreted", part),
    interpretedFile(
      records.map(({ record }) => record),
      tools.createdBy,
    ),
  );
  copyFileSync(join(from, "verbatim", part), join(folder, "verbatim", part));
  const name = part.replace(/\.parquet$/, "");
  const asked = tools.taxa.takeAsked();
  writeWhole(join(folder, "ledger", `${name}.names.parquet`), namesFile(asked, tools.taxa, tools.createdBy));
  writeWhole(join(folder, "ledger", `${name}.json`), JSON.stringify(report));
  noteTold(asked, tools.taxa);
  return { rows: records.length };
}
