/**
 * Which Darwin Core term does the name of a column mean?
 *
 * One list for every table that binomen reads: lists to be matched, archives, the page. Spreadsheets write what people
 * say, in their languages, with or without `_`, points, capitals and a prefix such as `dwc:`. Ids and links between rows
 * are the matter of archives and stand there.
 */

/** Terms whose columns are known by several names, and these names, the surest first. */
const SPELLINGS = {
  scientificName:
    "scientificname scientificnamewithauthorship scientificnamewithauthors scientificnamewithauthor fullscientificname " +
    "fullnamewithauthors nameusage verbatimscientificname namestring verbatimname originalname submittedname inputname " +
    "namesubmitted taxonname taxonscientificname nameoftaxon fullname completename " +
    "latinname latinbinomial latin scientific sciname scinames scientificnames scientname sciencename scname scientificnaam " +
    "binomial binomialname binomen binome binominal speciesname speciesbinomial speciesscientificname nameofspecies plantname " +
    "identification identifiedas identifiedname currentidentification currentname determinedas determinedname " +
    "name names taxon taxa taxonnames organism organismname taxonconcept fullspeciesname " +
    "canonicalname canonical simplename scientificnamewithoutauthorship scientificnamecanonical scientificnamewithoutauthors " +
    "wissenschaftlichername lateinischername artname botanischername zoologischername wissname taxonbezeichnung " +
    "nomscientifique nomlatin nomcomplet nombrecientifico nombrelatino nomecientifico nomescientifico nomelatino " +
    "wetenschappelijkenaam vetenskapligtnamn vitenskapelignavn videnskabeligtnavn tieteellinennimi nazwanaukowa " +
    "nazwalacinska latinskynazev latinskenazvy latinskinaziv latinskonamn latinsknavn латинскоеназвание научноеназвание " +
    "学名 拉丁名 拉丁学名 학명",
  canonicalName: "",
  scientificNameAuthorship:
    "scientificnameauthorship authorship taxonauthorship nameauthorship scientificnameauthor scientificnameauthors " +
    "scientificnameauthority authors author nameauthor nameauthors taxonauthor taxonauthors taxonauthority authority " +
    "authorities authorname authornames authorstring authorsname nameauthority speciesauthor speciesauthors speciesauthority " +
    "authoryear authorandyear authoranddate authorityyear sciauthor describer describedby authornamestring " +
    "autor autoren autorschaft auteur auteurs autores autore autori autoria autoridad auktor auktori forfatter auteursnaam " +
    "命名人 命名者",
  taxonRank:
    "taxonrank rank rankname taxonomicrank namerank taxonlevel taxonomiclevel rang taxonrang rango rangotaxonomico " +
    "rangtaxonomique categoriataxonomica",
  verbatimTaxonRank: "verbatimtaxonrank infraspecificmarker rankmarker infraspecificrankmarker verbatimrank",
  genericName: "genericname genusname genericepithet",
  specificEpithet: "specificepithet speciesepithet specepithet epithet epithetspecies artepitheton epithetespecifique",
  infraspecificEpithet:
    "infraspecificepithet infraspecificname infraspecies subspecificepithet infraspecieepithet subspeciesepithet infraepithet " +
    "infraspeciesepithet subspecies subspeciesname subsp ssp variety varietas infraspecific infraspecie sousespece subespecie " +
    "unterart sottospecie ondersoort underart",
  nomenclaturalCode: "nomenclaturalcode nomcode code nomenclaturalcodeid",
  kingdom: "kingdom regnum reich regne reino regno",
  phylum: "phylum phyllum stamm embranchement filo",
  class: "class clazz classis klasse classe clase",
  order: "order ordo taxonorder ordername ordnung ordre orden ordem ordine",
  superfamily: "superfamily superfamilia",
  family: "family familia fam familyname familie famille famiglia familj",
  subfamily: "subfamily subfamilia",
  tribe: "tribe tribus",
  subtribe: "subtribe",
  genus: "genus gen genusgroup gattung genre genero genere slekt",
  subgenus: "subgenus",
  species: "species sp spp art especie espece specie soort",
} as const satisfies Readonly<Record<string, string>>;

/** A term that {@link columnTerm} finds. */
export type ColumnTerm = keyof typeof SPELLINGS;

const TERMS = new Map<string, { term: ColumnTerm; preference: number }>();
for (const [term, words] of Object.entries(SPELLINGS) as [ColumnTerm, string][])
  words
    .split(" ")
    .filter(Boolean)
    .forEach((word, preference) => {
      TERMS.set(word, { term, preference });
    });

/** Names of a term's columns, the surest first, as {@link columnKey} leaves them. */
export function spellingsOf(term: ColumnTerm): readonly string[] {
  return (SPELLINGS[term] ?? "").split(" ").filter(Boolean);
}

/**
 * What of a column's name counts: `"dwc:taxonID"`, `"http://rs.tdwg.org/dwc/terms/taxonID"`, `"Taxon ID"` → `"taxonid"`;
 * `"Taxon author(s)"` → `"taxonauthors"`, `"Género"` → `"genero"`.
 */
export function columnKey(name: string): string {
  if (/^[a-z]+$/.test(name)) return name;
  const own = name
    .trim()
    .replace(/^https?:\/\/.*[/#](?=.)/i, "")
    .replace(/^[a-z][\w-]*:/i, "");
  return own
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toLowerCase();
}

/** The term that a column's name means and how surely, 0 the most; `undefined` when it is not one of names. */
export function columnTerm(name: string): { readonly term: ColumnTerm; readonly preference: number } | undefined {
  return TERMS.get(columnKey(name));
}

/** Darwin Core terms and what others call them that have words of names in them and mean something else. */
const OTHERS =
  /(id|key|code|url|uri|link|count|number|date|year|remarks?|notes?|status|classification|publishedin|accordingto|usage|marker|group|complex|lsid|isaccepted)$|^(matched|accepted|parent|original|higher|vernacular|common|valid|basionym|infragenericepithet|cultivarepithet|type|host|unitname|recordedby|identifiedby)/;

/** Words of names of columns that may have to do with names. */
const KIN = /scientif|sciname|latin|taxon|species|binom|author|epithet|genus|famil|rank/;

/**
 * The term that an unknown column's name resembles: one or two letters amiss (`"scientfic_name"`), or a word of names in
 * it (`"host species"`). For a hint to whoever looks why a column was not used; it is never read as that term.
 */
export function resemblingTerm(name: string): ColumnTerm | undefined {
  const key = columnKey(name);
  if (key.length < 4 || TERMS.has(key) || OTHERS.test(key)) return undefined;
  let best: ColumnTerm | undefined;
  let least = key.length >= 8 ? 3 : 2;
  for (const [word, { term }] of TERMS) {
    if (word.length < 5 || Math.abs(word.length - key.length) >= least) continue;
    const distance = lettersApart(word, key, least);
    if (distance < least) [best, least] = [term, distance];
  }
  if (best !== undefined) return best;
  const kin = KIN.exec(key)?.[0];
  if (kin === undefined) return undefined;
  return kin === "author"
    ? "scientificNameAuthorship"
    : kin === "genus"
      ? "genus"
      : kin === "famil"
        ? "family"
        : kin === "rank"
          ? "taxonRank"
          : kin === "epithet"
            ? "specificEpithet"
            : "scientificName";
}

/** Edits between two words, swaps counted as two; `limit` when there are as many or more. */
function lettersApart(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[b.length]!;
}
