/** Does somebody want a page instead of JSON, and how is text written into HTML? */
import type { FastifyReply, FastifyRequest } from "fastify";

/** True for a browser that follows a link: it names HTML before JSON, programs name JSON or anything. */
export function wantsHtml(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? "";
  const html = accept.indexOf("text/html");
  const json = accept.indexOf("application/json");
  return html >= 0 && (json < 0 || html < json);
}

/**
 * Leads to the page of a usage.
 *
 * @param up how many steps the path of the request lies below the root: relative, so that a proxy may have moved all
 */
export function leadToPage(reply: FastifyReply, up: number, key: string, checklistKey?: string): FastifyReply {
  const query = checklistKey === undefined ? "" : `?checklistKey=${encodeURIComponent(checklistKey)}`;
  const place = `${"../".repeat(up)}species/${encodeURIComponent(key)}${query}`;
  return reply.header("vary", "accept").redirect(place, 303);
}

/** Text as it stands in HTML, in attributes too. */
export function htmlOf(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
