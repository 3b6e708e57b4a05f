/**
 * `binomen keys`: who may read facets and changes, import, and administer.
 *
 * A running server sees every change at once. The token goes to stdout alone, so that `KEY=$(binomen keys create …)`
 * works; what is told about it goes to stderr.
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { appendAudit } from "../access/audit.ts";
import type { ApiKey, KeyRing, NewKey } from "../access/keys.ts";
import { DIALECTS, type Dialect, SCOPES, type Scope } from "../access/scopes.ts";
import { loadConfig } from "../config.ts";
import { aligned } from "./terminal/aligned.ts";
import { addStateFlags, type StateFlags, wholeNumber } from "./terminal/settings.ts";
import { printJson, tell } from "./terminal/voice.ts";

/** The command with its four verbs. */
export function keysCommand(): Command {
  const keys = new Command("keys").description("make, list, rotate and revoke API keys");
  addStateFlags(keys.command("create"))
    .description("make a key and print it; it is shown this once only")
    .requiredOption("--label <text>", "what the key is for")
    .addOption(
      new Option("--scope <scope>", `${SCOPES.join(", ")} (admin includes all); may be given several times`)
        .choices(SCOPES)
        .argParser(collectScope)
        .makeOptionMandatory(),
    )
    .option("--source <n>", "number of a source: import:write is good for these lists only", collectSource)
    .addOption(
      new Option(
        "--dialect <dialect>",
        "how WFO's calls are answered: bare arrays, or {kind, docs} for WFO's own indexer",
      )
        .choices(DIALECTS)
        .default("bare"),
    )
    .option("--expires <when>", "a length such as 90d or 12h, or a moment such as 2030-12-31", expiryFrom)
    .action(
      async (
        flags: StateFlags & { label: string; scope: Scope[]; expires?: number; source?: number[]; dialect: Dialect },
      ) => {
        await withKeys(flags, "create", async (ring) => {
          const { label, scope, expires = null, source = null, dialect } = flags;
          const made = await ring.create(label, scope, expires, source, dialect);
          printNew(made, flags);
          return made.key;
        });
      },
    );
  addStateFlags(keys.command("list"))
    .description("print all keys, without their secrets")
    .action(async (flags: StateFlags) => {
      await withKeys(flags, undefined, async (ring) => {
        const all = ring.list();
        if (flags.json) printJson(all.map(withDates));
        else process.stdout.write(table(all));
        if (all.length === 0) tell("There is no key: every guarded call is closed.");
      });
    });
  addStateFlags(keys.command("rotate"))
    .description("replace a key by a new one; both work until the overlap has passed")
    .argument("<id>", "id as binomen keys list shows it")
    .option("--overlap <length>", "how long the old key still works, such as 7d or 0s", lengthMs, lengthMs("7d"))
    .action(async (id: string, flags: StateFlags & { overlap: number }) => {
      await withKeys(flags, "rotate", async (ring) => {
        const made = await ring.rotate(id, flags.overlap);
        printNew(made, flags);
        return made.key;
      });
    });
  addStateFlags(keys.command("revoke"))
    .description("end a key now")
    .argument("<id>", "id as binomen keys list shows it")
    .action(async (id: string, flags: StateFlags) => {
      await withKeys(flags, "revoke", async (ring) => {
        const key = await ring.revoke(id);
        if (flags.json) printJson(withDates(key));
        else tell(`Key ${key.id} (${key.label}) is revoked.`);
        return key;
      });
    });
  return keys;
}

/** Runs the verb on the server's keys; when it changed a key, the audit log gets a line. */
async function withKeys(
  flags: StateFlags,
  verb: string | undefined,
  run: (ring: KeyRing) => Promise<ApiKey | undefined>,
) {
  const { stateDir } = loadConfig({ dataDir: flags.dataDir, stateDir: flags.stateDir });
  const { KeyRing } = await import("../access/keys.ts");
  const ring = new KeyRing(stateDir);
  try {
    const key = await run(ring);
    if (!verb || !key) return;
    const detail = `key ${key.id} (${key.label}), ${key.scopes.join(" ")}`;
    appendAudit(stateDir, { action: `keys ${verb}`, outcome: "granted", key: null, from: "local", detail });
  } finally {
    await ring.close();
  }
}

function printNew({ key, token }: NewKey, { json }: StateFlags): void {
  if (json) {
    printJson({ ...withDates(key), token });
    return;
  }
  const end = key.expires === null ? "never expires" : `expires ${isoDate(key.expires)}`;
  tell(`Key ${key.id} (${key.label}): ${key.scopes.join(", ")}; ${end}. It is shown this once only:`);
  process.stdout.write(`${token}\n`);
}

function table(keys: readonly ApiKey[]): string {
  const rows = keys.map((key) => [key.id, stateOf(key), scopesOf(key), isoDate(key.lastUsed), key.label]);
  return aligned([["id", "state", "scopes", "last used", "label"], ...rows]);
}

function scopesOf({ scopes, sources, dialect }: ApiKey): string {
  const may = scopes.map((scope) => (scope === "import:write" && sources ? `${scope}:${sources.join("+")}` : scope));
  return (dialect === "envelope" ? [...may, dialect] : may).join(",");
}

function stateOf(key: ApiKey): string {
  if (key.revoked !== null) return `revoked ${isoDate(key.revoked)}`;
  if (key.expires === null) return "valid";
  return `${key.expires <= Date.now() ? "expired" : "valid until"} ${isoDate(key.expires)}`;
}

function withDates(key: ApiKey) {
  const date = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const { created, expires, revoked, lastUsed } = key;
  return { ...key, created: date(created), expires: date(expires), revoked: date(revoked), lastUsed: date(lastUsed) };
}

function isoDate(ms: number | null): string {
  return ms === null ? "-" : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

function collectScope(value: string, previous: Scope[] = []): Scope[] {
  const scope = SCOPES.find((known) => known === value);
  if (!scope) throw new InvalidArgumentError(`Known scopes: ${SCOPES.join(", ")}.`);
  return [...previous, scope];
}

function collectSource(value: string, previous: number[] = []): number[] {
  return [...previous, wholeNumber(value)];
}

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `"90d"` → milliseconds. */
function lengthMs(text: string): number {
  const parts = /^(\d{1,6})([smhd])$/.exec(text);
  if (!parts) throw new InvalidArgumentError("A length is expected: a number and s, m, h or d, such as 7d.");
  return Number(parts[1]) * UNIT_MS[parts[2]!]!;
}

/** A length from now on, or an ISO date or moment; a date without time is its first moment in UTC. */
function expiryFrom(text: string): number {
  if (/^\d+[smhd]$/.test(text)) return Date.now() + lengthMs(text);
  const moment = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new InvalidArgumentError("Give a length such as 90d or a date such as 2030-12-31.");
  return moment;
}
