/** How is the server asked? GET with a chance to give up; what goes wrong is an error with words for people. */

/** Where the server's paths begin: the page's files lie in `page/` below it. */
export const ROOT = new URL("../", import.meta.url);

/** Something that the server refused. */
export class ServerError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A path of the server with parameters; those that are empty or undefined are left out. */
export function urlOf(path: string, parameters: Record<string, string | undefined> = {}): URL {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url;
}

/**
 * The JSON that a path answers with.
 * @throws ServerError when the server refuses, TypeError when it cannot be reached
 */
export async function getJson<T>(
  path: string,
  parameters: Record<string, string | undefined> = {},
  { signal, key }: { signal?: AbortSignal | undefined; key?: string | undefined } = {},
): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (key) headers["authorization"] = `Bearer ${key}`;
  const reply = await fetch(urlOf(path, parameters), { headers, ...(signal ? { signal } : {}) });
  if (!reply.ok) throw await refusalOf(reply);
  return (await reply.json()) as T;
}

/** What a reply that is no answer says. */
export async function refusalOf(reply: Response): Promise<ServerError> {
  const status = `${reply.status} ${reply.statusText}`.trim();
  // Routes of occurrences refuse in plain text.
  if (reply.headers.get("content-type")?.startsWith("text/plain"))
    return new ServerError((await reply.text().catch(() => "")) || status, reply.status);
  const body = (await reply.json().catch(() => undefined)) as { message?: string } | undefined;
  return new ServerError(body?.message ?? status, reply.status);
}

/** A checklist that the server answers from. */
export interface Checklist {
  checklistKey: string;
  title: string;
  release: string;
  usageCount: number;
}

/** What the server has: its checklists, the default one first, and whether there are records. */
export async function served(signal?: AbortSignal): Promise<{ all: Checklist[]; hasRecords: boolean }> {
  const health = await getJson<{ checklists: Checklist[]; datasets?: unknown[] }>("health", {}, { signal });
  return { all: health.checklists, hasRecords: (health.datasets ?? []).length > 0 };
}

/** The checklists of the server, the default one first. */
export async function checklists(signal?: AbortSignal): Promise<Checklist[]> {
  return (await served(signal)).all;
}
