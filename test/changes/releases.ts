/** Two releases of a small checklist, in which every kind of change stands once. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { compileSource } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { temporaryFolder } from "../http/small-service.ts";

const HEADER =
  "taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus";

/** The release as it was. */
export const OLD = `${HEADER}
p,,,Plantae,,kingdom,accepted
a,,,Animalia,,kingdom,accepted
f,p,,Asteraceae,,family,accepted
g,f,,Helianthus,L.,genus,accepted
1,g,,Helianthus annuus,L.,species,accepted
2,,1,Helianthus platycephalus,Cass.,species,synonym
3,g,,Helianthus tuberosus,L.,species,accepted
4,g,,Helianthus mollis,Lam.,species,accepted
c,a,,Felidae,,family,accepted
d,c,,Puma,"Jardine, 1834",genus,accepted
6,d,,Puma concolor,"(Linnaeus, 1771)",species,accepted
7,d,,Puma yagouaroundi,"(Geoffroy, 1803)",species,accepted
8,f,,Oenanthe,L.,genus,accepted
`;

/** The release as it is now. */
export const NEW = `${HEADER}
p,,,Plantae,,kingdom,accepted
a,,,Animalia,,kingdom,accepted
f,p,,Compositae,,family,accepted
g,f,,Helianthus,L.,genus,accepted
1,g,,Helianthus annuus,L.,species,accepted
2,g,,Helianthus platycephalus,Cass.,species,accepted
4,g,,Helianthus mollis,Lam.,species,accepted
c,a,,Felidae,,family,accepted
d,c,,Puma,"Jardine, 1834",genus,accepted
6,,9,Puma concolor,"(Linnaeus, 1771)",species,synonym
9,c,,Felis concolor,"Linnaeus, 1771",species,accepted
7,d,,Puma yagouaroundi,"(Geoffroy, 1803)",species,provisionally accepted
10,c,,Oenanthe,"Vieillot, 1816",genus,accepted
11,d,,Puma <b>nova</b>,,species,accepted
`;

/** Both releases as images. */
export async function bothReleases(t: TestContext): Promise<[ImageReader, ImageReader]> {
  const folder = temporaryFolder(t);
  const images: ImageReader[] = [];
  for (const [name, text] of [
    ["old", OLD],
    ["new", NEW],
  ] as const) {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, text);
    images.push(new ImageReader(await compileSource(path, { checklistKey: name, threads: 1 })));
  }
  return images as [ImageReader, ImageReader];
}
