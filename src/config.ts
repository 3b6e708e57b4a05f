/**
 * How is binomen set up?
 *
 * One schema says every setting, its unit, its default and what it is for. A value comes from a flag, else from the
 * environment (`BINOMEN_` + the name in capitals: `maxBatch` is `BINOMEN_MAX_BATCH`), else from the default.
 * This is the only module that reads `process.env`.
 */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import proxyAddr from "@fastify/proxy-addr";
import { type Static, type TInteger, Type } from "typebox";
import { Value } from "typebox/value";
import { cacheFolder } from "./cache-folder.ts";
import { BinomenError } from "./errors.ts";
import { LOAD } from "./limits.ts";

/** A setting for each limit of load. */
function limitSettings(): { [K in keyof typeof LOAD]: TInteger } {
  const settings = Object.entries(LOAD).map(([name, { value, least, about }]) => [
    name,
    Type.Integer({ default: value, minimum: least, description: about }),
  ]);
  return Object.fromEntries(settings) as { [K in keyof typeof LOAD]: TInteger };
}

/** Version of this binomen. */
export const VERSION = "0.1.0";

/** What a setting with a few values may be. */
function expectation(setting: string): string | undefined {
  const schema = CONFIG_SCHEMA.properties[setting as keyof typeof CONFIG_SCHEMA.properties] as {
    anyOf?: { const: string }[];
  };
  return schema?.anyOf && `must be one of ${schema.anyOf.map((literal) => literal.const).join(", ")}`;
}

/** Every setting. Adding one here makes it readable from the environment and shown by `binomen config`. */
export const CONFIG_SCHEMA = Type.Object(
  {
    host: Type.String({ default: "127.0.0.1", minLength: 1, description: "Address to listen on." }),
    port: Type.Integer({ default: 8080, minimum: 0, maximum: 65535, description: "Port to listen on, 0 for any." }),
    backbones: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: "Sources or images to serve, the first one is the default. Empty: the bundled backbone.",
    }),
    checklistKeys: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description:
        "Further keys of checklists: KEY=CHECKLIST, or none. Empty: the keys that GBIF's clients send by default mean the only checklist.",
    }),
    dataDir: Type.String({ default: "", description: "Folder for compiled images. Empty: the user's cache folder." }),
    stateDir: Type.String({
      default: "",
      description:
        "Folder for what cannot be rebuilt: API keys, audit log, facet store. Empty: dataDir, else the user's data folder.",
    }),
    rateBurst: Type.Integer({ default: 20_000, minimum: 1, description: "Units a rested API key may spend at once." }),
    ratePerSecond: Type.Integer({ default: 2_000, minimum: 1, description: "Units an API key gets back per second." }),
    workers: Type.Integer({ default: 0, minimum: 0, maximum: 256, description: "Worker threads. 0: one per core." }),
    answerCache: Type.Integer({
      default: 20_000,
      minimum: 0,
      description: "Answers that each thread keeps per checklist, 0 for none.",
    }),
    datasets: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: "Datasets of occurrences to serve, as binomen interpret writes them: NAME=FOLDER.",
    }),
    search: Type.String({
      default: "",
      pattern: "^((opensearch|elasticsearch)=https?://[^/?#@]+(/[^?#]+)?/[^/?#]+)?$",
      description:
        "The search engine that is asked for records instead of the files of datasets: opensearch=http://127.0.0.1:9200/records. Datasets beside it answer what only files do. Empty: none.",
    }),
    searchAuthFile: Type.String({
      default: "",
      description: "File with the Authorization header for that search engine: ApiKey …. Empty: none.",
    }),
    publicUrl: Type.String({
      default: "",
      pattern: "^(https?://[^/?#]+(/[^?#]*[^/?#])?)?$",
      description:
        "Where clients reach this server, for links in answers: https://names.example.org. Empty: as they ask.",
    }),
    webhookHosts: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description:
        "Hosts that are told when a job ends, if its client wants it: hooks.example.org, *.example.org, host:8443, * for any. Empty: none.",
    }),
    webhookPrivate: Type.Boolean({
      default: false,
      description: "Whether webhooks go to addresses of private networks and of this machine, too.",
    }),
    watch: Type.String({ default: "", description: "Folder whose images are loaded when they appear or change." }),
    releaseFolders: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description:
        "Folders from which an admin may load releases, beside those of the backbones and the watched one. / for all.",
    }),
    fastPath: Type.Union([Type.Literal("off"), Type.Literal("request"), Type.Literal("connection")], {
      default: "connection",
      description:
        "Plain GETs of the match routes in front of Fastify: off, request (Node reads each), connection (repeated heads are not read again).",
    }),
    tuning: Type.Union([Type.Literal("on"), Type.Literal("off")], {
      default: "on",
      description: "Whether serve and match start themselves anew with settings of V8 and glibc.",
    }),
    drainSeconds: Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 600,
      description:
        "Seconds between a signal to stop and the end of listening, in which /health/ready says 503 and all else goes on: what a load balancer needs to see it.",
    }),
    graceSeconds: Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 600,
      description: "Seconds after a signal to stop in which what was begun may be finished; then it is broken off.",
    }),
    trustedProxies: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: "Addresses of proxies whose X-Forwarded-For says from where a request comes: for fair shares.",
    }),
    spoolDir: Type.String({
      default: "",
      description:
        "Folder for lists that wait for clients that send before they read. Empty: spool/ in dataDir. Best on a disk of its own.",
    }),
    ...limitSettings(),
    log: Type.Union([Type.Literal("text"), Type.Literal("json")], {
      default: "text",
      description: "What the server logs: text, lines for people; or json, an object a line.",
    }),
    logLevel: Type.String({ default: "info", description: "fatal, error, warn, info, debug, trace or silent." }),
  },
  { additionalProperties: false },
);

/** The settings, frozen. */
export type Config = Readonly<Static<typeof CONFIG_SCHEMA>>;

/** Settings as flags or tests give them: absent ones are taken from the environment or the default. */
export type ConfigInput = { [K in keyof Config]?: Config[K] | undefined };

/** Name of the environment variable of a setting: `"maxBatch"` → `"BINOMEN_MAX_BATCH"`. */
export function environmentName(setting: string): string {
  return `BINOMEN_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * The settings that hold for this process.
 *
 * @throws CONFIG_INVALID naming the setting and what is wrong with it.
 */
export function loadConfig(input: ConfigInput = {}, environment: NodeJS.ProcessEnv = process.env): Config {
  const values: Record<string, unknown> = {};
  for (const [setting, schema] of Object.entries(CONFIG_SCHEMA.properties)) {
    const given = input[setting as keyof Config];
    const written = environment[environmentName(setting)];
    if (given !== undefined) values[setting] = given;
    else if (written !== undefined && written !== "")
      values[setting] = Type.IsArray(schema) ? written.split(",") : Value.Convert(schema, written);
  }
  const config = Value.Default(CONFIG_SCHEMA, values) as Record<string, unknown>;
  const [problem] = Value.Errors(CONFIG_SCHEMA, config);
  if (problem) {
    const setting = problem.instancePath.slice(1).split("/")[0] ?? "";
    throw new BinomenError("CONFIG_INVALID", {
      setting,
      problem: `${expectation(setting) ?? problem.message}, found ${config[setting]}.`,
    });
  }
  const valid = config as Static<typeof CONFIG_SCHEMA>;
  const unknownProxy = valid.trustedProxies.find((address) => !isProxyAddress(address));
  if (unknownProxy !== undefined)
    throw new BinomenError("CONFIG_INVALID", {
      setting: "trustedProxies",
      problem: `addresses like 10.0.0.7 or 10.0.0.0/8, loopback, linklocal and uniquelocal are expected, found ${unknownProxy}.`,
    });
  // A cache folder may be emptied at any time, so keys and facets go there only when told to.
  if (!valid.stateDir) valid.stateDir = valid.dataDir || defaultStateDir(environment);
  valid.stateDir = resolve(valid.stateDir);
  if (!valid.dataDir) valid.dataDir = cacheFolder(environment);
  valid.dataDir = resolve(valid.dataDir);
  valid.spoolDir = resolve(valid.spoolDir || join(valid.dataDir, "spool"));
  return Object.freeze(valid);
}

function isProxyAddress(address: string): boolean {
  try {
    proxyAddr.compile(address);
    return true;
  } catch {
    return false;
  }
}

/** `$XDG_DATA_HOME/binomen`, else `~/.local/share/binomen`. */
function defaultStateDir(environment: NodeJS.ProcessEnv): string {
  return join(environment["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "binomen");
}
