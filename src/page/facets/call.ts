/** How is a call of the facet store asked with the editor's key? */
import { useEffect, useState } from "preact/hooks";
import { getJson, ServerError } from "../api.ts";

/** A name as the server tells it beside an id. */
export interface NameOfId {
  scientificName: string;
  status: string;
  accepted?: { id: string; scientificName: string };
}

/** What a call answered: `undefined` while it is under way. */
export type Reply<T> = { value: T } | { problem: string } | undefined;

/** Asks a call with the key whenever `path` or a parameter changes; an empty path asks nothing. */
export function useCall<T>(path: string, parameters: Record<string, string>, key: string): Reply<T> {
  const [reply, setReply] = useState<Reply<T>>();
  useEffect(() => {
    setReply(undefined);
    if (path === "") return;
    const control = new AbortController();
    getJson<T>(path, parameters, { signal: control.signal, key }).then(
      (value) => setReply({ value }),
      (error: Error) => {
        if (!control.signal.aborted) setReply({ problem: problemOf(error) });
      },
    );
    return () => control.abort();
  }, [path, key, JSON.stringify(parameters)]);
  return reply;
}

function problemOf(error: Error): string {
  if (!(error instanceof ServerError)) return "The server does not answer. Is it running?";
  return error.status === 403 ? `This key may not read that. ${error.message}` : error.message;
}

/** The address that shows a taxon. */
export function taxonLink(id: string): string {
  return `#${new URLSearchParams({ id })}`;
}
