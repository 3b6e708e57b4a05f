/** What may a key be good for? */

/** `admin` includes all others. */
export const SCOPES = ["facets:read", "changes:read", "import:write", "jobs:write", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Bare arrays, as WFO documents its calls; or `{kind, docs}`, as its own indexer since April 2026 needs them. */
export const DIALECTS = ["bare", "envelope"] as const;
export type Dialect = (typeof DIALECTS)[number];
