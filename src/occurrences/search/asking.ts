/** For whom is it asked? Who has gone, or has been worked for long enough, is not worked for any more. */
import { AsyncLocalStorage } from "node:async_hooks";

/** The end of the request that is being answered, with the error it ends with; none where nobody waits. */
export const asking = new AsyncLocalStorage<AbortSignal | undefined>();
