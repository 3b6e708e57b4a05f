/**
 * May this request do what it asks?
 *
 * A route that needs a key spreads `requireScope` into its options; every other route is public:
 *
 *   app.get("/facets/changes", { ...requireScope("changes:read"), schema }, handler)
 *   app.post("/facets/api.php", { ...requireScope("facets:read", { cost: (r) => r.body.length, dialectA: true }) }, …)
 *
 * Order: key in the URL refused → key (401) → rate limit (429) → scope (403) → body read → the body's cost charged.
 * A server without `addAuth` refuses such routes altogether: forgetting it opens nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AuditEntry } from "../access/audit.ts";
import { callerAt } from "../access/caller.ts";
import type { ApiKey, Refusal, Verdict } from "../access/keys.ts";
import type { Scope } from "../access/scopes.ts";
import { type Charge, type RateLimits, TokenBuckets } from "../access/token-bucket.ts";
import { BinomenError } from "../errors.ts";

export interface AuthOptions {
  readonly keys: { verify(token: string): Verdict; anyUsable(): boolean };
  readonly audit: { record(entry: AuditEntry): void };
  /** Limits per key. */
  readonly config: { readonly rateBurst: number; readonly ratePerSecond: number };
  /** Monotonic clock in milliseconds of the rate limit. */
  readonly now?: (() => number) | undefined;
}

export interface ScopeOptions {
  /** Units of the rate limit; a function is asked once the body is read. Default 1. */
  readonly cost?: number | ((request: FastifyRequest) => number) | undefined;
  /** The source whose list is imported. A key for certain sources is refused where this is not given. */
  readonly sourceOf?: ((request: FastifyRequest) => number) | undefined;
  /** Answers 401 with the text that WFO's clients know instead of JSON. */
  readonly dialectA?: boolean | undefined;
}

declare module "fastify" {
  interface FastifyInstance {
    access?: Access;
  }
  interface FastifyRequest {
    /** The key of a guarded request; `null` on public routes. */
    apiKey: ApiKey | null;
  }
  interface FastifyContextConfig {
    scope?: Scope;
  }
}

/** Refusals of one caller by address: more are answered 429 and not written, so that nobody can flood the audit log. */
const REFUSALS: RateLimits = { burst: 1_000, perSecond: 10 };
/** Query parameters in which other services take keys. */
const URL_KEYS = ["bearer_token", "access_token", "api_key", "apikey", "token"];
/** Dialect A's sentence, see the specification of the facet store §c. */
const DIALECT_A_UNAUTHORIZED = "Unauthorized: You must provide a bearer token!";

const PROBLEMS: Record<Refusal | "missing" | "in-url" | "scheme", string> = {
  missing: "This call needs a key. Send it as: Authorization: Bearer <key>",
  scheme: "The Authorization header is not understood. Send: Authorization: Bearer <key>",
  "in-url":
    "Keys are not taken from the URL, where they end in logs. Revoke this one; send keys in the Authorization header.",
  malformed: "This is not a binomen key (bnm_…).",
  unknown: "This key is not known here.",
  expired: "This key has expired.",
  revoked: "This key was revoked.",
  "none-configured": "This server has no valid key, so this call is closed. Make one: binomen keys create",
};

/** Makes guarded routes work on this server. Call it before routes are registered. */
export function addAuth(app: FastifyInstance, options: AuthOptions): void {
  app.decorate("access", new Access(options));
  app.decorateRequest("apiKey", null);
  app.addHook("onRoute", (route) => {
    const scope = route.config?.scope;
    if (scope !== undefined) route.schema = { ...route.schema, security: [{ [KEY_SCHEME_NAME]: [scope] }] };
  });
}

const KEY_SCHEME_NAME = "apiKey";

/** What the OpenAPI document says about keys; guarded routes name it with their scope. */
export const KEY_SCHEME = {
  [KEY_SCHEME_NAME]: { type: "http", scheme: "bearer", description: "A key made by `binomen keys create`." },
} as const;

/** Options of a route that needs a key with this scope, to be spread into the route's own. */
export function requireScope(scope: Scope, options: ScopeOptions = {}) {
  const { cost = 1, dialectA = false, sourceOf } = options;
  return {
    config: { scope },
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        const access = accessOf(request);
        access.admit(request, reply, scope, typeof cost === "number" ? cost : 1);
        if (scope === "import:write") access.admitSource(request, sourceOf?.(request));
      } catch (error) {
        if (!dialectA || !(error instanceof BinomenError) || error.status !== 401) throw error;
        return reply.code(401).type("text/plain; charset=utf-8").send(DIALECT_A_UNAUTHORIZED);
      }
    },
    // One unit was paid at the door.
    preHandler: async (request: FastifyRequest, reply: FastifyReply) => {
      if (typeof cost === "function") accessOf(request).chargeBody(request, reply, cost(request) - 1);
    },
    onResponse: async (request: FastifyRequest, reply: FastifyReply) =>
      request.server.access?.recordOutcome(request, reply, scope),
  };
}

/**
 * The key of a request to a route that needs one and shows it as GBIF's clients do: HTTP Basic with the key as password and
 * its label as user, or `Authorization: Bearer`. Counts and records as guarded routes do.
 *
 * @throws BinomenError UNAUTHORIZED, RATE_LIMITED, FORBIDDEN
 */
export function signIn(request: FastifyRequest, reply: FastifyReply, scope?: Scope): ApiKey {
  return accessOf(request).signIn(request, reply, scope);
}

/** Who asks, for turns and shares: the key of a request that shows a good one, else where it comes from. */
export function clientOf(request: FastifyRequest): string {
  return request.server.access?.keyOf(request) ?? callerAt(request.ip);
}

function accessOf(request: FastifyRequest): Access {
  if (!request.server.access)
    throw new Error(`${request.routeOptions.url} needs a key, but this server has no addAuth`);
  return request.server.access;
}

/** The key that a request shows, or why there is none. */
type Shown = Verdict | { refused: "missing" | "in-url" | "scheme" };

/** What `addAuth` adds to the server. */
class Access {
  readonly #keys: AuthOptions["keys"];
  readonly #audit: AuthOptions["audit"];
  readonly #buckets: TokenBuckets;
  readonly #refusals: TokenBuckets;

  constructor({ keys, audit, config, now }: AuthOptions) {
    this.#keys = keys;
    this.#audit = audit;
    this.#buckets = new TokenBuckets({ burst: config.rateBurst, perSecond: config.ratePerSecond }, now);
    this.#refusals = new TokenBuckets(REFUSALS, now);
  }

  /** Sets `request.apiKey`, or throws UNAUTHORIZED, RATE_LIMITED or FORBIDDEN with the headers set on the reply. */
  admit(request: FastifyRequest, reply: FastifyReply, scope: Scope, cost: number): void {
    const verdict = this.#verdict(request);
    if ("refused" in verdict) {
      const { refused } = verdict;
      const charge = this.#refusals.charge(callerAt(request.ip), 1);
      if (!charge.admitted) throw limited(reply, charge);
      this.#record(request, "unauthorized", scope, 401, refused);
      const presented = refused !== "missing" && refused !== "in-url";
      reply.header(
        "www-authenticate",
        presented
          ? `Bearer realm="binomen", error="invalid_token", error_description="${headerText(PROBLEMS[refused])}"`
          : 'Bearer realm="binomen"',
      );
      throw new BinomenError("UNAUTHORIZED", { problem: PROBLEMS[refused] });
    }
    request.apiKey = verdict.key;
    const charge = this.#buckets.charge(verdict.key.id, cost);
    setRateHeaders(reply, charge);
    if (!charge.admitted) throw limited(reply, charge);
    if (!verdict.key.scopes.includes(scope) && !verdict.key.scopes.includes("admin")) {
      this.#record(request, "forbidden", scope, 403);
      reply.header("www-authenticate", `Bearer realm="binomen", error="insufficient_scope", scope="${scope}"`);
      throw new BinomenError("FORBIDDEN", { scope });
    }
  }

  /** See {@link signIn}. */
  signIn(request: FastifyRequest, reply: FastifyReply, scope: Scope | undefined): ApiKey {
    const { user, verdict } = this.#shown(request);
    if ("refused" in verdict || (user !== undefined && user !== verdict.key.label)) {
      const charge = this.#refusals.charge(callerAt(request.ip), 1);
      if (!charge.admitted) throw limited(reply, charge);
      const why = "refused" in verdict ? verdict.refused : "wrong user";
      this.#record(request, "unauthorized", scope, 401, why);
      reply.header("www-authenticate", 'Basic realm="GBIF"');
      // The line end is GBIF's.
      const problem = `Failed to authenticate user ${user ?? "without a name"}\r\n`;
      throw new BinomenError("UNAUTHORIZED", { problem });
    }
    const { key } = verdict;
    request.apiKey = key;
    const charge = this.#buckets.charge(key.id, 1);
    setRateHeaders(reply, charge);
    if (!charge.admitted) throw limited(reply, charge);
    if (scope !== undefined && !key.scopes.includes(scope) && !key.scopes.includes("admin")) {
      this.#record(request, "forbidden", scope, 403);
      throw new BinomenError("FORBIDDEN", { scope });
    }
    return key;
  }

  /** What HTTP Basic or a bearer token shows, and of whom. */
  #shown(request: FastifyRequest): { user?: string; verdict: Shown } {
    const header = request.headers.authorization ?? "";
    if (!/^basic /i.test(header)) return { verdict: this.#verdict(request) };
    const text = Buffer.from(header.slice(6).trim(), "base64").toString("utf8");
    const colon = text.indexOf(":");
    const user = text.slice(0, Math.max(0, colon));
    return { user, verdict: colon < 0 ? { refused: "scheme" } : this.#keys.verify(text.slice(colon + 1)) };
  }

  /** Throws FORBIDDEN when the key is for certain sources and this is none of them. */
  admitSource(request: FastifyRequest, source: number | undefined): void {
    const sources = request.apiKey?.sources ?? null;
    if (sources === null || (source !== undefined && sources.includes(source))) return;
    const scope = source === undefined ? "import:write for all sources" : `import:write for source ${source}`;
    this.#record(request, "forbidden", "import:write", 403, scope);
    throw new BinomenError("FORBIDDEN", { scope });
  }

  /** The id of the key that a request shows, if it is good. */
  keyOf(request: FastifyRequest): string | undefined {
    if (request.headers.authorization === undefined) return undefined;
    const verdict = this.#verdict(request);
    return "key" in verdict ? verdict.key.id : undefined;
  }

  chargeBody(request: FastifyRequest, reply: FastifyReply, cost: number): void {
    if (request.apiKey && cost > 0) setRateHeaders(reply, this.#buckets.chargeMore(request.apiKey.id, cost));
  }

  /** Writes what a let-in request did. Reading is not recorded: a consumer polls the feed every second. */
  recordOutcome(request: FastifyRequest, reply: FastifyReply, scope: Scope): void {
    if (scope !== "import:write" && scope !== "admin") return;
    if (!request.apiKey || reply.statusCode === 403 || reply.statusCode === 429) return;
    this.#record(request, reply.statusCode < 400 ? "granted" : "failed", scope, reply.statusCode);
  }

  #verdict(request: FastifyRequest): Shown {
    const query = request.query as Record<string, unknown> | undefined;
    if (query && URL_KEYS.some((name) => Object.hasOwn(query, name))) return { refused: "in-url" };
    const header = request.headers.authorization;
    if (header === undefined) return { refused: this.#keys.anyUsable() ? "missing" : "none-configured" };
    // The scheme's case does not matter (RFC 9110 §11.1).
    if (header.slice(0, 7).toLowerCase() !== "bearer ") return { refused: "scheme" };
    return this.#keys.verify(header.slice(7).trim());
  }

  #record(
    request: FastifyRequest,
    outcome: AuditEntry["outcome"],
    scope: Scope | undefined,
    status: number,
    detail?: string,
  ): void {
    this.#audit.record({
      action: `${request.method} ${request.url.split("?", 1)[0]}`,
      outcome,
      key: request.apiKey?.id ?? null,
      label: request.apiKey?.label,
      from: request.ip,
      requestId: request.id,
      scope,
      status,
      detail,
    });
  }
}

/** As a header may hold it (RFC 6750: printable ASCII without quotes and backslashes): more would fail the request. */
function headerText(text: string): string {
  return text.replace(/[^ !#-[\]-~]/g, "");
}

function setRateHeaders(reply: FastifyReply, charge: Charge): void {
  reply.header("ratelimit-limit", charge.limit);
  reply.header("ratelimit-remaining", charge.remaining);
  reply.header("ratelimit-reset", charge.resetSeconds);
}

function limited(reply: FastifyReply, { retryAfterSeconds }: Charge): BinomenError {
  reply.header("retry-after", retryAfterSeconds);
  return new BinomenError("RATE_LIMITED", { retryAfterSeconds });
}
