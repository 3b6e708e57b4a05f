/** Which nomenclatural code is meant by this word? */
import type { NomenclaturalCode } from "./nomenclatural-code.ts";
import { spellingKey, spellingTable } from "./spelling.ts";

const TABLE = spellingTable<NomenclaturalCode>({
  ZOOLOGICAL:
    "iczn zoologicalcode internationalcodeofzoologicalnomenclature zoology zoocode zool zoo zn zc animal animals animalia " +
    "metazoa codezoological zoologique zoologico zoologisch",
  BOTANICAL:
    "icn icbn icnafp icnapf botanicalcode botany bot plant plants plantae viridiplantae fungi fungus algae mycological " +
    "internationalcodeofbotanicalnomenclature internationalcodeofnomenclatureforalgaefungiandplants " +
    "internationalcodeofnomenclatureforalgaefungiplants berlincode leningradcode madridcode melbournecode shenzhencode " +
    "stlouiscode sydneycode tokyocode viennacode codebotanical botanique botanico botanisch",
  BACTERIAL:
    "icnp icnb bc bacteriological bacteriologicalcode bacterialcode bacteria bact prokaryotes prokaryotic prokaryotecode archaea seqcode " +
    "internationalcodeofnomenclatureofbacteria internationalcodeofnomenclatureofprokaryotes codebacteriological codebacterial",
  VIRUS: "ictv icvcn viral viruses vir vc virology internationalcodeofvirusclassificationandnomenclature codevirus",
  CULTIVARS:
    "icncp cultivar cultivated cultivatedplants cultivatedplantcode cpc " +
    "internationalcodeofnomenclatureforcultivatedplants",
  PHYTOSOCIOLOGICAL:
    "icpn phyto vegetation phytosociology phytosociologicalcode internationalcodeofphytosociologicalnomenclature",
});

/** Code meant by a written term: `"ICZN"`, `"zoological"` and `"animals"` → `"ZOOLOGICAL"`. `undefined` when unknown. */
export function parseCode(text: string | undefined): NomenclaturalCode | undefined {
  return text ? TABLE.get(spellingKey(text)) : undefined;
}
