/**
 * How sure is a name, by what stands around it? Question marks, "cf." behind it, words of doubt in several languages, the
 * sense of another author.
 */
import { DOUBTS } from "../../names/words/remarks.ts";
import type { Target } from "../query/target.ts";

/** "cult. 'Fastigiata'", "´Fastigiata´". */
const CULTIVAR = /\s['‘´`ʻ]\p{Lu}[\p{L} -]+['’´`ʼ]$/u;

/** "hort.", "hort. non L.": as gardens use the name. */
const IN_GARDENS = /\s\(?hort\.?(?:\s+non\s.*)?\)?$/iu;

/** "Quercus robur (cf.)", "Quercus robur?", "Quercus robur s. Smith": what is said of the name stands behind it. */
export function readQualifierBehind(target: Target, text: string): void {
  if (target.qualifier !== undefined || target.several) return;
  const behind = /[\s(]+(?:cfr?|conf)\.?\s*\)?$|\s*\(?\?+\)?$/iu.exec(text)?.[0];
  if (behind !== undefined) {
    target.qualifier = behind.includes("?") ? "?" : "cf.";
    // "Quercus ?": what stands for the species is not known.
    if (target.genus === undefined && /^[\s(]/.test(behind)) target.determinedPartOnly = true;
    if (target.authorship !== undefined && /^\W*(?:anon\.|cfr?\.?)?\W*$/i.test(target.authorship))
      target.authorship = undefined;
    return;
  }
  if (target.specificEpithet !== undefined && IN_GARDENS.test(text)) {
    target.qualifier = "hort.";
    return;
  }
  if (target.specificEpithet !== undefined && CULTIVAR.test(text)) {
    target.qualifier = "cv.";
    return;
  }
  const sense = /\ss\.\s?(\p{Lu}\p{Ll}+.*)$/u.exec(text)?.[1];
  if (sense === undefined || target.authorship?.startsWith("s.") !== true) return;
  target.qualifier = `sensu ${sense}`;
  target.concept = "misapplied";
  target.authorship = undefined;
}

const WORDS_OF_DOUBT = [...DOUBTS].join("|");
/** "TBC", "to be confirmed", "needs verification", "id. dub.", "inc." */
const PHRASES_OF_DOUBT =
  "tb[cd]|to be (?:confirmed|verified|checked|determined)|needs? (?:to be )?(?:verif|confirm|check)\\p{L}*|check(?: id)?|" +
  "(?:a|à|da|por|per|te|zu|noch zu|to be|to)\\s+(?:confirm\\p{L}*|vérifier|verifi\\p{L}*|bestätigen|prüfen|revisar|controllare)|" +
  "nicht (?:sicher|gesichert)|non sicur\\p{L}|no segur\\p{L}|под вопросом|(?:det|dét)\\.? (?:incert\\p{L}*|douteuse|unsicher)|" +
  "(?:or|o|ou|oder|vel)\\.?\\s+(?:aff|prox|sim|near|close|similar|similaire|semblable|ähnlich|ähnl|afín|afin|affin|nahestehend)|" +
  "(?:(?:id|ident|det|identification)\\.?\\s+)?(?:uncertain|unsure|dub|dubious|dubia|dubius|doubtful|questionable|inc|incert\\p{L}*|unconfirmed|unverified|not confirmed)(?:\\s+id\\p{L}*)?";
const DOUBT = new RegExp(
  `^[^\\p{L}]*(?:\\?|¿)|^[a-z]+\\s*[[(]?\\?[\\])]?\\s[a-z]{3}|^\\P{L}*(?:${WORDS_OF_DOUBT}|(?:it )?looks? like|resembles|(?:might|may|could) be|seems?)(?!\\p{L})|[\\s,([]+(?:${WORDS_OF_DOUBT})[.?!)\\]]*$|\\?\\W*$|\\(\\?\\)|\\s\\?\\s|[\\s,;([–-]+(?:${PHRASES_OF_DOUBT})[.)\\]]*$`,
  "iu",
);

/** "misapplied", "of authors, not L." */
const MISAPPLIED = /[\s,([]+(?:misapplied|misident\p{L}*|of (?:\p{L}+ )?auth(?:or)?s?\b|auct\.? plur)[^()]*[)\]]?$/iu;

/** "Quercus robur misapplied": in the sense of others than its author. */
export function readMisapplication(target: Target, text: string): void {
  if (target.qualifier !== undefined || target.several || target.specificEpithet === undefined) return;
  if (!MISAPPLIED.test(text)) return;
  target.qualifier = "auct.";
  target.concept = "misapplied";
}

/** "? Quercus robur", "posible Quercus robur", "Quercus robur (prob.)". */
export function readDoubt(target: Target, text: string): void {
  if (target.qualifier !== undefined || target.several) return;
  const doubt = /^(?:an|forte|like)\s+\p{Lu}/u.exec(text)?.[0] ?? DOUBT.exec(text)?.[0];
  if (doubt !== undefined) target.qualifier = doubt.includes("?") ? "?" : "cf.";
}
