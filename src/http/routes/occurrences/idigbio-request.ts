/** How is a request of iDigBio's API read? From the query or a JSON body, names in snake_case or camelCase; errors in its form. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { FORM } from "../../../limits.ts";
import type { Snapshot } from "../../../occurrences/search/datasets.ts";
import { isFailure } from "../../errors/answer-errors.ts";

/** A request as the routes get it. */
export interface IdigbioAsked {
  readonly snapshot: Snapshot;
  readonly parameters: IdigbioParameters;
  readonly path: Readonly<Record<string, string>>;
  readonly url: string;
}

/** How routes are registered. */
export type RegisterIdigbio = (
  path: string,
  summary: string,
  answer: (asked: IdigbioAsked) => Promise<unknown>,
  methods?: ("GET" | "POST")[],
) => void;

/** Names and values of a request. */
export class IdigbioParameters {
  readonly #values = new Map<string, unknown>();

  /** @throws BinomenError IDIGBIO_PARAMETER_INVALID */
  constructor({ query, body }: Pick<FastifyRequest, "query" | "body">) {
    if (body !== undefined && body !== null && (typeof body !== "object" || Array.isArray(body)))
      throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: "body" });
    if (Object.keys(body ?? {}).length > FORM.columns)
      throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: "body" });
    // What the body says wins.
    for (const given of [query, body ?? {}])
      for (const [name, value] of Object.entries(given as object)) this.#values.set(bare(name), value);
  }

  /** A parameter; empty ones count as absent. */
  get(name: string): unknown {
    const value = this.#values.get(bare(name));
    return value === "" || value === null ? undefined : value;
  }

  /** A parameter of JSON, which a URL has as text. @throws BinomenError IDIGBIO_PARAMETER_INVALID */
  json(name: string): unknown {
    const value = this.get(name);
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value);
    } catch {
      throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: name });
    }
  }

  /** An object of JSON, `{}` when absent. @throws BinomenError IDIGBIO_PARAMETER_INVALID */
  object(name: string): Record<string, unknown> {
    const value = this.json(name) ?? {};
    if (typeof value !== "object" || Array.isArray(value))
      throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: name });
    return value as Record<string, unknown>;
  }

  /** A list, one value or JSON of a list. @throws BinomenError IDIGBIO_PARAMETER_INVALID */
  list(name: string): unknown[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    const read = typeof value === "string" && /^\s*[[{"]/.test(value) ? this.json(name) : value;
    return Array.isArray(read) ? read : [read];
  }

  /** A list of texts, each once. @throws BinomenError IDIGBIO_PARAMETER_INVALID, also for more than a table has columns */
  texts(name: string): string[] | undefined {
    const list = this.list(name);
    if (list === undefined) return undefined;
    const texts = [...new Set(list)];
    if (texts.length <= FORM.columns && texts.every((one) => typeof one === "string")) return texts;
    throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: name });
  }

  /** A whole number, not below 0. @throws BinomenError IDIGBIO_PARAMETER_INVALID */
  number(name: string, otherwise: number): number {
    const value = this.get(name);
    if (value === undefined) return otherwise;
    const isWhole = (typeof value === "string" || typeof value === "number") && /^\d{1,15}$/.test(String(value));
    if (!isWhole) throw new BinomenError("IDIGBIO_PARAMETER_INVALID", { parameter: name });
    return Number(value);
  }
}

function bare(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

const NAMES: Readonly<Record<string, string>> = {
  IDIGBIO_TERM_UNKNOWN: "TermNotFoundError",
  IDIGBIO_PARAMETER_INVALID: "ParameterParseError",
  IDIGBIO_QUERY_INVALID: "QueryParseError",
  OCCURRENCE_QUERY_INVALID: "QueryParseError",
};

/** Sends an error as iDigBio does: `{"error": "Not Found", "statusCode": 404}`. */
export function sendIdigbioError(
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const isKnown = error instanceof BinomenError;
  const status = isKnown ? error.status : (error.statusCode ?? 500);
  if (isKnown ? isFailure(error) : status >= 500)
    request.log.error({ err: error, requestId: request.id }, error.message);
  const name = isKnown ? NAMES[error.code] : status < 500 ? "ParameterParseError" : undefined;
  const details = isKnown && name !== undefined ? error.details : {};
  const { terms, near, parameter } = details;
  const wait = isKnown ? error.details["retryAfterSeconds"] : undefined;
  if (wait !== undefined) reply.header("retry-after", String(wait));
  const isInternal = status >= 500 && !isKnown;
  const text =
    isKnown && error.code === "OCCURRENCE_NOT_FOUND"
      ? "Not Found"
      : isInternal
        ? "Internal Server Error"
        : error.message;
  const body = {
    ...{ error: text, statusCode: status, ...(name && { name }) },
    ...{ ...(terms !== undefined && { terms }), ...(near !== undefined && { near }) },
    ...(parameter !== undefined && { parameter }),
  };
  reply
    .code(status)
    .header("content-type", "application/json")
    .header("x-request-id", request.id)
    .send(Buffer.from(JSON.stringify(body)));
}
