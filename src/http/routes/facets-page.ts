/** What does one read at `/facets/api.php` without a question? */
export const FACETS_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>binomen: facets</title>
<h1>Facets of plant names for indexers</h1>
<p>Send your key as <code>Authorization: Bearer &lt;key&gt;</code>. All answers are JSON.</p>
<dl>
<dt><code>GET ?offset=N</code><dd>Names whose facets or snippets were modified, newest first, 1,000 at a time. The walk is
pinned to the moment of offset 0; go on until an empty page.
<dt><code>POST</code> up to 1,000 taxon graphs
<code>{"classification", "taxon": [ids], "path": [[ids], …], "synonyms": [[ids], …]}</code><dd>Their index documents, in
the same order. <code>schema=d</code>: the fields of 2026-07; <code>sources=1</code>: also <code>wfo-facet-sources_ss</code>.
<dt><code>GET ?metadata=facets</code>, <code>?metadata=sources</code><dd>All of them.
<dt><code>GET ?metadata=scores&amp;since=S</code>, <code>?metadata=snippets&amp;since=S</code><dd>Modified after the second S
(0: all), at most 1,000. Go on with the last <code>modified_dt</code> until an empty page.
<dt><code>envelope=1</code><dd><code>{"kind", "docs", "deleted", "cursor"}</code> instead of a bare array: WFO's own
indexer needs it, in its URL or by its key (<code>keys create --dialect envelope</code>).
<dt><code>names=1</code><dd>Also the name that a served checklist has for each id.
<dt><code>tombstones=1</code><dd>Tells deletes, too.
</dl>
<p>Editors: look up a taxon at <a href="./">facets</a>. New indexers: the <a href="/docs">change feed</a> <code>GET /facets/changes</code> tells every change once, deletes
included.</p></html>
`;
