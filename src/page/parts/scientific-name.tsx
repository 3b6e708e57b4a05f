/** How does a scientific name look? Genus and below in italics, authorship upright; with a link to its usage if it has one. */
import { differingLetters } from "../letters.ts";
import { follow } from "../location.ts";
import { Letters } from "./marks.tsx";
import { usePlaceLink } from "./usage-link.ts";

const UPRIGHT_RANKS =
  /^(?:SUPER|SUB|INFRA|PARV|MAGN|GRAND|MEGA|GIGA)?(?:DOMAIN|KINGDOM|REALM|PHYLUM|DIVISION|CLASS|COHORT|ORDER|FAMILY|TRIBE|LEGION)$/;
/** Words in a name that are no part of it in italics: rank markers, and the small words of author names. */
const UPRIGHT_WORD = /^(?:.*\.|ex|in|et|de|da|do|dos|del|della|di|la|le|van|von|vom|zu|den|der|and|×|x)$/u;

/** Splits a name into what is written in italics and the authorship behind it. */
export function splitAuthorship(name: string): [canonical: string, authorship: string] {
  const words = name.split(" ");
  let end = 1;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? "";
    // "(Aus)" in second place is a subgenus when an epithet follows.
    const isSubgenus = at === 1 && /^\(\p{Lu}\p{Ll}+\)$/u.test(word) && /^\p{Ll}[\p{Ll}-]+$/u.test(words[2] ?? "");
    if (/^×?\p{Ll}[\p{L}-]*$/u.test(word) && !UPRIGHT_WORD.test(word)) end = at + 1;
    else if (isSubgenus || word === "×" || /^(?:subsp|ssp|var|subvar|f|fo|cv|nothosubsp|nothovar)\.$/.test(word))
      continue;
    else break;
  }
  return [words.slice(0, end).join(" "), words.slice(end).join(" ")];
}

/** The words of a name, those upright that are markers of rank: "subsp." in a name in italics. */
function uprightMarkers(canonical: string) {
  if (!canonical.includes(".")) return canonical;
  return canonical.split(/(\s\p{Ll}+\.)/u).map((piece, at) => (at % 2 ? <span class="upright">{piece}</span> : piece));
}

/** A name; `usageKey` makes it a link. */
export function ScientificName({
  name,
  rank,
  usageKey,
  checklistKey,
  written,
}: {
  name: string;
  rank?: string | undefined;
  usageKey?: string | undefined;
  /** Of the usage, when it is not of the checklist that is chosen. */
  checklistKey?: string | undefined;
  /** As somebody wrote it: the letters in which it differs are marked. */
  written?: string | undefined;
}) {
  const link = usePlaceLink(usageKey ?? "", checklistKey);
  const [canonical, authorship] = splitAuthorship(name);
  const isUpright = rank !== undefined && UPRIGHT_RANKS.test(rank.toUpperCase());
  // What is written is without markers of rank: beside one, letters would be marked that nobody left out.
  const isMarked =
    written !== undefined && !canonical.includes(".") && written.toLowerCase() !== canonical.toLowerCase();
  const words = isMarked ? <Letters stretches={differingLetters(written, canonical)[1]} /> : uprightMarkers(canonical);
  const text = (
    <span class="sciname">
      {isUpright ? canonical : <i>{words}</i>}
      {authorship && <span class="authorship"> {authorship}</span>}
    </span>
  );
  return usageKey ? (
    <a class="name-link" href={link} onClick={follow}>
      {text}
    </a>
  ) : (
    text
  );
}
