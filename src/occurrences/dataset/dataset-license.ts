/** Which of GBIF's three licences does the metadata of a dataset name? */
import { loadDictionaries } from "../dictionaries/dictionaries.ts";

/** CC0_1_0, CC_BY_4_0 or CC_BY_NC_4_0; `undefined` for none and any other. */
export function licenseOfDataset(text: string | undefined, ownDictionaries?: string): string | undefined {
  if (text === undefined) return undefined;
  const { license } = loadDictionaries(ownDictionaries);
  const link = /(?:https?:\/\/)?(?:www\.)?creativecommons\.org\/[\w./-]*\w/i.exec(text)?.[0];
  const found = license.lookup(text) ?? (link === undefined ? undefined : license.lookup(link));
  return found === undefined || found === "UNSUPPORTED" ? undefined : found;
}
