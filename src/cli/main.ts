#!/usr/bin/env node
/** How does the command line begin? With what Node compiled of it before: a short command takes half the time then. */
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../cache-folder.ts";

keepCompiledCode(process.env);
// Not before: what is imported above is compiled anew with each start.
await import("./program.ts");

/**
 * Lets Node keep compiled modules in binomen's cache folder, for this process, its threads and the commands that it starts.
 * Not in the folder for temporary files, which is Node's own choice: what lies there others may have written. Where nothing can
 * be written everything is compiled, as it is with `NODE_DISABLE_COMPILE_CACHE=1`; a folder in `NODE_COMPILE_CACHE` is respected.
 */
function keepCompiledCode(environment: NodeJS.ProcessEnv): void {
  if (environment["NODE_COMPILE_CACHE"] || environment["NODE_DISABLE_COMPILE_CACHE"]) return;
  const folder = join(environment["BINOMEN_DATA_DIR"] || cacheFolder(environment), "compiled");
  enableCompileCache(folder);
  environment["NODE_COMPILE_CACHE"] = folder;
}
