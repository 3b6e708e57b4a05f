/** A service over a checklist of a dozen names, for tests of what stands around matching. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type ConfigInput, loadConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import { openService, type Service } from "../../src/service.ts";

/** Anything that runs what it is given in the end: a test, or the whole file. */
interface Closing {
  after(fn: () => unknown): void;
}

/** The checklist, as a table with Darwin Core columns. */
export const SMALL_CHECKLIST = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
1,,,Plantae,,kingdom,accepted
2,1,,Tracheophyta,,phylum,accepted
3,2,,Magnoliopsida,,class,accepted
4,3,,Asterales,,order,accepted
5,4,,Asteraceae,,family,accepted
6,5,,Helianthus,L.,genus,accepted
7,6,,Helianthus annuus,L.,species,accepted
8,,7,Helianthus platycephalus,Cass.,species,synonym
9,,,Animalia,,kingdom,accepted
10,9,,Felidae,,family,accepted
11,10,,Puma,"Jardine, 1834",genus,accepted
12,11,,Puma concolor,"(Linnaeus, 1771)",species,accepted
`;

let shared: Promise<{ app: App; service: Service; folder: string }> | undefined;
const atTheEnd: (() => unknown)[] = [];
// Registered while the file is loaded: inside of a test it would run after that test.
after(async () => {
  for (const close of atTheEnd) await close();
});

/** One app for all tests of a file that only read: it is opened once and closed after the last test. */
export function sharedSmallApp(): Promise<{ app: App; service: Service; folder: string }> {
  shared ??= smallApp({ after: (close) => void atTheEnd.unshift(close) });
  return shared;
}

/** A folder that is removed after the test. */
export function temporaryFolder(t: Closing): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-test-"));
  // A process that the test started may still write there: what comes while the folder is emptied is removed, too.
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** Opens the small checklist, or another one, under the key `small`; everything is closed after the test. */
export async function smallService(
  t: Closing,
  settings: ConfigInput = {},
  checklist = SMALL_CHECKLIST,
): Promise<{ service: Service; folder: string }> {
  const folder = temporaryFolder(t);
  const source = join(folder, "small.csv");
  writeFileSync(source, checklist);
  const config = loadConfig(
    {
      backbones: [source],
      dataDir: folder,
      stateDir: join(folder, "state"),
      workers: 1,
      logLevel: "silent",
      ...settings,
    },
    {},
  );
  const service = await openService(config);
  t.after(() => service.close());
  return { service, folder };
}

/** The app over the small checklist, or another one; requests go in by `inject`. */
export async function smallApp(
  t: Closing,
  settings: ConfigInput = {},
  checklist = SMALL_CHECKLIST,
): Promise<{ app: App; service: Service; folder: string }> {
  const { service, folder } = await smallService(t, settings, checklist);
  const app = await buildApp(service);
  t.after(() => app.close());
  return { app, service, folder };
}
