/** Is the facet store still what was opened? Looked at before each call that reads or writes it. */
import type { Service } from "../service.ts";
import type { App } from "./app-type.ts";

/** Refuses calls for facets with STORE_LOST when the file of the store was cut, replaced or removed. */
export function watchFacetStore(app: App, { facets }: Pick<Service, "facets">): void {
  app.addHook("preHandler", async (request) => {
    const { config, url } = request.routeOptions;
    // With a scope: pages are shown without.
    if (config.scope !== undefined && url?.startsWith("/facets") === true) facets.store.head();
  });
}
