/**
 * Who answers questions in SQL? DuckDB inside the process, over the Parquet files of attempts.
 *
 * One instance for all datasets, so that memory and threads have one limit. Files are read only; the instance can neither
 * write files nor load extensions. Shapes of regions are asked of a function of ours: DuckDB's own ship as an extension.
 */
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBScalarFunction,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from "@duckdb/node-api";
import { BinomenError } from "../../errors.ts";
import { FairQueue } from "../../pool/fair-queue.ts";
import { IndexedRegion } from "../predicate/regions.ts";
import type { SqlValue } from "../predicate/to-sql.ts";
import { asking } from "./asking.ts";
import { keepInterrupting } from "./interrupt.ts";

/** A row: values by column. */
export type Row = Readonly<Record<string, unknown>>;

/** What the engine may use. */
export interface EngineLimits {
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** False where each file is read once: what was read is not kept in memory then. */
  readonly keepsFiles?: boolean;
  /** Where sorts and joins go on that do not fit in memory; without, a query that needs more than there is fails. */
  readonly spillFolder?: string;
}

/** Queries that run at a time for each thread: others wait, since each has its share of the memory. */
const QUERIES_PER_THREAD = 2;

/** An open engine. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];
  readonly #queue: FairQueue;
  readonly #memoryMegabytes: number;
  readonly #shapes = new Map<number, IndexedRegion>();
  #lastShape = 0;

  private constructor(instance: DuckDBInstance, { memoryMegabytes, threads }: EngineLimits) {
    this.#instance = instance;
    this.#memoryMegabytes = memoryMegabytes;
    this.#queue = new FairQueue(QUERIES_PER_THREAD * threads);
  }

  static async open(limits: EngineLimits): Promise<Engine> {
    const { memoryMegabytes, threads, keepsFiles = true, spillFolder = "" } = limits;
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${memoryMegabytes}MB`,
      threads: String(threads),
      // DuckDB's own choice is `.tmp` in the folder that the server was started in, as large as the disk.
      temp_directory: spillFolder,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      enable_external_file_cache: String(keepsFiles),
    });
    const engine = new Engine(instance, limits);
    const connection = await instance.connect();
    connection.registerScalarFunction(engine.#regionHolds());
    engine.#idle.push(connection);
    return engine;
  }

  /** Makes the tables of a file of DuckDB's own readable under a name; once is enough. */
  async attach(path: string, name: string): Promise<void> {
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    try {
      await connection.run(`ATTACH IF NOT EXISTS '${path.replaceAll("'", "''")}' AS ${name} (READ_ONLY)`);
    } finally {
      this.#idle.push(connection);
    }
  }

  /**
   * All rows of a query.
   * @throws BinomenError OCCURRENCE_QUERY_TOO_LARGE when it takes more memory than there is, and what {@link asking} ends with
   */
  async all(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const chunk of this.chunks(sql, values)) rows.push(...chunk);
    return rows;
  }

  /**
   * Rows of a query in chunks, so that any number of them takes the same memory. It has one of few places until its last row
   * is read: nothing else may be asked meanwhile.
   * @throws BinomenError as {@link all}
   */
  async *chunks(sql: string, values: readonly SqlValue[] = []): AsyncGenerator<Row[]> {
    const signal = asking.getStore();
    // Requests take turns before they come here; their queries come in the order of asking.
    const leave = await this.#queue.enter("", 1, signal);
    const { bound, types, shapes } = this.#bind(values);
    let connection: DuckDBConnection | undefined;
    let hasEnded = () => {};
    const interrupt = () => {
      hasEnded = keepInterrupting(() => connection);
    };
    try {
      connection = this.#idle.pop() ?? (await this.#instance.connect());
      signal?.throwIfAborted();
      signal?.addEventListener("abort", interrupt);
      const result = await connection.stream(sql, bound, types);
      for await (const rows of result.yieldRowObjectJs()) {
        signal?.throwIfAborted();
        yield rows as Row[];
      }
    } catch (cause) {
      signal?.throwIfAborted();
      throw this.#problem(cause as Error);
    } finally {
      hasEnded();
      signal?.removeEventListener("abort", interrupt);
      for (const shape of shapes) this.#shapes.delete(shape);
      if (connection !== undefined) this.#idle.push(connection);
      leave();
    }
  }

  /** Runs a statement that gives no rows; how many rows it wrote. @throws BinomenError as {@link all} */
  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const { bound, types, shapes } = this.#bind(values);
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    try {
      return (await connection.run(sql, bound, types)).rowsChanged;
    } catch (cause) {
      throw this.#problem(cause as Error);
    } finally {
      for (const shape of shapes) this.#shapes.delete(shape);
      this.#idle.push(connection);
    }
  }

  #problem(cause: Error): Error {
    if (!/^Out of Memory Error/.test(cause.message)) return cause;
    return new BinomenError("OCCURRENCE_QUERY_TOO_LARGE", { megabytes: this.#memoryMegabytes }, { cause });
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    this.#instance.closeSync();
  }

  #bind(values: readonly SqlValue[]): { bound: DuckDBValue[]; types: DuckDBType[]; shapes: number[] } {
    const bound: DuckDBValue[] = [];
    const types: DuckDBType[] = [];
    const shapes: number[] = [];
    const add = (value: DuckDBValue, type: DuckDBType) => {
      bound.push(value);
      types.push(type);
    };
    for (const value of values) {
      if (typeof value === "string") add(value, VARCHAR);
      else if (typeof value === "boolean") add(value, BOOLEAN);
      else if (typeof value === "number") add(value, DOUBLE);
      else if ("ms" in value) add(new DuckDBTimestampValue(BigInt(value.ms) * 1000n), TIMESTAMP);
      else if ("shape" in value) {
        const id = ++this.#lastShape;
        this.#shapes.set(id, new IndexedRegion(value.shape));
        shapes.push(id);
        add(id, INTEGER);
      }
    }
    return { bound, types, shapes };
  }

  #regionHolds(): DuckDBScalarFunction {
    return DuckDBScalarFunction.create({
      name: "region_holds",
      parameterTypes: [INTEGER, DOUBLE, DOUBLE],
      returnType: BOOLEAN,
      mainFunction: (_info, input, output) => {
        const [ids, xs, ys] = [0, 1, 2].map((column) => input.getColumnVector(column));
        for (let row = 0; row < input.rowCount; row++) {
          const shape = this.#shapes.get(ids!.getItem(row) as number);
          const [x, y] = [xs!.getItem(row), ys!.getItem(row)];
          output.setItem(row, shape !== undefined && x !== null && y !== null && shape.holds(x as number, y as number));
        }
        output.flush();
      },
    });
  }
}
