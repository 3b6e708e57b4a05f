/** Flags that several commands take, as settings of `config.ts`. */
import { type Command, InvalidArgumentError } from "commander";
import type { JoinSource } from "../../checklists/join.ts";
import type { ConfigInput } from "../../config.ts";

/** What commander makes of the flags of {@link addServiceFlags}. */
export type ServiceFlags = ConfigInput & { backbone?: string[]; dataset?: string[] };

/** Adds the flags that say which checklists to open and with how much. */
export function addServiceFlags(command: Command): Command {
  return command
    .option("--backbone <source|image>", "checklist to open; may be given several times", collect)
    .option("--data-dir <dir>", "folder for compiled images")
    .option("--state-dir <dir>", "folder for keys and facets (default: the data dir, else the user's data folder)")
    .option("--tuning <on|off>", "settings of V8 and glibc with which the command starts itself anew")
    .option("--workers <n>", "worker threads, 0 for one per core", wholeNumber);
}

/** Adds the flag of commands that print JSON anyhow: a script may give it to all of them. */
export function addJsonFlag(command: Command): Command {
  return command.option("--json", "tell problems as JSON, too");
}

/** What commander makes of the flags of {@link addStateFlags}. */
export interface StateFlags {
  readonly json?: true | undefined;
  readonly stateDir?: string | undefined;
  readonly dataDir?: string | undefined;
}

/** Adds the flags that say where a server keeps keys and facets. */
export function addStateFlags(command: Command): Command {
  return command
    .option("--data-dir <dir>", "the server's --data-dir")
    .option("--state-dir <dir>", "the server's --state-dir")
    .option("--json", "results and problems as JSON");
}

/** The settings that the flags give. */
export function settingsOf({ backbone, dataset, ...flags }: ServiceFlags): ConfigInput {
  return { ...flags, backbones: backbone, datasets: dataset };
}

/** Reads a flag that is a whole number. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("A whole number is expected.");
  return Number(text);
}

/** Reads a flag that is a moment, into milliseconds. */
export function instant(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError("An ISO 8601 time is expected: 2026-11-29T12:00:00Z");
  return time;
}

/** Reads a flag that may be given several times. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

/** Reads a flag of the form `source=path` that may be given several times. */
export function collectJoins(text: string, previous: readonly JoinSource[] = []): JoinSource[] {
  const [, source, path] = /^([a-z][\w.-]*)=(.+)$/is.exec(text) ?? [];
  if (source === undefined || path === undefined)
    throw new InvalidArgumentError("SOURCE=PATH is expected: worms=worms.zip");
  return [...previous, { source: source.toLowerCase(), path }];
}

/** Reads a flag of the form `name=value` that may be given several times. */
export function collectMap(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InvalidArgumentError("NAME=VALUE is expected.");
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}
