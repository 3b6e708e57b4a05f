/** What may a key be good for? */

/** `admin` includes all others. */
export const SCOPES = ["facets:read", "changes:read", "import:write", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
