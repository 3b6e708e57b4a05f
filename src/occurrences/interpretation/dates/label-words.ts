/** Words on labels of specimens that belong to dates: months in the languages of collectors, seasons, weekdays. */

const MONTHS: readonly string[] = [
  "january jan jany janr januar januari janvier enero ene janeiro gennaio genn january januarii januario jänner ian ianuarius leden styczeń januarius",
  "february feb febr feby februar februari fevrier février fév fev fevr févr febrero fevereiro febbraio febbr february februarii februario februarius feb'y",
  "march mar mrch mch mart martii martio martius marzo mars märz maerz mrz março marco maart marz",
  "april apr apl apri ap aprilis aprili avril avr abril abr aprile kwiecień",
  "may my mai maii maio maius mayo maggio magg maj mei",
  "june jun jne junio juni juin giugno junho junii junius je",
  "july jul jly jl jy juli juil juill juillet julio julho luglio julii julius juley",
  "august aug augt au ag augst agosto ago août aout augusti augusto augustus augustii aug't agust",
  "september sept sep sepr septr setp setiembre septiembre septembre setembro settembre sett septembris septembri septbr 7ber 7br september sept'r",
  "october oct octr okt oktober octobre octubre outubro ottobre ott octobris octobri octbr 8ber octb out",
  "november nov novr noviembre novembre novembro novembris novembri novbr 9ber novb",
  "december dec decr dez dezember déc décembre decembre diciembre dic dezembro dicembre decembris decembri decbr xber 10ber decb",
];

/** Numbers of months by their names on labels, small letters without dots. */
export const LABEL_MONTHS: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, i) => names.split(" ").map((name) => [name, i + 1] as const)),
);

const ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split(" ");

/** 1-12 for a Roman numeral. */
export function romanMonth(word: string): number | undefined {
  const at = ROMAN.indexOf(word === "iiii" ? "iv" : word);
  return at < 0 ? undefined : at + 1;
}

/** Seasons: a date with one is known to the year. */
export const SEASONS: ReadonlySet<string> = new Set(
  "spring summer midsummer autumn fall winter aest aestate aestas aut autumno autumnus vere ver hieme hiems primavera verano verão otoño outono invierno inverno été automne printemps hiver frühling frühjahr sommer herbst estate autunno".split(
    " ",
  ),
);

/** Words beside a date that change nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  "the of on in de del da do den der le la el die dia day jour monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat sunday sun early late mid middle begin beginning end anno a d ad year month fin last fl fls fr season fruit fruits fruiting flower flowers flowering leaves".split(
    " ",
  ),
);

const FULL_NAMES = "january february march april may june july august september october november december".split(" ");

/** The month of a word that begins a full name, as no other: `"augu"` → 8. */
function begunMonth(word: string): number | undefined {
  if (word.length < 3) return undefined;
  const begun = FULL_NAMES.filter((name) => name.startsWith(word));
  return begun.length === 1 ? FULL_NAMES.indexOf(begun[0]!) + 1 : undefined;
}

/** Short forms that words of three and four letters may miss by one: `"seot"`, `"spet"`, `"ept"`, `"jult"`. */
const SHORT_NAMES: readonly (readonly [name: string, month: number])[] = [
  ["june", 6],
  ["july", 7],
  ["sept", 9],
];

function misspeltShortMonth(word: string): number | undefined {
  // A wrong first letter makes other words: "dune", "kept".
  const near = SHORT_NAMES.filter(
    ([name]) =>
      (word.length === 4 && word[0] === name[0] && isOneEditAway(word, name)) ||
      (word.length === 3 && name === "sept" && isOneEditAway(word, name)),
  );
  return near.length === 1 ? near[0]![1] : undefined;
}

/** The month of a word that misses a full name by one letter: `"jully"` → 7. Short ones may only lack it: `"juy"`, `"ay"`. */
export function misspeltMonth(word: string): number | undefined {
  return begunMonth(word) ?? misspeltLongMonth(word) ?? misspeltShortMonth(word);
}

function misspeltLongMonth(word: string): number | undefined {
  const near = FULL_NAMES.filter((name) =>
    word.length >= 5
      ? name.length >= 4 && isOneEditAway(word, name)
      : word.length === name.length - 1 && isOneEditAway(word, name),
  );
  // "ma" may be the beginning of March, too.
  if (word.length < 5 && FULL_NAMES.filter((name) => name.startsWith(word)).length > 1) return undefined;
  return near.length === 1 ? FULL_NAMES.indexOf(near[0]!) + 1 : undefined;
}

function isOneEditAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  // Two letters that changed places.
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
