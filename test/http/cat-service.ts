/** Two checklists with all that GBIF's usage routes tell of: a tree, synonyms, combinations, homonyms, common names. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import type { App } from "../../src/http/app-type.ts";
import { openService } from "../../src/service.ts";
import { temporaryFolder } from "./small-service.ts";

const TAXON = `ID	parentID	status	rank	scientificName	authorship	code
1		accepted	kingdom	Animalia		zoological
2	1	accepted	family	Felidae	Fischer von Waldheim, 1817	zoological
3	2	accepted	genus	Puma	Jardine, 1834	zoological
4	3	accepted	species	Puma concolor	(Linnaeus, 1771)	zoological
5	4	synonym	species	Felis concolor	Linnaeus, 1771	zoological
6	4	synonym	species	Panthera concolor	(Linnaeus, 1771)	zoological
7	4	synonym	species	Felis cougar	Kerr, 1792	zoological
8	4	accepted	subspecies	Puma concolor couguar	(Kerr, 1792)	zoological
9	3	provisionally accepted	species	Puma pardoides	(Owen, 1846)	zoological
10	2	accepted	genus	Felis	Linnaeus, 1758	zoological
11	10	accepted	species	Felis catus	Linnaeus, 1758	zoological
12		accepted	kingdom	Plantae		botanical
13	12	accepted	genus	Pumaria	Nobody	botanical
14	13	accepted	species	Pumaria concolor	L.	botanical
`;
const VERNACULAR = `taxonID	name	language
4	Mountain lion	eng
4	Cougar	eng
4	Berglöwe	deu
11	Cat	eng
`;
const OTHER = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
a,,,Animalia,,kingdom,accepted
b,a,,Puma concolor,"(Linnaeus, 1771)",species,accepted
`;

/** The app over the checklists `cats` (the default one) and, if wanted, `other`. */
export async function catApp(
  t: { after(fn: () => unknown): void },
  { withOther = false, checklistKeys = [] as string[] } = {},
): Promise<App> {
  const folder = temporaryFolder(t);
  const cats = join(folder, "cats");
  mkdirSync(cats);
  writeFileSync(join(cats, "NameUsage.tsv"), TAXON);
  writeFileSync(join(cats, "VernacularName.tsv"), VERNACULAR);
  writeFileSync(join(folder, "other.csv"), OTHER);
  const backbones = [`cats=${cats}`, ...(withOther ? [`other=${join(folder, "other.csv")}`] : [])];
  const state = { dataDir: folder, stateDir: join(folder, "state") };
  const service = await openService(
    loadConfig({ backbones, ...state, workers: 1, logLevel: "silent", checklistKeys }, {}),
  );
  t.after(() => service.close());
  const app = await buildApp(service);
  t.after(() => app.close());
  return app;
}
