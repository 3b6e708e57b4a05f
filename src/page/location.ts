/** Which view is shown? The path and query of the address, read and changed without loading the page anew. */
import { useEffect, useState } from "preact/hooks";
import { ROOT, urlOf } from "./api.ts";

/** Where one is: `path` below the server's root, without slash at its begin. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

const CHANGED = "binomen-location";

/** The place that the address names. */
export function placeOf(address: string): Place {
  const url = new URL(address);
  return { path: url.pathname.slice(ROOT.pathname.length), query: url.searchParams };
}

/** The place, followed as it changes. */
export function usePlace(): Place {
  const [address, setAddress] = useState(location.href);
  useEffect(() => {
    const follow = () => setAddress(location.href);
    addEventListener("popstate", follow);
    addEventListener(CHANGED, follow);
    return () => {
      removeEventListener("popstate", follow);
      removeEventListener(CHANGED, follow);
    };
  }, []);
  return placeOf(address);
}

/** Goes to a view. `replace` changes the address without a step for "back": for what is typed. */
export function go(path: string, parameters: Record<string, string | undefined> = {}, replace = false): void {
  const url = urlOf(path, parameters).href;
  if (url === location.href) return;
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  dispatchEvent(new Event(CHANGED));
  if (!replace) scrollTo(0, 0);
}

/** For a link's `onClick`: follows it inside the page unless it is to open elsewhere. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const url = new URL(link.href);
  go(url.pathname.slice(ROOT.pathname.length), Object.fromEntries(url.searchParams));
}
