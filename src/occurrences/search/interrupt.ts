/** How is a query of DuckDB ended? An interruption is lost on one that is about to begin, so it is said again and again. */
import type { DuckDBConnection } from "@duckdb/node-api";

const AGAIN_MILLISECONDS = 20;

/** Interrupts what runs on a connection, and what begins there; the result ends that. @param connection none when it is closed */
export function keepInterrupting(connection: () => DuckDBConnection | undefined): () => void {
  connection()?.interrupt();
  const timer = setInterval(() => connection()?.interrupt(), AGAIN_MILLISECONDS);
  return () => clearInterval(timer);
}
