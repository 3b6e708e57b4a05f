/** What does the server answer to what is on the screen? Asked again as it changes, older answers left aside. */
import { useEffect, useState } from "preact/hooks";

/** An answer that is there, under way, or did not come. */
export interface Asked<T> {
  value?: T;
  error?: Error;
  isPending: boolean;
}

/**
 * Asks when `key` changes, after a pause; `""` asks nothing. The last answer stands until the next one is there, so that
 * the page does not flicker while one types.
 */
export function useAsked<T>(key: string, ask: (signal: AbortSignal) => Promise<T>, pauseMilliseconds = 0): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ isPending: key !== "" });
  useEffect(() => {
    if (key === "") {
      setAsked({ isPending: false });
      return;
    }
    const control = new AbortController();
    setAsked((before) => ({ ...before, isPending: true }));
    const timer = setTimeout(() => {
      ask(control.signal).then(
        (value) => setAsked({ value, isPending: false }),
        (error: Error) => {
          if (!control.signal.aborted) setAsked({ error, isPending: false });
        },
      );
    }, pauseMilliseconds);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [key]);
  return asked;
}
