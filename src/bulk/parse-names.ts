/** What do many name strings say? The list is read, parsed and written where it is asked: by the HTTP thread or a worker. */
import { BinomenError } from "../errors.ts";
import { gbifParsedName } from "../names/forms/gbif-parsed-name.ts";
import { parseName } from "../names/parse.ts";
import { decodeJson } from "../tables/sent-text.ts";
import { decodeLines } from "../tables/text.ts";
import { splitLines } from "./rows.ts";

/** A list of name strings: a JSON array, or one a line. */
export interface NameList {
  bytes: Uint8Array;
  form: "json" | "text";
  maxRows: number;
}

/**
 * The JSON array of what they say, in the members of GBIF's parser.
 * @throws REQUEST_INVALID, REQUEST_TOO_LARGE
 */
export function parseNames({ bytes, form, maxRows }: NameList): Buffer {
  const sent = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = namesOf(form === "json" ? jsonOf(decodeJson(sent)) : splitLines(linesOf(sent)), maxRows);
  return Buffer.from(JSON.stringify(names.map((name) => gbifParsedName(parseName(name)))));
}

function linesOf(bytes: Buffer): string {
  return decodeLines(bytes, { encoding: "utf-8", newline: "\n" }).text.replace(/^\uFEFF/, "");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: (cause as Error).message }, { cause });
  }
}

function namesOf(body: unknown, limit: number): string[] {
  if (!Array.isArray(body))
    throw new BinomenError("REQUEST_INVALID", { field: "body", problem: "must be an array of names" });
  if (body.length > limit)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${body.length} names`,
      limit: `${limit} names`,
      hint: "Send several requests, or use `binomen parse` for a file.",
    });
  const odd = body.findIndex((name) => typeof name !== "string");
  if (odd >= 0) throw new BinomenError("REQUEST_INVALID", { field: `body[${odd}]`, problem: "must be a string" });
  return body;
}
