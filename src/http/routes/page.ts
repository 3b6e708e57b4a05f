/** How does somebody with a spreadsheet ask? The web page under `/`, its files under `/page/`. */
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { App } from "../app-type.ts";

/** The page loads and asks nothing but this server; its CSV leaves as a blob. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the files of `src/page` as they are: browsers run them without a build. */
export async function pageRoutes(app: App): Promise<void> {
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL("../../page/", import.meta.url)),
    prefix: "/page/",
    index: false,
    allowedPath: (path) => /\.(js|css|html)$/.test(path),
  });
  app.get("/", { schema: { hide: true } }, (_, reply) =>
    reply.header("content-security-policy", CONTENT_SECURITY_POLICY).sendFile("index.html"),
  );
}
