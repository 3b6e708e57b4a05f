/** How does somebody with a spreadsheet ask? The web page under `/` and its views, its files under `/page/`. */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../errors.ts";
import type { App } from "../app-type.ts";
import { type PageFile, pageFile, pageFiles } from "../page/page-files.ts";

/** The page loads and asks nothing but this server, and runs nothing that stands in the HTML. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Views of the page with a link of their own; the page itself reads the path. */
const VIEWS = ["/", "/list", "/species/:key", "/occurrences"];

/** Serves the page. Its files are asked for by relative links, so that it can stand below any path of a proxy. */
export function pageRoutes(app: App): void {
  for (const view of VIEWS)
    app.get(view, { schema: { hide: true } }, async (request, reply) => {
      const page = (await pageFiles()).get("index.html") as PageFile;
      // "/species/1" lies one step lower than "/" and "/list".
      const root = view.startsWith("/species/") ? "../" : "./";
      const html = page.plain.toString().replaceAll("./page/", `${root}page/`);
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
      reply.header("referrer-policy", "same-origin").header("x-content-type-options", "nosniff");
      return send(request, reply, { ...page, plain: Buffer.from(html) }, false);
    });
  app.get("/page/:file", { schema: { hide: true } }, async (request, reply) => {
    const { file } = request.params as { file: string };
    const found = file.endsWith(".html") ? undefined : await pageFile(file);
    if (!found) throw new BinomenError("NOT_FOUND", { path: `/page/${file}` });
    return send(request, reply, found, true);
  });
}

function send(request: FastifyRequest, reply: FastifyReply, file: PageFile, mayCompress: boolean): FastifyReply {
  const etag = `"${createHash("sha256").update(file.plain).digest("base64url").slice(0, 22)}"`;
  reply.header("etag", etag).header("cache-control", "no-cache").header("vary", "accept-encoding");
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const encoding = mayCompress ? (["br", "gzip"] as const).find((name) => accepted.includes(name)) : undefined;
  if (encoding) reply.header("content-encoding", encoding);
  return reply.type(file.type).send(file[encoding ?? "plain"]);
}
