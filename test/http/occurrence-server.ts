/** A server of records on a free port, as most tests of occurrence routes need one. */
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import type { Jobs } from "../../src/jobs/jobs.ts";
import { type OccurrenceOptions, type Occurrences, openOccurrences } from "../../src/occurrences/occurrences.ts";
import type { Service } from "../../src/service.ts";
import { openJobs } from "../jobs/open-jobs.ts";
import { sharedSmallApp } from "./small-service.ts";

/** What {@link serveRecords} is given. */
export interface RecordServing {
  /** Options of jobs of its own; without, those of the small service are shared. */
  readonly jobs?: Parameters<typeof openJobs>[1];
  readonly taxaNamed?: (name: string) => string[];
  readonly options?: OccurrenceOptions;
}

/** A running server. */
export interface RecordServer {
  readonly app: App;
  readonly service: Service;
  readonly jobs: Jobs;
  readonly occurrences: Occurrences;
  readonly port: number;
  readonly address: string;
  /** The token of a new key. */
  token(label: string): Promise<string>;
  /** Ends the server and removes the dataset. */
  close(): Promise<void>;
}

/** Serves a dataset under the name "birds". @param folder removed at the end */
export async function serveRecords(folder: string, serving: RecordServing = {}): Promise<RecordServer> {
  const { service } = await sharedSmallApp();
  const { taxaNamed = (name) => service.names.taxaNamed(name), options } = serving;
  const jobs = serving.jobs === undefined ? service.jobs : openJobs(join(folder, "jobs"), serving.jobs);
  const occurrences = await openOccurrences([`birds=${folder}`], taxaNamed, jobs, options);
  const app = await buildApp({ ...service, jobs, occurrences });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    ...{ app, service, jobs, occurrences, port, address: `http://127.0.0.1:${port}` },
    token: async (label) => (await service.keys.create(label, ["facets:read"])).token,
    close: async () => {
      await app.close();
      if (jobs !== service.jobs) await jobs.close();
      await occurrences.close();
      rmSync(folder, { recursive: true });
    },
  };
}
