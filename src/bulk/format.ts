/**
 * In which forms are many names sent and answered?
 *
 * `json` and `msgpack` are one array; all others are a sequence of rows and can be any length.
 */

/** A form of a list of names or answers. `text` has one name string per line and is only sent, never answered. */
export type BulkFormat = "json" | "msgpack" | "ndjson" | "csv" | "tsv" | "text";

/** A form of a list of answers. */
export type AnswerFormat = Exclude<BulkFormat, "text">;

/** Media type of each form; the first of several is the one that is sent. */
export const MEDIA_TYPES: Readonly<Record<BulkFormat, readonly string[]>> = {
  json: ["application/json"],
  ndjson: ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines"],
  csv: ["text/csv"],
  tsv: ["text/tab-separated-values"],
  msgpack: ["application/msgpack", "application/x-msgpack", "application/vnd.msgpack"],
  text: ["text/plain"],
};

/** True for forms that are cut into rows and have no limit of length. */
export function isStreamed(format: BulkFormat): boolean {
  return format !== "json" && format !== "msgpack";
}

/** The form that a `Content-Type` names, parameters ignored; `undefined` when it is none of ours. */
export function formatOfContentType(contentType: string | undefined): BulkFormat | undefined {
  return FORMATS.get(mediaTypeOf(contentType ?? ""));
}

/** The form for answers: the best one that `accept` asks for, else the form of the request. */
export function answerFormat(accept: string | undefined, asked: BulkFormat): AnswerFormat {
  const own = asked === "text" ? "tsv" : asked;
  let best: { format: AnswerFormat; weight: number } | undefined;
  for (const part of (accept ?? "").split(",")) {
    const format = FORMATS.get(mediaTypeOf(part));
    const weight = Number(/;\s*q=([\d.]+)/i.exec(part)?.[1] ?? 1);
    if (format && format !== "text" && weight > 0 && weight > (best?.weight ?? 0)) best = { format, weight };
  }
  // A client that sends rows with a library's standing "application/json, */*" wants rows back.
  if (best?.format === "json" && isStreamed(asked)) return /\*\/\*/.test(accept ?? "") ? own : "json";
  return best?.format ?? own;
}

const FORMATS: ReadonlyMap<string, BulkFormat> = new Map(
  (Object.keys(MEDIA_TYPES) as BulkFormat[]).flatMap((format) =>
    MEDIA_TYPES[format].map((type) => [type, format] as const),
  ),
);

function mediaTypeOf(header: string): string {
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}
