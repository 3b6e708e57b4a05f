/** What is asked of a match route, when it is asked in a plain form? */
import type { AnswerVersion } from "../../answer/answerer.ts";
import { queryOf } from "../../answer/query-fields.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import { checklistOf, plainParameters } from "../parameters.ts";
import { MATCH_ROUTES } from "../routes/species.ts";
import type { Duration, Durations } from "./durations.ts";

/** A route whose plain requests are answered in front. */
export interface FrontRoute {
  /** What the URL begins with: `/v2/species/match?` */
  readonly start: string;
  readonly version: AnswerVersion;
  readonly duration: Duration;
}

/** What is asked of a match route in a plain form. */
export interface LookUp {
  readonly route: FrontRoute;
  readonly query: MatchQuery;
  readonly checklistKey: string | undefined;
}

/** The match routes, each with the series that its answers are counted in. */
export function frontRoutes(durations: Durations): FrontRoute[] {
  return MATCH_ROUTES.map(({ path, version }) => ({
    start: `${path}?`,
    version,
    duration: durations.of({ method: "GET", route: path, status: "200" }),
  }));
}

/** The look-up that a target asks for; `undefined` when it asks for something else, or not plainly. */
export function lookUpOf(target: string, routes: readonly FrontRoute[]): LookUp | undefined {
  for (const route of routes) {
    if (!target.startsWith(route.start)) continue;
    const parameters = plainParameters(target, route.start.length);
    return parameters && { route, query: queryOf(parameters), checklistKey: checklistOf(parameters) };
  }
  return undefined;
}
