/**
 * Which words begin or betray what is no name: prose, habitats, common names, words for "unknown" in many languages?
 *
 * None of them is a genus of the bundled backbone (a test looks). Source: own reading of labels and lists.
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Common words that authors are called, too: "phascum patens gray". */
export const SURNAMES_TOO = words(
  "the an red blue green black white brown grey gray golden silver great little small big long short wild common mixed wood stone " +
    "forest lake garden fox house fish bird root ground dwarf male rocks field deer shark duck robin grass leaf hill",
);

/** Small words of a sentence: behind a name they begin a remark. */
export const FUNCTION_WORDS = words(
  "is was were are be been being has have had his its that these those which when where who whose what there here then " +
    "than but because very only also each such many most more few between among under during before into onto upon off " +
    "if it they he she we you our their found growing collected seen sampled observed deposited located known",
);

/** Verbs and their kin: right behind the first word they make the string a sentence. */
export const SENTENCE_WORDS = words("is was were are be been has have had by that which will can may must should does");

/** Words for "not known", "not one", "to be named later" that begin no name. */
export const UNKNOWN_WORDS = words(
  "not none unnamed unamed unidentified unidentifiable unident unassigned unaccepted uncultured unknown undetermined " +
    "undescribed unclassified unspecified undefined unplaced unallocated unsorted unlisted indeterminate indeterminable " +
    "indeterminada indeterminado indetermine indéterminé indéterminée incertaesedis undet indet missing dummy temp " +
    "placeholder nothing noname nil tbd tba tbc desconocido desconocida desconhecido desconhecida inconnu inconnue " +
    "unbekannt unbestimmt onbekend okänd ukendt ukjent tobedeleted",
);

/** Words that stand for an unknown name when nothing but open nomenclature follows them. */
export const VAGUE_WORDS = words(
  "null none various several mixed misc miscellaneous nomen sterile other others multiple assorted some any all na nd no new possible " +
    "genus species family order class phylum subfamily tribe gen fam sp spp ord subfam taxon taxa sin nicht non não nao",
);

/** What may follow a vague word: "Genus sp. 1", "various species", "não identificada". */
export const VAGUE_COMPANIONS = words(
  "sp spp spec species gen genus genera fam family et indet nov n taxa taxon identified determined data id name names " +
    "identificado identificada identificar identifié determinado determinada bestimmt bekannt undet unknown and nudum dubium nescio inquirenda mycelium mycelia hyphae fungus fungi sequences",
);

/** First words of common names, habitats and remarks. */
export const COMMON_WORDS = words(
  "the a an that these those from with without near found collected environmental growing seen observed label specimen specimens " +
    "sample samples collection illegible see comments notes test delete deleted " +
    "red blue green black white yellow brown grey gray orange purple golden silver great greater lesser little small large " +
    "big giant dwarf long short common european african asian american australian northern southern eastern western wild " +
    "domestic domesticated feral cultivated dead live living juvenile adult male female mixed bare open wet dry deep " +
    "shallow marine freshwater terrestrial aquatic tropical deciduous evergreen " +
    "soil water waters sediment sand mud gravel stone rocks wood bark leaf leaves root roots litter ground debris " +
    "grass grasses mosses lichens birds bird insect insects fish fishes beetle beetles worm worms polychaete polychaetes " +
    "nematode diatom diatoms seaweed seaweeds shrimp shrimps crabs snail snails clam clams mussel mussels " +
    "starfish corals sponges tree trees shrub shrubs herbs plant plants animal animals mushrooms yeast mold eggs larvae " +
    "egg larva nest bones shells oak oaks pine fox deer seal sparrow robin house eagle shark whale dog cat horse cow sheep " +
    "goat pig duck goose forest meadow river lake sea beach garden roadside vegetation biofilm rhizosphere compost sewage",
);

/** With a capital: words that begin a sentence, and are no names of people before a small word. */
export const SENTENCE_STARTS = words(
  "This These Those It Its The There Here Also Found See When While Although Native Known",
);
