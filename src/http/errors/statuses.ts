/**
 * With which statuses may each route answer?
 *
 * What every route can answer whatever it does (a body that stops, no room, too much to do) is added to what it names
 * itself, so that the OpenAPI document leaves none out. Guarded routes can refuse the key besides.
 */

import { Type } from "typebox";
import type { App } from "../app-type.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { problemTypeAt } from "./problem.ts";

const ALWAYS = [400, 404, 405, 408, 431, 500, 503];
const WITH_BODY = [413, 415, 507];
const GUARDED = [401, 403, 429];
/** Paths whose clients read an error as a sentence. */
const SENTENCES = /^\/v1\/(?:occurrence|enumeration)|^\/v2\/map|^\/facets\/(?:api\.php)?$/;

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
    for (const [status, reply] of Object.entries(named)) if (reply === ErrorReply) named[status] = errorsAt(route.url);
    route.schema = { ...route.schema, response: named };
  });
}

/** An error at a path, in its media types: GBIF's and WFO's clients get a sentence on their routes. */
function errorsAt(path: string) {
  const content = { [problemTypeAt(path)]: { schema: ErrorReply }, "application/json": { schema: ErrorReply } };
  return {
    description: "What went wrong and what to do.",
    content: { ...content, ...(SENTENCES.test(path) && { "text/plain": { schema: Type.String() } }) },
  };
}
