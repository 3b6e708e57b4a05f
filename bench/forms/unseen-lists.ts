/**
 * A second set of forms thought up before any rule was made for them, after the first set had become known: what tools in
 * the field, red lists, laws, fisheries, pharmacies, nurseries and labels write. Nothing may be mended for one of them alone.
 */
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

export const FIELD_TOOLS: readonly Form[] = [
  ...forms("field tools", "species", "same", {
    "…;sciuridae;sciurus;vulgaris;red squirrel": ({ genus, epithet, above }, { random }) => {
      const ranks = [above["class"], above["order"], above["family"], genus, epithet];
      const label = ranks.map((name) => (name ?? "").toLowerCase()).join(";");
      return random.pick([
        `5c7ce479-8a45-40b3-ae21-7c97dfae22f5;${label};red squirrel`,
        `${label};red squirrel`,
        `${label};`,
      ]);
    },
    "Sciurus vulgaris 0.973": ({ name }, { random }) =>
      random.pick([
        `${name} 0.973`,
        `${name} (98%)`,
        `${name}: 0.98`,
        `98.7% ${name}`,
        `${name} 98,7 %`,
        `${name} [0.91]`,
      ]),
    "Turdus merula_Common Blackbird": ({ name }, { random }) =>
      `${name}_${random.pick(["Common Blackbird", "Amsel", "Merle noir", "Bird"])}`,
    "Sciurus_vulgaris_01.jpg": ({ name }, { random }) =>
      random.pick([
        `${name.replace(" ", "_")}.jpg`,
        `${name} (1).JPG`,
        `IMG_1234 ${name}.jpg`,
        `${name.replace(" ", "_")}_2019-05-03.png`,
        `${name.replace(" ", "-")}-01.jpeg`,
        `${name}.csv`,
      ]),
    "Setophaga coronata (Myrtle)": ({ name }, { random }) =>
      `${name} ${random.pick(["(Myrtle)", "(Northern)", "(Feral Pigeon)", "(Domestic type)", "(Gray-headed)", "(Siberian)"])}`,
    "Species Quercus robur": (s, { random }) =>
      `${random.pick(["Species ", "SPECIES: ", "sp.: ", "Species name: ", "Best guess: ", "Observation of ", "Photo of "])}${s.name}`,
    "Quercus robur 12.05.1999": ({ name }, { random }) =>
      `${name}${random.pick([" 12.05.1999", ", 12 May 1999", " (1999-05-12)", " 12.V.1999", " 5/12/99", " May 1999"])}`,
    "Quercus robur seedlings": ({ name }, { random }) =>
      random.pick([
        `${name} seedlings`,
        `${name} pupae`,
        `${name} nauplii`,
        `${name} (ovigerous)`,
        `${name} L3`,
        `${name} exuviae`,
        `${name} (roadkill)`,
        `${name} tracks`,
        `${name} nest`,
        `${name} eggs`,
      ]),
    "scat of Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["scat of ", "Tracks of ", "nest of ", "skull of ", "dead ", "Eggs of ", "juvenile ", "Adult ", "larva of "])}${name}`,
  }),
  ...forms("field tools", "species", "qualified", {
    "Complex Quercus robur": ({ name }, { random }) =>
      random.pick([
        `Complex ${name}`,
        `Species complex ${name}`,
        `${name} sp. complex`,
        `${name} group`,
        `${name}-Gruppe`,
      ]),
  }),
  ...forms("field tools", "species", "common", {
    "Abies sp. (alba/nigra)": (sample, { sampler, random }) => {
      const other = sampler.partner(sample, "genus");
      if (other === undefined) return undefined;
      const scientificName = random.pick([
        `${sample.genus} sp. (${sample.epithet}/${other.epithet})`,
        `${sample.name} or ${other.epithet}`,
        `${sample.name} vs ${other.epithet}`,
        `${sample.name} oder ${other.name}`,
      ]);
      return { query: { scientificName }, other };
    },
  }),
];

export const LAW: readonly Form[] = [
  ...forms("red lists and laws", "species", "same", {
    "Sciurus vulgaris LC ver 3.1": (s, { random }) =>
      `${whole(s)} ${random.pick(["LC ver 3.1", "(CR B1ab(iii))", "- VU A2cd", "[EN]", "NT", "(LC)", "VU D2 ver 2.3", "(DD)"])}`,
    "EN: Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["EN: ", "VU ", "CR - ", "LC | ", "[NT] ", "(DD) ", "Cat. 2 "])}${name}`,
    "Quercus robur #4": (s, { random }) =>
      `${s.name} ${random.pick(["#4", "(I)", "(II)", "1/", "=451", "#15 (II)", "+219", "(III Nepal)"])}`,
    "App. II Quercus robur": ({ name }, { random }) =>
      `${random.pick(["App. II ", "Appendix I: ", "II/A ", "Annex IV ", "Annex II, ", "Schedule 1: "])}${name}`,
    "A229 Alcedo atthis": ({ name }, { random }) =>
      `${random.pick(["A229 ", "1234 ", "* ", "1234* ", "6199 * ", "R1234: "])}${name}`,
    "Quercus robur (Black Sea population)": ({ name }, { random }) =>
      `${name} ${random.pick(["(Black Sea population)", "(all populations)", "- Mediterranean subpopulation", "(populations of Spain)", "(except Finnish populations)", "(Western stock)"])}`,
    "Quercus robur L. (incl. subsp. nigra)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(incl. subsp. nigra)", "(including Xylaria polata)", "(excl. var. minor)", "incl. var. minor", "[incl. subsp. alba]", "(including all subspecies)"])}`,
    "Quercus robur L. (accepted)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(accepted)", "[accepted]", "(valid)", "- valid", "(synonym)", "[unresolved]", "(accepted name)", "✓"])}`,
    "Accepted name: Quercus robur L.": (s, { random }) =>
      `${random.pick(["Accepted name: ", "accepted: ", "Valid name: ", "syn. ", "Synonym: ", "= ", "≡ ", "currently "])}${whole(s)}`,
    "Quercus robur (endemic)": ({ name }, { random }) =>
      `${name} ${random.pick(["(endemic)", "(introduced)", "[naturalised]", "(alien)", "(invasive)", "(native)", "[N]", "(E)", "Ⓔ"])}`,
  }),
  ...forms("red lists and laws", "species", "genus", {
    "Quercus spp. (except …)": ({ genus }, { random }) =>
      `${genus} ${random.pick(["spp. (except the species in Appendix I)", "spp. #4", "spp.*", "(all species)", "(all spp.)", "spp. [I/II]", "spp. (II)"])}`,
  }),
];

export const TRADE: readonly Form[] = [
  ...forms("fisheries and trade", "species", "same", {
    "COD Gadus morhua": (s, { random }) =>
      random.pick([`COD ${s.name}`, `${s.name} COD`, `1480400202 COD ${s.name}`, `${s.name} (COD)`, `${s.name} [COD]`]),
    "GADUS MORHUA (COD)": ({ name }, { random }) => `${name.toUpperCase()} ${random.pick(["(COD)", "- COD", "[COD]"])}`,
    "Gadus morhua, frozen": ({ name }, { random }) =>
      random.pick([
        `${name}, frozen`,
        `Frozen ${name}`,
        `${name} (fillets)`,
        `fresh ${name}`,
        `${name} - farmed`,
        `live ${name}`,
        `${name} (wild)`,
        `${name}, dried`,
      ]),
    "Gadus morhua 12.5 kg": ({ name }, { random }) =>
      `${name} ${random.pick(["12.5 kg", "(n=12)", "TL 45 cm", "SL=34mm", "(12 ind.)", "45 g", "n = 3", "[12 inds]"])}`,
    "Quercus robur 60-80 2xtr": ({ name }, { random }) =>
      `${name} ${random.pick(["60-80 2xtr", "x10 plugs", "Tray 104", "Sol 150+", "bare root", "RB 40/60", "CG 2.5L", "(S)"])}`,
    "Quercus robur syn. Xylaria polata": (s, { random }) =>
      `${s.name} ${random.pick(["syn. Xylaria polata", "(syn. X. polata)", "(syn: Xylaria polata)", "[syn. Xylaria polata Mill.]", "(= X. polata)", "= Xylaria polata"])}`,
  }),
  ...forms("fisheries and trade", "species", "qualified", {
    "Quercus robur cultivar Fastigiata": ({ name }, { random }) =>
      `${name} ${random.pick(["cultivar Fastigiata", "cult. 'Fastigiata'", "selection 'Fastigiata'", "var. 'Fastigiata'", "´Fastigiata´", "`Fastigiata'", "'Fastigiata Koster'", "ʻFastigiataʼ"])}`,
  }),
  ...forms("fisheries and trade", "species", "genus", {
    "Gadus nei": ({ genus }, { random }) =>
      random.pick([
        `${genus} nei`,
        `${genus} spp nei`,
        `${genus} n.e.i.`,
        `${genus} not identified`,
        `other ${genus}`,
        `${genus} (various)`,
        `${genus} assorted`,
        `mixed ${genus} spp.`,
      ]),
  }),
];

export const MEDICINE: readonly Form[] = [
  ...forms("medicine", "species", "same", {
    "Quercus robur L. (cortex)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(cortex)", "cortex", "radix", "- folium", "(root, leaf)", "[bark]", "(rhizoma)", "flos"])}`,
    "Quercus robur leaf extract": ({ name }, { random }) =>
      `${name} ${random.pick(["leaf extract", "extract", "seed oil", "(Bark) Extract", "- dried bark", "essential oil", "root powder", "fruit juice"])}`,
    "QUERCUS ROBUR (OAK) BARK EXTRACT": ({ name }, { random }) =>
      `${name.toUpperCase()} ${random.pick(["(OAK) BARK EXTRACT", "BARK EXTRACT", "SEED OIL", "LEAF POWDER", "(OAK) SEED"])}`,
    "Quercus robur D6": ({ name }, { random }) =>
      `${name} ${random.pick(["D6", "30C", "C30", "Ø", "TM", "Urtinktur", "D 12"])}`,
    "Quercus robur L. | Fagaceae | bark": (s, { random }) =>
      `${whole(s)} ${random.pick([`| ${s.above["family"] ?? "Fagaceae"} | bark`, `– roble – corteza`, `; ${s.above["family"] ?? "Fagaceae"}; leaves`, `/ oak / bark`, `(${s.above["family"] ?? "Fagaceae"}), bark`])}`,
    "Cortex Quercus robur": ({ name }, { random }) =>
      `${random.pick(["Extract of ", "Oil of ", "Leaves of ", "Rx: ", "dried ", "Seeds of ", "Folium: "])}${name}`,
  }),
];

export const LABELS: readonly Form[] = [
  ...forms("labels", "species", "same", {
    "Isotypus: Quercus robur L.": (s, { random }) =>
      `${random.pick(["Isotypus: ", "Typus: ", "TYPE ", "Holotype! ", "HOLOTYPUS ", "Type specimen of ", "Lectotypus – "])}${whole(s)}`,
    "det. Quercus robur L., Müller 1999": (s, { random }) =>
      random.pick([
        `det. ${whole(s)}, Müller 1999`,
        `Rev.: ${whole(s)}`,
        `ID: ${s.name}`,
        `Det.: ${s.name} / Kim`,
        `Revised to ${s.name}`,
        `redet. as ${s.name}`,
      ]),
    "Exs. 123. Quercus robur": ({ name }, { random }) =>
      `${random.pick(["Exs. 123. ", "Plantae Exsiccatae No. 12: ", "Nº 12 ", "1.2.3 ", "12.a. ", "II.3.a ", "A-12 | ", "Sp. no. 4: "])}${name}`,
    "Quercus robur L. (conf. Smith 2001)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(conf. Smith 2001)", "conf. Smith", "confirmed", "[vid. Kim]", "(!) Müller", "rev. Ito 2004", "vid. Smith"])}`,
    "Puccinia graminis on Berberis": ({ name }, { random }) =>
      `${name} ${random.pick(["on Berberis", "on Berberis vulgaris", "ex Berberis vulgaris", "(host: Vicia faba)", "in Apis mellifera", "(on Quercus)", "from Salix"])}`,
    "Quercus robur Quercus robur L.": (s, { random }) =>
      random.pick([
        `${s.name} ${whole(s)}`,
        `${s.name} = ${whole(s)}`,
        `${s.name} (${s.name})`,
        `${whole(s)} / ${s.name}`,
      ]),
    "Q[uercus] robur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus[0]}[${genus.slice(1)}] ${epithet}`,
        `${genus[0]}(${genus.slice(1)}) ${epithet}`,
        `[${genus}] ${epithet}`,
        `${genus} [${epithet}]`,
        `${genus} {${epithet}}`,
      ]),
    "Robur, Quercus": ({ genus, epithet }, { random }) =>
      random.pick([
        `${capital(epithet)}, ${genus}`,
        `${epithet}; ${genus}`,
        `${epithet}, ${genus}.`,
        `${epithet} [${genus}]`,
      ]),
    "Quercus robur [K000123456]": ({ name }, { random }) =>
      `${name} ${random.pick(["[K000123456]", "(BKF 12345)", "barcode P00123456", "(NHMUK:ecatalogue:123)", "ZMB 12345", "USNM-123456", "(coll. 1234)"])}`,
    "Quercus robur urn:lsid:…": ({ name }, { random }) =>
      random.pick([
        `${name} (TSN 19405)`,
        `${name} urn:lsid:ipni.org:names:295763-1`,
        `${name} AphiaID 1234`,
        `${name} [GBIF 2878688]`,
        `wfo-0000292858 ${name}`,
        `Q165145 ${name}`,
        `IPNI 12-1 ${name}`,
      ]),
    "Quercus robur L., non Mill.": (s) => (s.author === "" ? undefined : `${whole(s)}, non Abercrombie`),
    "Quercus robur etc.": ({ name }, { random }) =>
      `${name} ${random.pick(["etc.", "u.a.", "et al.", "and others", "y otros", "& c.", "(pars)"])}`,
  }),
];
