/**
 * Which words tell that a string is a virus, a placeholder or no name?
 *
 * Most words never do. Those that may are told by their last three letters first, and by their place in the string later
 * (`parts/not-names.ts`).
 */

/** Words for viruses and their kin, whatever stands before them. */
const VIRUS_WORD =
  /(?:virus|viruses|virusoid|viroid|viroids|phage|phages|virophages|bacteriophages?|(?:alpha|beta|gamma|delta)satellites?)$/;
const VIRUS_ENDS: readonly string[] = "rus ses oid ids age ges ite tes cle les".split(" ");

const VIRUS_WHOLE: ReadonlySet<string> = new Set([
  ..."npv gv ictv"
    .split(" ")
    .flatMap((word) => ["", "m", "s", "g", "c", "d"].flatMap((kind) => [kind + word, `${kind}${word}s`])),
  ..."satellite satellites prion prions particle particles vector vectors".split(" "),
]);
const PARTICLE = /[a-z]-particles?$/;

/** Words for a virus that are good epithets, too. */
const EPITHET_TOO = /^(?:vector|prion|virus|particle|satellites?)$/;

/** Names of viruses as the ICTV writes them since 2021: genus and one epithet, or a higher taxon. */
const ICTV_GENUS = /^[A-Z][a-z]+(?:virus|viroid|satellite|viriform|virid)$/;
const ICTV_HIGHER =
  /^(?:Ribo|Adna|Ribozy|Singela|Volvere|Efuna|Floreo|Pleomo|[A-Z][a-z]+dna)viria$|^[A-Z][a-z]+(?:vir(?:iae|ites|ae|ati|icota|icotina|icetes|icetidae|ales|ineae|idae|inae|oidae)|viroid(?:ae|inae)|satellit(?:idae|inae)|viriform(?:idae|inae))$/;

/** Words for organisms of which no more than a group is known. */
const INFORMAL_ORGANISMS =
  "proteobacterium alphaproteobacterium betaproteobacterium gammaproteobacterium deltaproteobacterium " +
  "epsilonproteobacterium zetaproteobacterium cyanobacterium actinobacterium acidobacterium archaeon haloarchaeon " +
  "archaeote crenarchaeote euryarchaeote thaumarchaeote eukaryote prokaryote planctomycete ascomycete basidiomycete " +
  "zygomycete actinomycete myxomycete stramenopile apicomplexan endophyte metagenome organism organisms";

/** Nucleic acids; "mtDNA" and the like begin with small letters. */
const MOLECULES = ["rna", "dna"]
  .flatMap((acid) => ["", "m", "r", "t", "c", "mt", "ds", "ss", "e", "sn", "si", "mi", "cp"].map((kind) => kind + acid))
  .join(" ");

const INFORMAL: ReadonlySet<string> = new Set(INFORMAL_ORGANISMS.split(" "));
const MOLECULE_WORDS: ReadonlySet<string> = new Set(MOLECULES.split(" "));

/** True for "proteobacterium", "archaeon"; the word is given in small letters. */
export function isInformalOrganism(lower: string): boolean {
  return INFORMAL.has(lower);
}

/** True for "RNA", "mtDNA"; the word is given in small letters. */
export function isMolecule(lower: string): boolean {
  return MOLECULE_WORDS.has(lower);
}

/** Words that tell a kind by their place in the string. */
const TELLING_WORDS: ReadonlySet<string> = new Set(
  (
    "sedis incertaesedis unidentified unassigned undetermined uncultured assigned identified determined bacterium " +
    "phytoplasma phytoplasmas symbiont endosymbiont ectosymbiont symbionts endosymbionts plasmid plasmids clade " +
    "tobedeleted delete deleted " +
    INFORMAL_ORGANISMS +
    " " +
    MOLECULES
  ).split(" "),
);

/** Whole words that may tell a kind. */
export const KIND_WORDS: readonly string[] = [...VIRUS_WHOLE, ...TELLING_WORDS];

/** Last three letters of words of any length that may tell a kind. */
export const KIND_ENDS: readonly string[] = VIRUS_ENDS;

/** Last three letters of all words that are looked at more closely, packed into one number each. */
const TRIGGERS: ReadonlySet<number> = new Set(
  [...KIND_ENDS, ...KIND_WORDS].map((word) => word.padStart(3)).map((word) => packThree(word, word.length)),
);

function packThree(text: string, end: number): number {
  const letter = (at: number): number => text.charCodeAt(at) | 0x20;
  return (letter(end - 3) << 16) | (letter(end - 2) << 8) | letter(end - 1);
}

/** True when the three letters before `end` are those of a word that may tell a kind. */
export function endsLikeKind(text: string, end: number): boolean {
  return TRIGGERS.has(packThree(text, end));
}

/** True when a word may make the string a virus, a placeholder or no name. */
export function mayTellKind(word: string): boolean {
  const lower = word.toLowerCase();
  return TELLING_WORDS.has(lower) || isVirusWord(lower);
}

/** True for "virus", "bacteriophage", "NPV"; the word is given in small letters. */
export function isVirusWord(lower: string): boolean {
  return VIRUS_WORD.test(lower) || VIRUS_WHOLE.has(lower) || PARTICLE.test(lower);
}

/** True for words of viruses that are epithets as well: "vector". */
export function isEpithetToo(lower: string): boolean {
  return EPITHET_TOO.test(lower);
}

/** "alphasatellites-Cameroon": the name of a virus with its place. */
export function isHyphenatedVirus(word: string): boolean {
  const hyphen = word.indexOf("-");
  if (hyphen < 3) return false;
  const head = word.slice(0, hyphen).toLowerCase();
  return VIRUS_WORD.test(head) || /^[msg]?npv$/.test(head);
}

/** True for a genus of viruses as the ICTV writes it. */
export function isIctvGenus(word: string): boolean {
  return ICTV_GENUS.test(word);
}

/** True for words that may be ICTV names. */
export function hasVirusPart(word: string): boolean {
  // "…virus", "…viroid", "…satellite", "…viriform", "…viricetes" and so on.
  return word.length > 6 && (word.includes("vir") || word.includes("satellit"));
}

/** Rank of an ICTV name told by its ending; `undefined` when it is none. */
export function ictvRank(word: string): "GENUS" | "FAMILY" | "SUBFAMILY" | "ORDER" | "CLASS" | "HIGHER" | undefined {
  if (!hasVirusPart(word)) return undefined;
  if (ICTV_GENUS.test(word)) return "GENUS";
  if (!ICTV_HIGHER.test(word)) return undefined;
  if (/(?:idae|oidae|viroidae)$/.test(word)) return "FAMILY";
  if (word.endsWith("inae")) return "SUBFAMILY";
  if (word.endsWith("virales")) return "ORDER";
  if (word.endsWith("viricetes")) return "CLASS";
  return "HIGHER";
}
