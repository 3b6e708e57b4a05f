/**
 * What did programs leave in a name string?
 *
 * Markup of pages and papers, escapes of languages, endings of files, labels of classifiers, letters that stand for others.
 * Told by form alone: no name is known here. Text that has none of it is not touched.
 */

/** Signs and letters that leftovers have, and names hardly: without them nothing is looked for. */
const SUSPECT = /[\\/,{}[\]();:_$~=&.|\t?´`ʻ\u00c2\u00ef'@*\ufffd\u25a1\u00bf<]|[\u{1d400}-\u{1d7ff}]/u;

/** In this order: what, and what stands for it. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/_x0020_|(?<=\p{L})=20(?=\p{L})|\\u00(?:20|a0)|&nbsp(?=\s|$)/giu, " "],
  [/&(?:amp;)?(?:#160|#32|#xa0|#x20|#x200[0-9a]|#820[0-2]|nbsp|ensp|emsp|thinsp);/gi, " "],
  [/<su[bp]>[^<>]*<\/su[bp]>/g, ""],
  [/^(?:\u00ef\u00bb\u00bf|\ufeff)/, ""],
  [/\u00c2(?=[\s\u00a0]|$)/g, ""],
  // "<scientificName>Quercus robur</scientificName>", "<span class='x'>Quercus</span>"
  [/<([a-z][\w:-]*)(?:\s[^<>]*=[^<>]*)?>([^<>]*)<\/\1>/g, " $2 "],
  // "Quercus robur@GBIF"
  [/(?<=\p{Ll}{3})@\p{L}\w*$/u, ""],
  // "X.Quercus.robur.", "X1.Quercus.robur": names of columns in R
  [/^X\d*\.(?=\p{Lu}\p{Ll}{2,}\.\p{Ll})/u, ""],
  // "Quercus_robur/1-658": the part of an alignment
  [/\/\d+-\d+$/, ""],
  // "Quercus robur_38942": the number of a specimen
  [/^(\p{Lu}\p{Ll}+[ _]\p{Ll}{3,})_\d{1,9}$/u, "$1"],
  // "Quercus rob= ur": a hyphen of old print
  [/(?<=\p{Ll}{2})=\s+(?=\p{Ll}{2})/u, ""],
  // "Quercus*robur"
  [/^(\p{Lu}\p{Ll}{3,})\*(?=\p{Ll}{4,}$)/u, "$1 "],
  // "Quercus ro?ur": a letter that was not read
  [/(?<=\p{Ll}{2})[?*\ufffd\u25a1\u00bf](?=\p{Ll})/gu, ""],
  // "[Quercus robur](https://…)"
  [/^\[([^\]]+)\]\(\S*\)/, "$1"],
  // "\textit{Quercus robur}", "{\it Quercus robur}", "Quercus~robur", "$Quercus\ robur$"
  [/\{?\\(?:itshape|it|sl|em|bf)(?![a-z{])\s*\{?/g, ""],
  [/\\[a-z]{2,15}\*?\s*\{/gi, ""],
  [/(?<=\p{L})(?:~|\\ )(?=\p{L})/gu, " "],
  // "Fusarium {sphaeriae}", "Q[uercus] robur", "Q(uercus) robur"
  [/(?<=^\p{Lu}\p{Ll}+\s)\{(\p{Ll}{3,})\}/u, "$1"],
  [/^(\p{Lu}\p{Ll}?)[[(](\p{Ll}{2,})[\])](?=\s+\p{Ll})/u, "$1$2"],
  [/[{}$](?!\p{L}*\.)/gu, ""],
  // "b'Quercus robur'", "Quercus robur\n"
  [/^[bu](?=['"]\p{Lu})/u, ""],
  [/\\[ntr"'_]/g, " "],
  // "IMG_1234 Quercus robur (1).JPG", "Quercus_robur_2019-05-03.png"
  [
    /(?:[\s_-]*(?:\(\d+\)|(?<=[_-])\d+|(?<=[_-])\d{4}[_-]\d\d[_-]\d\d))?(?:@\dx|[\s_-]+(?:thumb|thumbnail|small|medium|large|copy|final|edit|edited|crop|cropped|original|orig|preview|lowres|hires|scan|web|v\d+))*\.(?:jpe?g|png|gif|tiff?|bmp|html?|php|aspx|csv|tsv|txt|fas?|fasta|fna|faa|gbk?|pdf|mp[34]|wav|docx?|xlsx?|webp|svg|heic|raw|cr2|nef|avi|mov|mkv|m4a|flac|json|xml|ya?ml|md|rtf|odt|ods|pptx?|rds|rdata|tre|tree|treefile|nwk|newick|nex|nexus|phy|aln|sto|bam|sam|vcf|bed|gff3?|gtf|fastq|fq|shp|dbf|geojson|kml|kmz|gpx|zip|gz|7z|tar)+(?:\.gz|\.zip)?$/i,
    "",
  ],
  // "\"Quercus\";\"robur\"", "['Quercus', 'robur']": cells in quotes
  [/^\[?(["'])(\p{Lu}\p{Ll}+)\1\s*[;,|\t]\s*\1([^"']+)\1\]?$/u, "$2 $3"],
  // "Quercus;robur;L.", "?q=Quercus+robur"
  [/^(\p{Lu}\p{Ll}+)\s*[;|\t/,]\s*(\p{Ll}{3,})\s*(?:[;|\t/,]\s*(?=[(\p{Lu}])|[;|\t]|$)/u, "$1 $2 "],
  [/^\?\w+=(\p{L}+)\+(?=\p{L})/u, "$1 "],
  // "Quercus robur cult. 'Fastigiata'", "´Fastigiata´"
  [/\s(?:cult|cultivar|var|cv|sel|selection)\.?\s+(?=['‘"“´`ʻ]\p{Lu})/u, " "],
  [/[´`ʻ](\p{Lu}\p{L}+)[´`ʼ']$/u, "'$1'"],
  // "Turdus merula_Common Blackbird"
  [/^(\p{Lu}\p{Ll}+ \p{Ll}{3,})_(?=\p{Lu}|[^_]*\s)[\p{L} '-]+$/u, "$1"],
  // "Nomia quadrispinosa_homonym Friese, 1930", "Prosopis illinoiensis_sic": notes of catalogues
  [
    /(?<=\p{Ll}{3})_(?:homonyms?|sic|syn|synonym|emend|emendation|auct|error|invalid|nudum|duplicate)(?![\p{L}_])/gu,
    "",
  ],
  [/^D_0__/, "d__"],
  [/D_1__/, "p__"],
  [/D_2__/, "c__"],
  [/D_3__/, "o__"],
  [/D_4__/, "f__"],
  [/D_5__/, "g__"],
  [/D_6__/, "s__"],
  // "urn:lsid:ipni.org:names:1-1" behind a name
  [/\s+(?:urn:|https?:\/\/|doi:)\S+$/i, ""],
];

/** "…;sciuridae;sciurus;vulgaris;red squirrel": class, order, family, genus, epithet, common name. */
const CLASSIFIED = /^(?:[\da-f]{8}-[\da-f-]{27};)?(?:[a-z -]*;){3}([a-z-]*);([a-z-]*);[^;]*$/;
/** "tax=d:Plantae,f:Fagaceae,g:Quercus,s:Quercus_robur;" */
const TAX = /(?:^|[=,;])([dkpcofgs]):([^,;(]+)/g;

/** "M\\u00fcll.", "\\u00d7": letters as programs write them; spaces are told below. */
const ESCAPED = /\\u(?!00(?:20|a0))([\da-f]{4})/gi;

/** The text without what programs left in it; the same text when nothing is found. */
export function withoutLeftovers(text: string): string {
  if (!SUSPECT.test(text)) return withoutRepetition(text);
  const [, genus, epithet] = CLASSIFIED.exec(text) ?? [];
  if (genus !== undefined && genus !== "") return `${genus[0]!.toUpperCase()}${genus.slice(1)} ${epithet || "sp."}`;
  const ranks = [...text.matchAll(TAX)];
  if (ranks.length > 1 || (ranks.length === 1 && ranks[0]![1] === "s"))
    return ranks.map(([, rank, name]) => `${rank}__${name!.trim()}`).join(";");
  const unescaped = text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  let rest = /[\u{1d400}-\u{1d7ff}]/u.test(unescaped) ? unescaped.normalize("NFKC") : unescaped;
  for (const [what, instead] of REPLACEMENTS) rest = rest.replace(what, instead);
  return withoutRepetition(rest);
}

/** "Quercus robur Quercus robur L.", "Quercus robur L. / Quercus robur": the name once. */
function withoutRepetition(text: string): string {
  return (
    text
      .replace(/^(\p{Lu}\p{Ll}+ \p{Ll}{3,})[\s=/(,;:–—-]+\1\)?(?=\s|$)/u, "$1")
      // "QUERCUS ROBUR Quercus robur"
      .replace(/^(\p{Lu}{2,} \p{Lu}{3,})[\s=/(|:–-]+(?=(\p{Lu}\p{Ll}+ \p{Ll}{3,}))/u, (both, first, second) =>
        first === second.toUpperCase() ? "" : both,
      )
      .replace(/^(\p{Lu}\p{Ll}+ \p{Ll}{3,})(\s[^/=]*?)\s*[/=]\s*\1$/u, "$1$2")
  );
}
