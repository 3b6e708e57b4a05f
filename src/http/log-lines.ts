/**
 * What does the server log for people? A line for each event: when, how grave, what; errors with their stack below.
 *
 * The logger writes JSON; `--log json` passes it on as it is.
 */

/** Levels of the logger. */
const LEVELS: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/** What every line of the logger has, and a person does not need. */
const OMITTED = new Set(["level", "time", "msg", "pid", "hostname", "err"]);

/** A place for lines, such as stderr. */
interface LineStream {
  write(text: string): unknown;
}

/** A stream for the logger that writes lines for people to another one. */
export function logLines(out: LineStream): LineStream {
  return {
    write: (json) => {
      const line = logLine(json);
      return line === "" || out.write(line);
    },
  };
}

/**
 * One line of the logger as text: `"2026-11-30T01:02:03Z error: an answer stream failed (requestId=req-7)\n    Error: …"`.
 * `""` for what is told elsewhere. What came from outside cannot break the line or talk to the terminal.
 */
export function logLine(json: string): string {
  let event: Record<string, unknown>;
  try {
    event = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return `${printable(json.trimEnd())}\n`;
  }
  const { level, time, msg, err } = event;
  // `serve` tells once, and in its own words, what to open.
  if (typeof msg === "string" && msg.startsWith("Server listening at ")) return "";
  const when = `${new Date(Number(time ?? 0)).toISOString().slice(0, 19)}Z`;
  const members = Object.entries(event)
    .filter(([member]) => !OMITTED.has(member))
    .map(([member, value]) => `${member}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const more = members.length > 0 ? ` (${members.join(", ")})` : "";
  const line = printable(`${when} ${LEVELS[Number(level)] ?? String(level)}: ${msg ?? ""}${more}`);
  const stack = stackOf(err);
  const below =
    stack === undefined
      ? ""
      : stack
          .split("\n")
          .map((part) => `    ${printable(part)}\n`)
          .join("");
  return `${line}\n${below}`;
}

function stackOf(err: unknown): string | undefined {
  if (typeof err !== "object" || err === null) return undefined;
  const { stack, message } = err as { stack?: unknown; message?: unknown };
  const text = stack ?? message;
  return typeof text === "string" ? text : JSON.stringify(err);
}

function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
