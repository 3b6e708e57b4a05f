/**
 * Which terms of open nomenclature and of concepts stand in brackets, quotes or beside a question mark?
 *
 * "Quercus (cf. robur)", "Quercus? robur", "Quercus robur [sensu Smith]", "Quercus 'sp. A'": put where a parser expects
 * them. No name is known here; text without such terms is not touched.
 */

/** Signs that such terms stand beside, and names hardly. */
const SIGNS = new Uint8Array(128);
for (const sign of "[?*\"'!|$@") SIGNS[sign.charCodeAt(0)] = 1;
const OTHER_SIGNS = /[¿♀♂§‘“✕⨯✖∗]/u;

/** What else tells of them: one expression is four times as fast as to look for each. */
const BEGINNINGS =
  /\(cf|\(aff|\(n|\(s|-cf| SP|s\. auct| x |\(\?|\) n|\) sp|\(or |\(o| cf|p\. max|arte|n=|-sp|\/sp|- sp|– sp|sp\.|\.sp|-like| like|-type|\(gr|quoad|n =|ggregat|gruppe|Agg\.|p\.p|P\.P|P\. P|grege| n\. ?[sv]|nov\. ?[sv]/;

/** True when a term that {@link withTermsInPlace} knows may be in the text. */
function mayHoldTerms(text: string): boolean {
  let isOther = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (SIGNS[code] === 1) return true;
    } else isOther = true;
  }
  if (isOther && OTHER_SIGNS.test(text)) return true;
  // "Quercus. robur", "Quercus, sp."
  const sign = text.charCodeAt(text.indexOf(" ") - 1);
  if (sign === 46 || sign === 44 || sign === 59 || sign === 58) return true;
  return BEGINNINGS.test(text);
}

const COMPARED = "cfr?|conf|aff|affin|nr|near|prox";

/** In this order: what, and what stands for it. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // "Quercus robur [auct. non L.]": what is said of the concept, as in round brackets
  [
    /\s\[\s*((?:auct|sensu|sens|non|nec|pro parte|partim|p\.\s?p|s\.\s?(?:l|str|lat|auct)|emend)\b[^[\]]*)\](?=\s*$)/iu,
    " ($1)",
  ],
  [/(?<=\s\S+\s\(?)s\.\s?auct(?=[.\s])/u, "sensu auct"],
  // "p. max. p.", "ex parte", "pro parte max.": part of what the name was
  [
    /[\s,(]+(?:p\.?\s?p\.?,?\s+quoad\s.+|quoad\s\p{L}.*|p\.?\s?p\.?\s?(?:maj|min|max)\p{Ll}*|p\.\s?(?:max|min|maj)\.?\s?p|(?:pro|ex)\s+(?:max\p{Ll}*\.?\s+|min\p{Ll}*\.?\s+)?parte(?:\s+(?:max|min|maj)\p{Ll}*)?)\.?\)?$/iu,
    " p.p.",
  ],
  [/(?<=\s\p{Ll}{3,}\s)P\.\s?P\.$/u, "p.p."],
  // "Quercus (cf. robur)", "Quercus robur (cf. alba)", "Quercus cf. Quercus robur", "Quercus-cf-robur"
  [/(?<=^\p{Lu}\p{L}+(?:\s\p{Ll}+)?)\s*\(\s*(cfr?|conf|aff)\.?\s+(\p{Ll}{3,})\s*\)/iu, " $1. $2"],
  [new RegExp(`^(\\p{Lu}\\p{Ll}+)\\s+(${COMPARED})\\.?\\s+\\1(?=\\s\\p{Ll})`, "u"), "$1 $2."],
  [/^(\p{Lu}\p{Ll}+)-(cf|aff)-(?=\p{Ll}{3})/u, "$1 $2. "],
  // "Quercus robur ssp. ?alba": not sure
  [/(?<=^\p{Lu}\p{Ll}+ \p{Ll}{3,} (?:ssp|subsp|var|f)\.?\s)\?\s*(?=\p{Ll}{3})/u, "cf. "],
  // "Quercus sp., cf. robur", "Quercus sp. (cf. robur)"; a numbered species that is compared is another one
  [/(?<=^\p{Lu}\p{Ll}+\s)sp\.?,?\s\(?((?:cfr?|ex gr)\.?\s\p{Ll}{3,})\)?/u, "$1"],
  // "Quercus ¿robur?"
  [/(?<=^\p{Lu}\p{Ll}+\s)¿\s*(\p{Ll}{3,})\s*\?$/u, "? $1"],
  [/(?<=^\p{Lu}\p{Ll}+\s)ex grege(?=\s\p{Ll}{3})/u, "ex gr."],
  // "Quercus robur n. ssp.": as "subsp. nov."
  [/(?<=^\p{Lu}\p{Ll}+ \p{Ll}{3,})[\s,(]+n(?:ov|ova)?\.\s?(ssp|subsp|var)\b\.?\)?$/u, " $1. nov."],
  // "Quercus 'sp. A'", "Quercus SP-A", "Quercus (Parcoraria) n. sp. 3", "Quercus (n. sp.)"
  [/(?<=^\p{Lu}\p{Ll}+\s)["'‘“](spp?\.?\s?[\p{L}\d]{1,3})["'’”]/u, "$1"],
  [/(?<=^\p{L}+\s)SPP?(?:[-\s]?([A-Z]|\d{1,3}))?$/u, "sp. $1"],
  [
    /(?<=^\p{Lu}\p{Ll}+)\s+\(\s*(?:n(?:ov)?\.?\s?(?:sp|spec)|spp?\.?\s?n(?:ov)?|new sp(?:ecies)?|sp)\.?\s*\)/u,
    " sp. nov.",
  ],
  [
    /(?<=^\p{Lu}\p{Ll}+)\s+\(\s*\??\s*\p{Lu}\p{Ll}+\s*\??\s*\)(?=\s+(?:n\.?\s?sp|sp\.?\s?n|sp\.?(?:\s|$)|nov\.?\s?sp))/u,
    "",
  ],
  [/(?<=^\p{Lu}\p{Ll}+)\s+\[\s*((?:subg(?:en)?|sect|subsect|ser)\p{Ll}*\.?\s+\p{Lu}\p{Ll}+)\s*\]/u, " $1"],
  [/(?<=^\p{Lu}\p{Ll}+\s)§\s*(?=\p{Lu})/u, "sect. "],
  // "Quercus - sp.", "Quercus, sp. 2", "Quercus-sp", "Quercussp.", "Quercus. robur"
  [
    /^(\p{Lu}\p{Ll}{2,})(?:\s*[,;:/|–—-]\s*|\.\s+)(spp?|spec|indet)(?![\p{L}-])\.?(?=[\s\d]|$)(?!\s+\p{Ll}{3})/u,
    "$1 $2.",
  ],
  [/^(\p{Lu}\p{Ll}{3,})(?:\.(spp?)\.?|(spp?)\.)$/u, "$1 $2$3."],
  // "Quercus-type", "Fagaceae-like": of pollen and larvae
  [/^(\p{Lu}\p{Ll}{3,})-(?:type|like|group|complex)$/u, "$1 indet."],
  [/^cf\s*:\s*(?=\p{Lu})/iu, "cf. "],
  [/^(\p{Lu}\p{Ll}{5,})\.\s+(?=\p{Ll}{3})/u, "$1 "],
  // "Quercus robur-type", "Quercus robur-like", "Quercus robur (gr.)"
  [/^(\p{Lu}\p{Ll}+) (\p{Ll}{3,})(?:-type|[\s-]like)$/u, "$1 cf. $2"],
  [/\s\(gr\.?\)$/u, " gr."],
  // "[Quercus] sp. 1", "Quercus robur 2n=24", "Quercus robur-Aggregat"
  [/^\[(\p{Lu}\p{Ll}+)\](?=\s\p{Ll})/u, "$1"],
  [/[\s,;(]+\d*n\s?=\s?\d+\)?$/u, ""],
  [/(?<=\s\p{Ll}{3,})(?:\s+[–—-]\s*|-|\s+\(?)(?:Artengruppe|Aggregat|Sammelart|Agg|Gruppe|Komplex)\.?\)?$/u, " agg."],
  // "Quercus × hort. 'Koster'"
  [/(?<=^\p{Lu}\p{Ll}+)\s+[x×]\s+hort\.?(?=\s+['‘"“])/u, ""],
  // "Abies alba ♂ x Abies nigra ♀", "Abies alba * Abies nigra", "Abies (alba × nigra)", "Abies ✕ alba"
  [/^([^×]+?)\s*[♀♂]\s*[xX×]\s*([^×]+?)\s*[♀♂]?$/u, "$1 × $2"],
  [/(?<=^\p{Lu}\p{Ll}+ \p{Ll}{3,}) [*∗✕⨯✖] (?=\p{Lu}\p{Ll}* ?\.? ?\p{Ll}{3}|\p{Ll}{3,}$)/u, " × "],
  [/(?<=^\p{Lu}\p{Ll}+ ?)\s[*∗✕⨯✖]\s?(?=\p{Ll}{3})/u, "× "],
  [/^(\p{Lu}\p{Ll}+)\s+\(\s*(\p{Ll}{3,})\s*[x×]\s*(\p{Ll}{3,})\s*\)/u, "$1 $2 × $3"],
  // "Abies alba (or Abies nigra)"
  [/\s*[([]\s*((?:or|oder|ou|o|vel)\s+[^()[\]]{3,})[)\]]$/u, " $1"],
  // "Quercus robur hal|euxii": signs that text recognition takes for letters
  [/(?<=\s\p{Ll}+)!(?=\p{Ll})|(?<=\s\p{Ll}{1,2})\|(?=\p{Ll}{3})|(?<=\s\p{Ll}{3,})\|(?=\p{Ll}{1,2}$)/gu, "l"],
  [/(?<=\s\p{Ll}+)\$(?=\p{Ll})/gu, "s"],
  [/(?<=\s\p{Ll}+)@(?=\p{Ll}{2})/gu, "a"],
];

/** The text with such terms in their usual place; the same text when there are none. */
export function withTermsInPlace(text: string): string {
  if (!mayHoldTerms(text)) return text;
  let rest = text;
  for (const [what, instead] of REPLACEMENTS) rest = rest.replace(what, instead);
  if (rest === text) return text;
  return rest.trim();
}
