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
import { holds } from "../predicate/regions.ts";
import type { SqlValue } from "../predicate/to-sql.ts";

/** A row: values by column. */
export type Row = Readonly<Record<string, unknown>>;

/** What the engine may use. */
export interface EngineLimits {
  readonly memoryMegabytes: number;
  readonly threads: number;
}

type Shape = Parameters<typeof holds>[0];

/** An open engine. */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];
  readonly #shapes = new Map<number, Shape>();
  #lastShape = 0;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open({ memoryMegabytes, threads }: EngineLimits): Promise<Engine> {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${memoryMegabytes}MB`,
      threads: String(threads),
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const engine = new Engine(instance);
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

  /** All rows of a query. */
  async all(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const chunk of this.chunks(sql, values)) rows.push(...chunk);
    return rows;
  }

  /** Rows of a query in chunks, so that any number of them takes the same memory. */
  async *chunks(sql: string, values: readonly SqlValue[] = []): AsyncGenerator<Row[]> {
    const { bound, types, shapes } = this.#bind(values);
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    try {
      const result = await connection.stream(sql, bound, types);
      for await (const rows of result.yieldRowObjectJs()) yield rows as Row[];
    } finally {
      for (const shape of shapes) this.#shapes.delete(shape);
      this.#idle.push(connection);
    }
  }

  /** Runs a statement that gives no rows; how many rows it wrote. */
  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const { bound, types, shapes } = this.#bind(values);
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    try {
      return (await connection.run(sql, bound, types)).rowsChanged;
    } finally {
      for (const shape of shapes) this.#shapes.delete(shape);
      this.#idle.push(connection);
    }
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
        this.#shapes.set(id, value.shape);
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
          output.setItem(
            row,
            shape !== undefined && x !== null && y !== null && holds(shape, x as number, y as number),
          );
        }
        output.flush();
      },
    });
  }
}
