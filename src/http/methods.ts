/**
 * Which methods does a path take?
 *
 * Fastify's router calls a known path with another method unknown. Clients are told what would work instead.
 */
import type { App } from "./app-type.ts";

/** Paths that were registered, with their methods. */
export class KnownMethods {
  readonly #paths = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** Notes every route that `app` registers from now on. Paths for any file (`*`) are left out: most lead nowhere. */
  constructor(app: App) {
    app.addHook("onRoute", ({ url, method }) => {
      if (url.includes("*")) return;
      const plain = url.replace(/(?<=.)\/$/, "");
      let path = this.#paths.get(plain);
      if (path === undefined) {
        path = { pattern: patternOf(plain), methods: new Set() };
        this.#paths.set(plain, path);
      }
      for (const one of [method].flat()) path.methods.add(one);
    });
  }

  /** Methods of a path as the header `Allow` lists them; `undefined` when there is no such path. */
  allowed(path: string): string | undefined {
    const methods = new Set<string>();
    for (const known of this.#paths.values()) {
      if (known.pattern.test(path)) for (const method of known.methods) methods.add(method);
    }
    // Preflight requests are answered everywhere.
    return methods.size === 0 ? undefined : [...methods, "OPTIONS"].sort().join(", ");
  }
}

/** `/v1/species/:key` → any path with one more piece, with or without a slash at its end. */
function patternOf(url: string): RegExp {
  const pieces = url
    .split("/")
    .map((piece) => (piece.startsWith(":") ? "[^/]+" : piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")));
  return new RegExp(`^${pieces.join("/")}/?$`);
}
