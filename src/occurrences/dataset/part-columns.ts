/**
 * How are the records of a part read back by columns?
 *
 * Most columns of a part are empty or say the same in all rows: whoever writes rows of text of them needs no object for each
 * record.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { type ColumnMetaData, parquetMetadata, parquetRead } from "hyparquet";

/** A value as Parquet has it; `undefined` is null. */
export type PartValue = string | number | boolean | bigint | Date | readonly string[] | undefined;

/** Values by row. */
export type PartColumn = readonly PartValue[];

/** The columns of a part that any record has a value in. */
export interface PartColumns {
  readonly rowCount: number;
  readonly interpreted: ReadonlyMap<string, PartColumn>;
  readonly verbatim: ReadonlyMap<string, PartColumn>;
}

/** How files of a dataset are opened by `hyparquet`. */
export function openParquet(path: string): {
  file: ArrayBuffer;
  utf8: true;
  compressors: { ZSTD: (bytes: Uint8Array) => Uint8Array };
} {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return { file, utf8: true, compressors: { ZSTD: (packed) => zstdDecompressSync(packed) } };
}

/** The columns of a part of an attempt. @param part `"part-000000.parquet"` */
export async function readPartColumns(folder: string, part: string): Promise<PartColumns> {
  const interpreted = await readColumns(join(folder, "interpreted", part));
  const verbatim = await readColumns(join(folder, "verbatim", part));
  return { rowCount: interpreted.rowCount, interpreted: interpreted.columns, verbatim: verbatim.columns };
}

async function readColumns(path: string): Promise<{ rowCount: number; columns: Map<string, PartColumn> }> {
  const source = openParquet(path);
  const metadata = parquetMetadata(source.file);
  const rowCount = Number(metadata.num_rows);
  const columns = new Map<string, PartColumn>();
  const filled = metadata.row_groups.flatMap((group) =>
    group.columns.flatMap(({ meta_data }) =>
      meta_data === undefined || isEmpty(meta_data) ? [] : meta_data.path_in_schema[0]!,
    ),
  );
  if (filled.length === 0) return { rowCount, columns };
  await parquetRead({
    ...source,
    metadata,
    columns: [...new Set(filled)],
    onChunk: ({ columnName, columnData, rowStart }) => {
      const values = columnData as ArrayLike<PartValue | null>;
      let column = columns.get(columnName) as PartValue[] | undefined;
      for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? undefined;
        if (value === undefined) continue;
        if (column === undefined) {
          column = new Array<PartValue>(rowCount).fill(undefined);
          columns.set(columnName, column);
        }
        column[rowStart + i] = value;
      }
    },
  });
  return { rowCount, columns };
}

/** Whether a column has nothing but nulls, as far as the file tells. */
function isEmpty({ num_values, statistics }: ColumnMetaData): boolean {
  return statistics?.null_count !== undefined && BigInt(statistics.null_count) === num_values;
}
