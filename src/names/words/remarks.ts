/**
 * Which words around a name tell of a specimen, a determination or a list, and not which name it is?
 *
 * Source: labels and lists in public occurrence records; Darwin Core's vocabularies of life stage and sex.
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Behind a name: life stage, sex, state. A name of the checklist that ends in such a word comes first. */
export const REMARKS = words(
  "juv juvs juvenile juveniles juvenil juvenis larva larvae larval larve ad adult adults adulte imago imagines male males female females " +
    "mâle femelle macho hembra egg eggs ova nymph nymphs nymphe pupa pupae puparium seedling seedlings sapling dead alive sterile " +
    "fertile flowering fruiting cult cultiv cultivated planted wild escaped naturalised naturalized introduced immature immatures subadult subad exuvia " +
    "exuviae shell shells skeleton skull fossil feral captive captivity worker workers queen queens soldier cyst cysts " +
    "fruit fruits fruiting flower flowers flowered veg vegetative vidi sic " +
    "cultivado cultivada cultivé cultivée kultiviert angepflanzt exótica exótico larven weibchen männchen hembras machos " +
    "variegated evergreen potted seeds " +
    "tracks track nest nests scat scats roadkill carcass feathers feather hatchlings hatchling fry fingerlings spawn sprouts ovigerous nauplii zoeae pupal larval " +
    "extract extracts oil bark cortex radix folium flos flores fructus rhizoma rhizome root roots leaf leaves stem stems seed wood resin powder tincture juice essential tuber " +
    "confirmed identified determined verified collected frozen fresh dried smoked salted live fillet fillets farmed bare rootball plug plugs incl including excl excluding except etc " +
    "faeces feces droppings dropping footprint footprints heard edna dna hair hairs bone bones teeth tooth wing wings pellet pellets " +
    "tree trees stand forest shrub shrubs bush hedge plant plants individual individuals population colony " +
    "nei ovos huevos œufs eier uova subespontânea subespontâneo subespontánea subespontáneo subspontané subspontanée " +
    "copy duplicate dup version draft old new " +
    "paratype paratypes syntype syntypes isotype isotypes lectotype lectotypes paralectotype paralectotypes holotype holotypes copulating pairing " +
    "topotype topotypes topotypus cotype cotypes cotypus syntypus allotypus paratypus paralectotypus typus holotypus lectotypus neotypus isotypus lapsus " +
    "yes present absent pkt muerto muerta cadavre cadáver cadaver plântula plântulas plántula plántulas " +
    "singend rufend überfliegend totfund lebend jungtier jungvogel ruhend chantant chanteur semis belegfoto " +
    "damaged broken fragment fragments pair pairs flock flocks several numerous dominant codominant accepted valid unresolved " +
    "territorial courting displaying mating moulting migrating resting hunting non-breeding nonbreeding " +
    "cocoon cocoons elytra elytron singing calling flying flight foraging basking swimming nesting roosting breeding nestling nestlings chick chicks " +
    "calf calves cub cubs pup pups yearling yearlings tadpole tadpoles caterpillar caterpillars maggot maggots grub grubs drone drones " +
    "alien endemic native neophyte archaeophyte nonnative invasive exotic casual established naturalizada naturalizado endémica " +
    "endémico einheimisch heimisch verwildert gepflanzt indigène spontané planté exotique introduit introduite introducida introducido " +
    "neotype allotype allotypes isolectotype isosyntype isoneotype epitype clonotype hapantotype paratopotype metatype plesiotype hypotype " +
    "author authors skulls antler antlers horn horns claw claws beak pelt hide skin skins tissue blood muscle liver sperm " +
    "burrow burrows den web webs shed sloughed moult molt husk husks pod pods cone cones acorn acorns twig twigs branch branches needle needles bud buds " +
    "blossom blossoms bulb bulbs corm corms spore spores mycelium culture pollen trunk stump log sprig cutting cuttings " +
    "blühend fruchtend abgestorben fleurs fleuri flor frutos mort morte vivant vivante tot abundante común commun rare frequent common abundant occasional scarce " +
    "gefunden gesehen gehört fotografiert observé observée vu vue visto vista avistado grabado " +
    "sketch drawing illustration picture pictures image images video audio recording sonogram photograph photographs snapshot thumbnail thumb final crop cropped edited scan scanned " +
    "polyp medusa megalopa zoea nauplius copepodit copepodite copepodites copepodid veliger trochophore",
);

/** Behind a name: what follows is who determined or collected it, or where it is kept. */
export const DETERMINATION_WORDS = words(
  "dtm ipse det deter determ determined determinavit leg legit coll collected collector vid vidit rev revid test ded dedit conf confirm confirmed ident identified " +
    "author auteur autor teste fide per verif verified verificado verificada bestimmt herbarium id rec recorded photo photographed",
);

/** Behind a name: what follows is the number of a specimen or a culture, or the piece of it that was read. */
export const SEQUENCE_WORDS = words(
  "isolate isolates voucher specimen specimens clone clones haplotype haplogroup sample barcode accession breed ecotype " +
    "plot quadrat transect station strain culture barcoded mtdna cpdna nrdna rdna edna " +
    "gene genes genome genomic protein mitochondrion mitochondrial chloroplast plastid plastome chromosome chromosomes scaffold contig " +
    "plasmid microsatellite ribosomal rrna mrna cdna dna cds partial internal external transcribed cytochrome its its1 its2 coi cox1 co1 cytb " +
    "aphia aphiaid tsn itis ipni eol gbif ncbi mycobank wfo taxon camera " +
    "rbcl matk trnl ssu lsu whole complete taxid txid",
);

/** Before a name: what kind of thing bears it, or how sure one is. */
export const LEAD_INS = words(
  "holotype isotype paratype syntype lectotype neotype isolectotype paralectotype allotype epitype type types topotype typus " +
    "of the for as a an on from prob probably probable possibly possible perhaps maybe likely presumably ca name names species taxon taxa " +
    "genus det determined identified identification scientific latin plant animal host hosts on cfr cf aff nr near sp syn synonym candidatus " +
    "see called nomen accepted valid current",
);

/** Before a name or behind it: that it is not sure. */
export const DOUBTS = words(
  "prob probably probable possibly possible poss perhaps maybe likely presumably apparently uncertain posible posiblemente " +
    "probable probablemente provavelmente possivelmente talvez vermutlich wahrscheinlich wahrsch vielleicht evtl peut-être " +
    "quizás quizá acaso peutêtre sûrement wohl ob eventuell evtl fraglich unsicher zweifelhaft fortasse forsan forsitan " +
    "verisimiliter dubie douteux douteuse dudoso dudosa duvidoso duvidosa incierto incierta dubbio dubbia " +
    "предположительно вероятно возможно 疑似 可能 疑 " +
    "probablement forse waarschijnlijk mogelijk tbc prov provisional provisionally tentative tentatively",
);

/** Before a name: it is that of a host, a habitat, another organism, or just not meant. */
export const RELATIONS = words(
  "on ex in from sub upon over under above along around off near between among beneath with without non not nec sensu and or versus vs against like " +
    "sur sous avec dans auf unter bei mit aus sobre con en sin bajo sob em de op met " +
    "host hosts parasite parasites parasitic endoparasite ectoparasite symbiont endosymbiont epibiont phage virus viroid bacterium bacteria " +
    "gall galls mine mines feeding associated near formerly replaces replacing synonym synonyms syn aff nr",
);

/** Before a number: where the name stands in a collection or a work. */
export const PLACE_WORDS = words(
  "cat catalogue no nr nos num coll acc reg fig figs figure figures plate plates pl tab table taf abb lot box ca c about id inv ref seq",
);

/** Values of a field that say that there is nothing in it. */
export const NOTHING = words(
  "unknown unk none na nan null nil nd anon anonymous anonym missing empty unspecified undefined unavailable sine not-available",
);

/** True for a word that is said of what was found, never of its name. */
export function isRemarkWord(word: string): boolean {
  return REMARKS.has(word) || DETERMINATION_WORDS.has(word) || SEQUENCE_WORDS.has(word) || NOTHING.has(word);
}

/** Lengths of all such words, a bit each, by their last two letters: hardly any epithet needs to be cut out and looked for. */
const LENGTHS_BY_END = new Uint32Array(1 << 10);
for (const list of [REMARKS, DETERMINATION_WORDS, SEQUENCE_WORDS, NOTHING, DOUBTS, ["misapplied", "an", "forte"]])
  for (const word of list) LENGTHS_BY_END[packedEnd(word, word.length)]! |= 1 << (word.length & 31);

function packedEnd(text: string, end: number): number {
  return ((text.charCodeAt(end - 2) & 31) << 5) | (text.charCodeAt(end - 1) & 31);
}

function mayBeRemarkWord(text: string, start: number, end: number): boolean {
  return ((LENGTHS_BY_END[packedEnd(text, end)]! >>> ((end - start) & 31)) & 1) === 1;
}

/** True when the last of some words is said of what was found, or when it or the second says that the name is not sure. */
export function holdsRemarkWord(text: string): boolean {
  const end = text.lastIndexOf(" ");
  if (end < 0 || mayBeRemarkWord(text, end + 1, text.length)) {
    const last = text.slice(end + 1);
    if (isRemarkWord(last) || DOUBTS.has(last) || last === "misapplied") return true;
  }
  const first = text.indexOf(" ");
  if (first >= end) return false;
  const second = text.indexOf(" ", first + 1);
  return mayBeRemarkWord(text, first + 1, second) && isDoubtWithin(text.slice(first + 1, second));
}

/** True for a word between genus and epithet that says that the name is not sure: "Quercus an robur". */
export function isDoubtWithin(word: string): boolean {
  return DOUBTS.has(word) || word === "an" || word === "forte";
}

/** Names that checklists give to what they could not place. As answers they would say nothing. */
export const PLACEHOLDER_NAMES = words(
  "unknown unplaced unassigned unidentified undetermined unclassified unnamed unspecified fungus fungi-incertae " +
    "incertae sedis incertaesedis indet none null missing other others various placeholder dummy",
);
