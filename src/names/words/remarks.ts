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
    "polyp medusa megalopa zoea nauplius copepodit copepodite copepodites copepodid veliger trochophore",
);

/** Behind a name: what follows is who determined or collected it, or where it is kept. */
export const DETERMINATION_WORDS = words(
  "det deter determ determined determinavit leg legit coll collected collector vid vidit rev revid test ded dedit conf confirm confirmed ident identified",
);

/** Before a name: what kind of thing bears it, or how sure one is. */
export const LEAD_INS = words(
  "holotype isotype paratype syntype lectotype neotype isolectotype paralectotype allotype epitype type types topotype typus " +
    "of the for as a an on from prob probably probable possibly possible perhaps maybe likely presumably ca name names species taxon taxa " +
    "genus det determined identified identification scientific latin plant animal host hosts on cfr cf aff nr near sp syn synonym candidatus " +
    "see called nomen accepted valid current",
);

/** Values of a field that say that there is nothing in it. */
export const NOTHING = words(
  "unknown unk none na nan null nil nd anon anonymous anonym missing empty unspecified undefined unavailable sine not-available",
);

/** Names that checklists give to what they could not place. As answers they would say nothing. */
export const PLACEHOLDER_NAMES = words(
  "unknown unplaced unassigned unidentified undetermined unclassified unnamed unspecified fungus fungi-incertae " +
    "incertae sedis incertaesedis indet none null missing other others various placeholder dummy",
);
