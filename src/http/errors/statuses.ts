/**
 * With which statuses may each route answer?
 *
 * What every route can answer whatever it does (a body that stops, no room, too much to do) is added to what it names
 * itself, so that the OpenAPI document leaves none out. Guarded routes can refuse the key besides.
 */
import type { App } from "../app-type.ts";
import { ErrorReply } from "../schemas/errors.ts";

const ALWAYS = [400, 404, 405, 408, 431, 500, 503];
const WITH_BODY = [413, 415, 507];
const GUARDED = [401, 403, 429];

/** Completes the answers in the schema of every route that `app` registers from now on. */
export function nameAllStatuses(app: App): void {
  app.addHook("onRoute", (route) => {
    if (route.schema?.hide === true) return;
    const methods = [route.method].flat();
    const statuses = [
      ...ALWAYS,
      ...(methods.some((method) => /^(POST|PUT|PATCH|DELETE)$/.test(method)) ? WITH_BODY : []),
      ...(route.config?.scope === undefined ? [] : GUARDED),
    ];
    const named = { ...((route.schema?.response ?? {}) as Record<string, unknown>) };
    if (!Object.keys(named).some((status) => /^2/.test(status))) named["200"] = { description: "The answer." };
    for (const status of statuses) named[status] ??= ErrorReply;
    route.schema = { ...route.schema, response: named };
  });
}
