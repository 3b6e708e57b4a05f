/**
 * Which words belong to authorship?
 *
 * Particles of surnames in many languages, words that join authors, suffixes of generations, and words that stand for
 * an unknown author. Source: own knowledge of citations in all codes.
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Lower-case words inside surnames: "van der Hammen", "Bory de St. Vincent". */
export const PARTICLES = words(
  "a ab abu af al am an ar at auf aus av ben bin bey d da dal dalla dall das de deca degli dei del dela della delle " +
    "dello den der des dem di do dos du e el en ex-el het i ibn im in't la las le les li lo los mac na o op op't oude s " +
    "sa san santa st st'a sz t te ten ter ther thor to tot u und't v vander van vande vanden vander vd ver vom von vor y " +
    "z zu zum zur 't dell delà delos af st'",
);

/** Particles that also begin a surname with a capital: "Van Heurck". They do not end an author. */
export const JOINING_AUTHORS = words("et and und y e og och i con");

/** Suffixes after a surname, normalised. */
export const SUFFIXES: ReadonlyMap<string, string> = new Map([
  ["f", "f."],
  ["fil", "fil."],
  ["filius", "filius"],
  ["fils", "fils"],
  ["bis", "bis"],
  ["ter", "ter"],
  ["jr", "Jr."],
  ["junior", "junior"],
  ["jun", "jun."],
  ["sr", "Sr."],
  ["senior", "senior"],
  ["sen", "sen."],
  ["père", "père"],
  ["pater", "pater"],
]);

/** Roman numbers of generations. */
export const GENERATIONS = words("II III IV Ii Iii Iv");

/** Words for authors nobody knows. */
export const UNKNOWN_AUTHORS: ReadonlyMap<string, string> = new Map([
  ["anon", "anon."],
  ["anonymous", "anon."],
  ["hort", "hort."],
  ["ht", "hort."],
  ["horti", "hort."],
  ["hortus", "hort."],
  ["hortul", "hort."],
  ["hortulan", "hort."],
  ["hortulanorum", "hort."],
]);

const NO_SURNAME: ReadonlySet<string> = new Set();

/**
 * Surnames that follow a rare particle. "da", "dos", "du", "thor", "ab" are epithets of animals as well ("Sympycnus du
 * Curran, 1929"): before another surname and a year they are taken for one. Particles without surnames begin no authorship
 * in a backbone of 2.7 million names.
 */
export const SURNAMES_AFTER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "da",
    words("Motta Costa Silva Fonseca Cunha Gama Rocha Rosa Luz Veiga Ponte Graça Conceição Nóbrega Cruz Mata Paz"),
  ],
  ["do", words("Amaral Rego Nascimento Carmo Vale Valle Couto Monte")],
  ["dos", words("Santos Reis Anjos Passos Remédios Prazeres Ramos Campos")],
  [
    "du",
    words("Bus Bois Buysson Pont Plessis Toit Preez Rietz Roi Chaillu Tour Val Mortier Vaucel Cane Petit Moulin Brony"),
  ],
  ["den", words("Hartog Dooren Hollander Besten Ouden Heyer Heijer Tex Nijs Held Hoed Bakker Boer Dulk")],
  ["ten", words("Hove Cate Broek Brink Kate Oever")],
  ["zu", words("Wied Solms Eulenburg Castell Dohna")],
  ["am", words("Ende Stein")],
  ["ab", NO_SURNAME],
  ["thor", NO_SURNAME],
  ["santa", NO_SURNAME],
  ["san", words("Martin Martín Miguel Román Juan")],
  ["des", words("Murs Loges Gozis Moulins Cottes Abbayes Vaux Desbrochers Barres")],
  [
    "la",
    words(
      "Croix Llave Torre Vega Fuente Cruz Greca Sota Peyrouse Rivers Porta Pylaie Varde Salle Motte Massese Baume Caille " +
        "Pierre Marck Roche Billardière Gasca",
    ),
  ],
]);

const NOT_DUTCH =
  /[^a-zA-Z\u00e8\u00e9\u00eb\u00ef-]|(?:mans|[oe]v|sk[iy]|vich|sson|oglu|enko|escu|idis|opoulos|elli|ini)$/;

/**
 * Dutch and Flemish surnames behind "van" are places. A letter that Dutch does not write, "-mans" (a man's trade) and the
 * endings of other languages' surnames rule one out: "van Ünal", "van Bosmans" are an epithet and an author. Of the 1,900
 * authors with "van" in a backbone of 2.7 million names none looks like this.
 */
export function canFollowVan(surname: string): boolean {
  return !NOT_DUTCH.test(surname);
}

/** Authors whose names end like epithets: behind a species in one case throughout they are authors. */
export const LATINISED_AUTHORS = words(
  "linnaeus linneus linné fabricius scopoli gronovius gmelin boddaert thunberg retzius afzelius wahlenberg acharius fries " +
    "agassiz lacordaire latreille illiger meigen zetterstedt fallén fallen cuvier lacepède lamarck candolle bentham",
);

/** Months that no author is called; the others need a day or a full stop: "May". */
export const MONTHS = words("January February April July September October November December");
export const SHORT_MONTHS = words("Jan Feb Mar March Apr May June Jun Jul Aug August Sep Sept Oct Nov Dec");

/** Words that make a citation after them somebody else's work. */
export const IN_WORDS = words("in apud ap");
/** Words before those who corrected a description. */
export const EMEND_WORDS = words("emend emended emendavit");

/** Capitalised words that end an authorship because they begin a note. */
export const NOTE_CAPITALS = words(
  "Auct Auctt Auctor Auctorum Sensu Non Nec Nom Nomen Comb Ms MS Mss MSS Emend Ined Group Gruppe Groep Groupe Grex Fide Vide Pro Sec Stat " +
    "Synonym Syn Cf Aff Later Not Unpublished Excl Ssp Var Subsp",
);

/** Words between authors and behind them that stay in small letters when lost capitals are given back. */
export const BETWEEN_AUTHORS = words(
  "et and und ex in non nec auct auctt sensu partim emend var subsp ssp cf aff agg al",
);
