/**
 * How is something told on stderr: as a line for a person, or as a JSON object for a program?
 *
 * With `--json` (or `serve --log json`) every line of stderr is one JSON object: notices have the members of a log line
 * (level, time, msg, then what they tell of), errors those of an HTTP error (code, message, details).
 */
import { styleText } from "node:util";
import { BinomenError } from "../../errors.ts";
import { isDiskFull } from "../../storage/disk-full.ts";

/** Level of a notice, as in the log of the server. */
const INFO = 30;

let isProgram = false;

/** From now on a program reads what is told. */
export function speakJson(): void {
  isProgram = true;
}

/** True when a program reads what is told. */
export function speaksJson(): boolean {
  return isProgram;
}

/** True when a command line asks for JSON: `--json` among its flags, or `--log json`. */
export function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  if (flags.includes("--json") || flags.includes("--log=json")) return true;
  const log = flags.indexOf("--log");
  return log >= 0 && flags[log + 1] === "json";
}

/**
 * Tells a notice.
 * @param text for people, `binomen: ` before it or not
 * @param more what the text tells of, for programs
 */
export function tell(
  text: string,
  more: Readonly<Record<string, unknown>> = {},
  stream: NodeJS.WriteStream = process.stderr,
): void {
  const line = isProgram
    ? JSON.stringify({ level: INFO, time: Date.now(), msg: text.replace(/^binomen: /, ""), ...more })
    : text;
  stream.write(`${line}\n`);
}

/** Tells why a command failed. */
export function tellError({ code, message, details }: ToldError): void {
  const line = isProgram
    ? JSON.stringify({ code, message, details: details ?? {} })
    : `${styleText("red", "binomen:", { stream: process.stderr })} ${message}`;
  process.stderr.write(`${line}\n`);
}

/** Prints the result of a command for a program. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** An error as it is told: the shape of errors over HTTP. */
interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** An error as it is told. A stack stands in it only when it is our mistake. */
export function toldError(error: unknown): ToldError {
  const own = error instanceof BinomenError ? error : ofSystem(error);
  if (own) return { code: own.code, message: own.message, details: own.details };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: "INTERNAL", message };
}

/** What the system says of a file, as one of our errors. */
function ofSystem(error: unknown): BinomenError | undefined {
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  if (isDiskFull(error)) return new BinomenError("STORAGE_FULL", { what: "what was to be written" }, { cause: error });
  if (!code || !syscall) return undefined;
  if (code === "ENOENT" && path !== undefined) return new BinomenError("SOURCE_NOT_FOUND", { path }, { cause: error });
  return new BinomenError("FILE_UNUSABLE", { path: path ?? "A file or stream", problem: message }, { cause: error });
}
