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
  const body = (await reply.json().catch(() => undefined)) as { message?: string } | undefined;
  return new ServerError(body?.message ?? `${reply.status} ${reply.statusText}`.trim(), reply.status);
}

/** A checklist that the server answers from. */
export interface Checklist {
  checklistKey: string;
  title: string;
  release: string;
  usageCount: number;
}

/** The checklists of the server, the default one first. */
export async function checklists(signal?: AbortSignal): Promise<Checklist[]> {
  return (await getJson<{ checklists: Checklist[] }>("health", {}, { signal })).checklists;
}
