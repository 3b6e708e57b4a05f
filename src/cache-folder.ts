/** Where may binomen keep what it can make again? */
import { homedir } from "node:os";
import { join } from "node:path";

/** `$XDG_CACHE_HOME/binomen`, else `~/.cache/binomen` (XDG Base Directory Specification). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "binomen");
}
