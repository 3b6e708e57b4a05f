/**
 * Which taxonomic status is meant by this word?
 *
 * Terms of GBIF, Catalogue of Life, WFO, WoRMS, ITIS, Index Fungorum, Flora do Brasil and others, also in French,
 * Spanish, Portuguese and German.
 */
import { spellingKey, spellingTable } from "./spelling.ts";
import type { TaxonomicStatus } from "./status.ts";

const TABLE = spellingTable<TaxonomicStatus>({
  ACCEPTED:
    "accept acceptedname acceptedtaxon valid validname validtaxon current currentname correct correctname preferred " +
    "preferredname accepte acepte aceito aceita aceptado aceptada nomeaceito nombreaceptado nomaccepte valide valido valida akzeptiert " +
    "gultig acc currentlyaccepted currentlyacceptedtaxonomically acceptedtaxonomically scientificname legitimate conserved",
  PROVISIONALLY_ACCEPTED:
    "provisional provisionallyaccepted provisionallyacceptedname provaccepted doubtful doubtfulname uncertain unresolved " +
    "unchecked unplaced unassessed unevaluated unknown taxoninquirendum speciesinquirenda inquirenda incertaesedis " +
    "temporaryname interim temporary dubious nomendubium dubium unavailable unverified underreview tobedetermined " +
    "undetermined interimunpublished unpublished artificialhybrid localbiotype collectivename notassessed nomenclator provisorisch dudoso douteux incertain",
  SYNONYM:
    "synonyms syn synonymname synonyme sinonimo sinonimia synonymous synonymy unaccepted notaccepted invalid notvalid unacceptable " +
    "heterotypicsynonym heterotypic homotypicsynonym homotypic objectivesynonym objective subjectivesynonym subjective " +
    "juniorsynonym juniorobjectivesynonym juniorsubjectivesynonym seniorsynonym juniorhomonym homonym homonymsynonym nomenclaturalsynonym " +
    "taxonomicsynonym basionym basionymsynonym originalcombination originalname protonym combination " +
    "propartesynonym proparte homotypicpropartesynonym heterotypicpropartesynonym inpart parte pp " +
    "supersededcombination supersededrank alternaterepresentation alternativerepresentation alternativename " +
    "intermediateranksynonym determinationsynonym orthographic orthographicvariant orthvar spellingvariant incorrectsubsequentspelling incorrectoriginalspelling misspelling misspelled " +
    "misspellingof replacedby recombinedas correctedto invalidsubgroupof synonymof objectivesynonymof subjectivesynonymof " +
    "nomenoblitum unjustifiedemendation equivalentname includes replacedsynonym replacementname " +
    "illegitimate illegitimatename notcurrent rejected rejectedname nomenrejiciendum deprecated superseded " +
    "invalidname nomsynonym synonympp nichtgultig ungultig nonaccepte noaceptado naoaceito",
  AMBIGUOUS_SYNONYM:
    "ambiguous ambiguoussynonym ambiguoussyn ambiguousname doubtfulsynonym dubioussynonym uncertainsynonym " +
    "provisionalsynonym possiblesynonym synonymambiguous synonymdoubtful",
  MISAPPLIED:
    "misappliedname misapplication misapplications misidentification misidentified misidentifications auct auctorum " +
    "appliedincorrectly chresonym missapplied malapplique malaplicado",
  BARE_NAME: "bare barename nameonly namewithouttaxon notplaced nomennudum nomnud nostatus nomenclatural unlinked",
});

/**
 * Status meant by a written term: `"doubtful"` → `"PROVISIONALLY_ACCEPTED"`, `"heterotypic synonym"` → `"SYNONYM"`.
 * `undefined` when unknown or nothing is written.
 */
export function parseStatus(text: string | undefined): TaxonomicStatus | undefined {
  if (!text) return undefined;
  // WoRMS and some exports append the date of the decision: "unaccepted2006-10-15".
  return TABLE.get(spellingKey(text)) ?? TABLE.get(spellingKey(text).replace(/\d+$/, ""));
}
