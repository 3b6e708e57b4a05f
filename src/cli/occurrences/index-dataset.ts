/**
 * The records of a dataset in OpenSearch or Elasticsearch: `binomen index opensearch --dataset my-dataset --url …/records`.
 *
 * Each attempt has an index of its own, `records-attempt-0003-1a2b3c4d`; the name of the URL is an alias, which is moved to it
 * when all documents are there. Which parts are written stands in the checkpoint: a run that was cut off goes on behind them, and
 * what was written twice stays the same, by its version. The dataset's lock keeps a second indexer and `interpret` away.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { BinomenError } from "../../errors.ts";
import { ElasticsearchTarget } from "../../indexers/elasticsearch.ts";
import type { RetryPolicy } from "../../indexers/retry.ts";
import type { IndexAction } from "../../indexers/target.ts";
import { attemptInfo, attemptPath, contentOf, partsOf } from "../../occurrences/dataset/attempts.ts";
import { writeWhole } from "../../occurrences/dataset/files.ts";
import { lockDataset } from "../../occurrences/dataset/lock.ts";
import { documentOf, rowsSql } from "../../occurrences/engine-index/document.ts";
import { newRecordIndex } from "../../occurrences/engine-index/mapping.ts";
import { NO_CHECKLIST } from "../../occurrences/predicate/engine-fields.ts";
import { tableOf } from "../../occurrences/search/datasets.ts";
import { Engine } from "../../occurrences/search/engine.ts";
import { verbatimTable } from "../../occurrences/search/source.ts";

/** What to write, and where. */
export interface DatasetIndexing {
  readonly dataset: string;
  /** The alias: `http://127.0.0.1:9200/records`. */
  readonly url: string;
  /** File with the parts that are written. */
  readonly checkpoint: string;
  /** Begin with the first part, whatever the checkpoint says. */
  readonly rebuild: boolean;
  readonly authorization: string | undefined;
  readonly retry: RetryPolicy;
  readonly stop: AbortSignal;
}

/** Writes all records and moves the alias. @throws BinomenError INDEX_…, DATASET_NOT_FOUND, DATASET_LOCKED */
export async function indexDataset(indexing: DatasetIndexing): Promise<void> {
  const { dataset, url, checkpoint, rebuild, authorization, retry, stop } = indexing;
  const attempt = attemptPath(dataset);
  const info = attemptInfo(attempt);
  const unlock = lockDataset(dataset);
  const engine = await Engine.open({ memoryMegabytes: 512, threads: 2 });
  try {
    const alias = new URL(url).pathname.split("/").at(-1)!;
    const content = contentOf(info);
    const index = `${url.replace(/\/+$/, "")}-${info.attempt}-${content}`;
    const { records: all, checklists } = info;
    const newIndex = newRecordIndex({ dataset: alias, attempt: info.attempt, content, records: all, checklists });
    const target = new ElasticsearchTarget(index, { authorization, retry, newIndex });
    mkdirSync(dirname(checkpoint), { recursive: true });
    const done = rebuild ? new Set<string>() : writtenParts(checkpoint, index);
    if (done.size === 0) await target.clear(stop);
    await target.prepare(stop);
    const checklist = checklists[0]?.checklistKey ?? NO_CHECKLIST;
    const version = String(Math.max(1, Number(info.attempt.replace(/\D/g, ""))));
    let records = 0;
    for (const part of partsOf(attempt)) {
      if (done.has(part)) continue;
      const of = (kind: string) => [join(attempt, kind, part)];
      const sql = rowsSql(tableOf(of("interpreted")), verbatimTable(of("verbatim")));
      for await (const rows of engine.chunks(sql)) {
        const actions = rows.map((row): IndexAction => {
          return { id: String(row["gbifID"]), seq: version, doc: documentOf(row, checklist) };
        });
        const { rejected } = await target.write(actions, stop);
        const [first] = rejected;
        if (first !== undefined)
          throw new BinomenError("INDEX_REFUSED", {
            url: target.name,
            problem: `${first.action.id}: ${first.problem}`,
          });
        records += rows.length;
      }
      done.add(part);
      writeWhole(checkpoint, JSON.stringify({ index, parts: [...done] }));
      console.error(`binomen: ${records} records written, ${done.size} parts`);
    }
    await target.publish(stop);
    const before = await target.takeAlias(alias, stop);
    rmSync(checkpoint, { force: true });
    const left = before.length === 0 ? "" : `; no longer used: ${before.join(", ")}`;
    console.error(`binomen: ${alias} stands for ${index.split("/").at(-1)} with ${info.records} records${left}`);
  } finally {
    engine.close();
    unlock();
  }
}

/** Parts that an earlier run has written into this index. */
function writtenParts(checkpoint: string, index: string): Set<string> {
  if (!existsSync(checkpoint)) return new Set();
  const kept = JSON.parse(readFileSync(checkpoint, "utf8")) as { index?: string; parts?: string[] };
  return new Set(kept.index === index ? kept.parts : []);
}
