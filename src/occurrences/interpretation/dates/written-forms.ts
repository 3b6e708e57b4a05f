/**
 * Dates as languages and programs write them, in the one form that the patterns of `date-text.ts` know:
 * `"1995년 8월 7일"` → `"1995-8-7"`, `"8/27/1995 1:15 PM"` → `"8/27/1995 13:15"`, `"Monday, 7 August 1995"` → `"7 August 1995"`.
 *
 * Nothing is decided here: what may be read in two ways before may be so after. Digits of other scripts, words behind a year
 * ("г.", "roku", "godine"), days of the week and clocks of twelve hours say no other date than the same without them. Asked
 * only for what no pattern has read.
 */

const NINE = 9;

/** The ten digits of a script stand behind each other, its zero first. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let value = 0;
  while (value < NINE && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** Full-width forms of ASCII: `"１９９５－０８"`. */
function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

const QUOTES = /^["'“”„‘’«»]+|["'“”‘’«»]+$/g;

/** Words for "year" behind one; those of one Latin letter with a dot only: `1995a` is something else. */
const YEAR_MARK =
  /(?<!\d)(\d{4})\.?\s?(?:[гр]\.?|год[ау]?|годин[ае]|року|рік|roku|rok|god\.?|godine|gad[asā]|metai|metų|aasta|r\.|m\.|a\.)(?=$|[\s,])/giu;

/** Days of the week in the languages of labels, whole and short. */
const WEEKDAY =
  /^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|(?:segunda|ter[çc]a|quarta|quinta|sexta)(?:-feira)?|luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|m[åa]ndag|tirsdag|tisdag|onsdag|torsdag|fredag|l[öø]rdag|s[öø]ndag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b[.,]*\s+(?=.*\d)/iu;

const REWRITTEN: readonly [RegExp, string | ((...groups: string[]) => string)][] = [
  // "1995年8月7日 10:15", "1995년 8월".
  [
    /^(\d{4})\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日號号일]\s?)?)?(?=$|\d)/u,
    (_, year, month, day) => `${[year, month, day].filter(Boolean).join("-")} `,
  ],
  // "ngày 7 tháng 8 năm 1995".
  [
    /^(?:(?:ngày\s)?(\d{1,2})\s)?tháng\s(\d{1,2}),?\snăm\s(\d{4})$/iu,
    (_, day, month, year) => [year, month, day].filter(Boolean).join("-"),
  ],
  // "1995 m. rugpjūčio 7 d."
  [/^(\d{4})\s?m\.\s(\p{L}+)\s(\d{1,2})\s?d\.?$/iu, "$3 $2 $1"],
  [YEAR_MARK, "$1"],
  [WEEKDAY, ""],
  // "1995. augusztus 7-én".
  [/(\d{1,2})-j?[áéae]n$/iu, "$1"],
  // "7 d'agost de 1995".
  [/(?<=\d\s)d['’](?=\p{L})/iu, ""],
  [/(?<=\d)\s?[º°ª]/gu, ""],
  // "07AUG1995".
  [/^(\d{1,2})(\p{L}{3,})\.?(\d{4})$/u, "$1 $2 $3"],
  // "12:00:00 AM", "1:15 p. m."
  [/(?<=\d\s?)\b(\d{1,2})((?::\d{2}){0,2}(?:\.\d+)?)\s?([ap])\.?\s?m\.?$/iu, twelveHours],
  [/(?<=:\d{2}(?:\.\d{1,9})?)\s(?:UTC|GMT)$/, "Z"],
];

/** The hour of a clock of twelve; one that has thirteen hours before noon is left as it is. */
function twelveHours(whole: string, hour: string, rest: string, half: string): string {
  const isAfternoon = half.toLowerCase() === "p";
  const h = Number(hour);
  if (h > 12 && !isAfternoon) return whole;
  const ofDay = h > 12 ? h : (h % 12) + (isAfternoon ? 12 : 0);
  return `${String(ofDay).padStart(2, "0")}${rest === "" ? ":00" : rest}`;
}

/** The same date in other words, when there are any. */
export function writtenPlainly(text: string): string | undefined {
  let plain = text
    .replace(/[\uFF01-\uFF5E]/g, halfWidth)
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(/\s+/g, " ")
    .replace(QUOTES, "")
    .replace(/(?<=\d)[.,;]$/, "");
  for (const [pattern, by] of REWRITTEN) plain = plain.replace(pattern, by as string);
  plain = plain.trim();
  return plain === text ? undefined : plain;
}
