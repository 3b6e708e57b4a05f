/**
 * When does it listen, and how does it stop?
 *
 * On SIGTERM or SIGINT it says that it is no longer ready, for as long as a load balancer needs to see it; then no new
 * request is taken, those in flight are finished, and the service is closed.
 */
import closeWithGrace from "close-with-grace";
import { ReleaseWatcher } from "../checklists/watch.ts";
import { BinomenError } from "../errors.ts";
import type { Service } from "../service.ts";
import { buildApp } from "./app.ts";
import type { App } from "./app-type.ts";

/** After what was begun is broken off, this much is left to close what is open. */
const CLOSING_MILLISECONDS = 10_000;

/**
 * What the processor says of an instruction that cannot be. Node must not listen to these: it would go on with the same
 * instruction for ever. So such a process ends, and whoever watches over it starts it anew.
 */
const FATAL_SIGNALS = ["SIGBUS", "SIGSEGV", "SIGFPE", "SIGILL", "SIGTRAP", "SIGABRT"] as const;

/** A server that listens. */
export interface RunningServer {
  app: App;
  /** `"http://127.0.0.1:8080"` */
  address: string;
}

/**
 * Starts to listen and stops both app and service on a signal.
 * @throws BinomenError ADDRESS_UNUSABLE when the port is taken, or the address is not this machine's
 */
export async function startServer(service: Service): Promise<RunningServer> {
  const app = await buildApp(service);
  service.audit.onFailure = (error) => app.log.error({ err: error }, "the audit log cannot be written");
  service.keys.onFailure = (error) => app.log.error({ err: error }, "the last use of a key cannot be noted");
  const { host, port } = service.config;
  let address: string;
  try {
    address = await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw new BinomenError("ADDRESS_UNUSABLE", { host, port, problem: (error as Error).message });
  }
  const watcher = watchReleases(service, app);
  const drainMilliseconds = service.config.drainSeconds * 1_000;
  const graceMilliseconds = service.config.graceSeconds * 1_000;
  closeWithGrace(
    { delay: drainMilliseconds + graceMilliseconds + CLOSING_MILLISECONDS, logger: false, skip: [...FATAL_SIGNALS] },
    async ({ err }) => {
      if (err) app.log.fatal({ err }, "stopping after an unexpected error");
      else {
        app.readiness.isDraining = true;
        await new Promise((resolve) => setTimeout(resolve, drainMilliseconds));
      }
      const late = setTimeout(() => {
        app.log.warn("requests that were not finished in time are broken off");
        app.server.closeAllConnections();
      }, graceMilliseconds);
      await app.close();
      clearTimeout(late);
      await watcher?.close();
      await service.close();
    },
  );
  await service.matching.warmUp();
  return { app, address };
}

/** Loads releases from the folder that the settings name, if they name one. */
function watchReleases({ config, matching }: Service, app: App): ReleaseWatcher | undefined {
  if (!config.watch) return undefined;
  return new ReleaseWatcher(config.watch, {
    load: (checklistKey, path) => matching.loadRelease(checklistKey, path),
    onLoaded: (checklistKey, path) =>
      app.log.info({ checklistKey, path, release: matching.releaseId(checklistKey) }, "release loaded"),
    onFailed: (checklistKey, path, error) =>
      app.log.error({ checklistKey, path, err: error }, "release not loaded; the old one goes on"),
  });
}
