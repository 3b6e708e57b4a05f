/**
 * Which key does each row get, and which rows are not records of their own?
 *
 * Joins and sorts of as many rows as there are, by DuckDB, which goes to disk when its memory is used up.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { DuckDBInstance } from "@duckdb/node-api";
import { RowFate } from "./chunk/interpret-chunk.ts";

/** What DuckDB may use before it goes to disk. */
const MEMORY_LIMIT = "200MB";

/** How records are told apart. */
export type IdentityScheme = "gbifID" | "occurrenceID" | "triplet" | "mixed";

/** What was found out about identities. */
export interface IdentityCounts {
  readonly rows: number;
  readonly scheme: IdentityScheme;
  readonly missingOccurrenceIDs: number;
  readonly uniqueOccurrenceIDs: number;
  readonly incompleteTriplets: number;
  readonly uniqueTriplets: number;
  readonly withoutAnyId: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Records by comparison with the attempt before. */
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Records of the attempt before. */
  readonly live: number;
}

/**
 * A connection to a DuckDB of its own, for one attempt.
 *
 * @param memoryLimit what it may use; where rows are only looked up, little is enough
 */
export async function openDuckDb(
  folder: string,
  memoryLimit = MEMORY_LIMIT,
): Promise<{ run: DuckDBConnection; close: () => void }> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: memoryLimit,
    // The pages of files are in the memory of the system already.
    enable_external_file_cache: "false",
    temp_directory: join(folder, "spill"),
    preserve_insertion_order: "true",
  });
  const run = await instance.connect();
  return {
    run,
    close: () => {
      run.closeSync();
      instance.closeSync();
    },
  };
}

/** Rows of a query as objects. */
export async function query(run: DuckDBConnection, sql: string): Promise<Record<string, number>[]> {
  const rows = (await run.runAndReadAll(sql)).getRowObjectsJS();
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])));
}

const text = (path: string) => `'${path.replaceAll("'", "''")}'`;

/**
 * Resolves identities: writes `identity.parquet` with key and fate of each row.
 *
 * @param folder of the attempt, with `survey/*.parquet`
 * @param previous `identity.parquet` of the attempt before
 */
export async function resolveIdentities(folder: string, previous: string | undefined): Promise<IdentityCounts> {
  const { run, close } = await openDuckDb(folder);
  try {
    await run.run(`create view s as select * from read_parquet(${text(join(folder, "survey", "*.parquet"))})`);
    const [counts] = await query(
      run,
      `select count(*) as rows, count(idA) as ids, count(trA) as triplets, count(rowA) as rowIds, count(gbifID) as keys,
        count(*) filter (where idA is null and trA is null and rowA is null and gbifID is null) as withoutAnyId from s`,
    );
    const { rows, ids, triplets, keys, withoutAnyId } = counts as Record<string, number> & { rows: number };
    const distinct = async (columns: string) =>
      (
        await query(
          run,
          `select count(*) as n from (select distinct ${columns} from s where ${columns.split(",")[0]} is not null)`,
        )
      )[0]!["n"]!;
    // Where the first halves of hashes differ already, nobody need look at the second ones.
    const distinctHashes = async (first: string, second: string, count: number) => {
      const isByFirst = count > 0 && (await distinct(first)) === count;
      return { isByFirst, unique: isByFirst ? count : count > 0 ? await distinct(`${first},${second}`) : 0 };
    };
    const { unique: uniqueIds, isByFirst: areIdsByFirst } = await distinctHashes("idA", "idB", ids!);
    const { unique: uniqueTriplets, isByFirst: areTripletsByFirst } = await distinctHashes("trA", "trB", triplets!);
    const scheme: IdentityScheme =
      rows > 0 && keys === rows && (await distinct("gbifID")) === rows
        ? "gbifID"
        : ids === rows && uniqueIds === rows
          ? "occurrenceID"
          : triplets === rows && uniqueTriplets === rows
            ? "triplet"
            : "mixed";
    const identity = {
      gbifID: ["gbifID", "0"],
      occurrenceID: ["idA", "idB"],
      triplet: ["trA", "trB"],
      // Rows without any id are told apart by what they say and where they stand.
      mixed: ["coalesce(idA, trA, rowA, content)", "coalesce(idB, trB, rowB, -1 - (chunk * 65536 + pos))"],
    }[scheme];
    const hasPrevious = previous !== undefined && existsSync(previous);
    await run.run(
      hasPrevious
        ? `create view p as select * from read_parquet(${text(previous)}) where fate < ${RowFate.duplicate}`
        : `create view p as select null::bigint as key, null::bigint as a, null::bigint as b, null::bigint as trA,
           null::bigint as trB, null::bigint as content where false`,
    );
    const canUseTriplets = scheme === "occurrenceID" && triplets === rows && uniqueTriplets === rows;
    const file = join(folder, "identity.parquet");
    await run.run(`create view i as select *, ${identity[0]} as a, ${identity[1]} as b from s`);
    const joined = join(folder, "joined.parquet");
    await (hasPrevious
      ? joinPrevious(run, joined, canUseTriplets)
      : run.run(`create view j as select *, null::bigint as k1,
      null::bigint as k2, null::bigint as before from i`));
    // Numbered are only those rows that have others like them: to number all takes more memory than there is.
    // Ids by which records are told apart are unique, all but those of the mixed scheme.
    const few = scheme === "mixed" ? "j" : "(from j limit 0)";
    await run.run(`create temp table repeated as select a, b from ${few} group by a, b having count(*) > 1`);
    await run.run(`create temp table copies as select chunk, pos, row_number() over (partition by a, b order by chunk, pos) as n
      from j semi join repeated using (a, b)`);
    await run.run(
      "create view firsts as select * from j anti join (select * from copies where n > 1) using (chunk, pos)",
    );
    // The first halves are the keys: those that are known to differ are not compared again.
    const areKeysApart =
      !hasPrevious && { gbifID: true, occurrenceID: areIdsByFirst, triplet: areTripletsByFirst, mixed: false }[scheme];
    await run.run(`create temp table alike as select coalesce(k1, k2, a) as own
      from ${areKeysApart ? "(from firsts limit 0)" : "firsts"} group by 1 having count(*) > 1`);
    await run.run(`create temp table told as select chunk, pos,
      row_number() over (partition by coalesce(k1, k2, a) order by k1 is null, k2 is null, chunk, pos) as m
      from firsts where coalesce(k1, k2, a) in (from alike)`);
    const special = await query(run, "select (select count(*) from copies) + (select count(*) from told) as n");
    // Rows of a survey lie in order: only joins mix them.
    if (!hasPrevious && special[0]!["n"] === 0)
      await run.run(`copy (select chunk, pos, line, a as key, a, b, trA, trB, content, ${RowFate.new} as fate from j)
        to ${text(`${file}.writing`)} (format parquet, row_group_size 122880)`);
    else
      await run.run(`copy (
      with k as (select *, coalesce(k1, k2, a) as own from j left join copies using (chunk, pos) left join told using (chunk, pos))
      select chunk, pos, line,
        case when n > 1 then own else (own + coalesce(m, 1) - 1) % 9007199254740992 end as key, a, b, trA, trB, content,
        case when n > 1 then ${RowFate.duplicate} when k1 <> k2 then ${RowFate.conflict}
          when k1 is null and k2 is null then ${RowFate.new}
          when before = content then ${RowFate.unchanged} else ${RowFate.changed} end as fate
      from k order by chunk, pos) to ${text(`${file}.writing`)} (format parquet, row_group_size 122880)`);
    rmSync(joined, { force: true });
    renameSync(`${file}.writing`, file);
    await run.run(`create view r as select * from read_parquet(${text(file)})`);
    const fates = await query(run, "select fate, count(*) as n from r group by fate");
    const fateCount = (fate: number) => fates.find((row) => row["fate"] === fate)?.["n"] ?? 0;
    const live = (await query(run, "select count(*) as n from p"))[0]!["n"]!;
    const kept = (
      await query(run, `select count(*) as n from p where key in (select key from r where fate < ${RowFate.duplicate})`)
    )[0]!["n"]!;
    return {
      rows,
      scheme,
      missingOccurrenceIDs: rows - ids!,
      uniqueOccurrenceIDs: uniqueIds,
      incompleteTriplets: rows - triplets!,
      uniqueTriplets,
      withoutAnyId: withoutAnyId!,
      duplicates: fateCount(RowFate.duplicate),
      conflicts: fateCount(RowFate.conflict),
      new: fateCount(RowFate.new),
      changed: fateCount(RowFate.changed),
      unchanged: fateCount(RowFate.unchanged),
      deleted: live - kept,
      live,
    };
  } finally {
    close();
  }
}

/** Rows with the key and content that they had in the attempt before, by their id, and by their triplet. */
async function joinPrevious(run: DuckDBConnection, file: string, canUseTriplets: boolean): Promise<void> {
  await run.run(
    "create temp table byId as select a, b, any_value(key) as key, any_value(content) as content from p group by a, b",
  );
  await run.run(`create temp table byTriplet as select trA, trB, any_value(key) as key, any_value(content) as content from p
    where ${canUseTriplets} and trA is not null group by trA, trB having count(*) = 1`);
  await run.run(`copy (select i.*, byId.key as k1, byTriplet.key as k2, coalesce(byId.content, byTriplet.content) as before
    from i left join byId using (a, b) left join byTriplet on i.trA = byTriplet.trA and i.trB = byTriplet.trB)
    to ${text(file)} (format parquet, row_group_size 122880)`);
  await run.run(`create view j as select * from read_parquet(${text(file)})`);
  await run.run("drop table byId");
  await run.run("drop table byTriplet");
}

/** Rows of side tables that no record claims, by kind of row. */
export type Unclaimed = Readonly<Record<string, number>>;

/** Joins the rows of side tables to the records: writes `sides.parquet` in the order of the records. */
export async function joinSides(folder: string, isByOccurrence: boolean): Promise<Unclaimed> {
  const { run, close } = await openDuckDb(folder);
  try {
    await run.run(
      `create view s as select chunk, pos, rowA, rowB, idA, idB from read_parquet(${text(join(folder, "survey", "*.parquet"))})`,
    );
    await run.run(`create view x as select * from read_parquet(${text(join(folder, "side", "*.parquet"))})`);
    // Rows of an event archive name the occurrence they belong to; the event itself belongs to all its occurrences.
    const on = isByOccurrence
      ? "case when x.rowType = 'core' then x.a = s.rowA and x.b = s.rowB else x.a = s.idA and x.b = s.idB end"
      : "x.a = s.rowA and x.b = s.rowB";
    const joined = isByOccurrence
      ? `select s.chunk, s.pos, x.rowType, x.ord, x.json from s join x on x.rowType = 'core' and x.a = s.rowA and x.b = s.rowB
         union all select s.chunk, s.pos, x.rowType, x.ord, x.json from s join x on x.rowType <> 'core' and x.a = s.idA and x.b = s.idB`
      : `select s.chunk, s.pos, x.rowType, x.ord, x.json from s join x on ${on}`;
    const file = join(folder, "sides.parquet");
    await run.run(`copy (select * from (${joined}) order by chunk, pos, rowType, ord)
      to ${text(`${file}.writing`)} (format parquet, row_group_size 61440)`);
    renameSync(`${file}.writing`, file);
    const key = isByOccurrence
      ? "select idA as a, idB as b from s union select rowA, rowB from s"
      : "select rowA as a, rowB as b from s";
    const rows = (
      await run.runAndReadAll(
        `select rowType, count(*)::int as n from x anti join (${key}) k on x.a = k.a and x.b = k.b where rowType <> 'core' group by rowType order by rowType`,
      )
    ).getRowObjectsJS();
    return Object.fromEntries(rows.map((row) => [String(row["rowType"]), Number(row["n"])]));
  } finally {
    close();
  }
}
