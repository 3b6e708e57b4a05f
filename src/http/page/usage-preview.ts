/** What does OpenRefine show when the pointer rests on a match? A usage on a small card, without scripts. */
import type { FastifyReply } from "fastify";
import type { UsageView } from "../../usages/usage-view.ts";
import { htmlOf } from "./html.ts";

/** Size of the card in CSS pixels, as the manifest says it. */
export const PREVIEW_SIZE = { width: 420, height: 240 };

/** Any client of reconciliation may show the card in a frame; it loads one stylesheet and runs nothing. */
const PREVIEW_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

const RANKS = ["kingdom", "phylum", "class", "order", "family", "genus"] as const;

/** Sends the card of a usage. @param up steps that the path of the request lies below the root */
export function sendPreview(reply: FastifyReply, view: UsageView, up: number, checklistKey?: string): FastifyReply {
  const root = "../".repeat(up) || "./";
  const query = checklistKey === undefined ? "" : `?checklistKey=${encodeURIComponent(checklistKey)}`;
  const page = `${root}species/${encodeURIComponent(String(view["key"]))}${query}`;
  reply.header("content-security-policy", PREVIEW_POLICY).type("text/html; charset=utf-8");
  return reply.send(usagePreview(view, root, page));
}

/**
 * The card as a page.
 *
 * @param root relative path to the server's root
 * @param page relative path to the page of the usage
 */
function usagePreview(view: UsageView, root: string, page: string): string {
  const words = (value: unknown) =>
    htmlOf(
      String(value ?? "")
        .toLowerCase()
        .replaceAll("_", " "),
    );
  const about = [view["rank"], view["taxonomicStatus"], view["nomenclaturalCode"]].filter(Boolean).map(words);
  const place = RANKS.map((rank) => view[rank])
    .filter(Boolean)
    .map((name) => htmlOf(String(name)));
  const accepted = view["accepted"] ? `<p>synonym of <i>${htmlOf(String(view["accepted"]))}</i></p>` : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlOf(String(view["scientificName"]))}</title>
<link rel="stylesheet" href="${root}page/preview.css">
</head>
<body>
<h1><a href="${page}" target="_blank" rel="noopener">${htmlOf(String(view["scientificName"]))}</a></h1>
<p>${about.join(" · ")}</p>
${accepted}
<p class="place">${place.join(" › ")}</p>
<p class="source">${htmlOf(String(view["datasetTitle"] ?? view["datasetKey"] ?? ""))} · ${htmlOf(String(view["key"]))}</p>
</body>
</html>
`;
}
