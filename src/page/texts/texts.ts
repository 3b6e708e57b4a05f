/** In which language does the page speak? The chosen one, else the browser's, else English. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { wordsOf } from "../answer.ts";
import { en, type Texts } from "./en.ts";
import { es } from "./es.ts";

/** The languages there are. */
export const LANGUAGES: readonly Texts[] = [en, es];

const STORED = "binomen-language";

/** The language to begin with. */
export function firstLanguage(): Texts {
  const wanted = [stored(STORED), ...navigator.languages.map((code) => code.split("-")[0])];
  for (const code of wanted) {
    const found = LANGUAGES.find((texts) => texts.code === code);
    if (found) return found;
  }
  return en;
}

/** Keeps the choice of a language. */
export function chooseLanguage(code: string): void {
  store(STORED, code);
}

/** Something that the browser keeps, `undefined` when it keeps nothing. */
export function stored(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Has the browser keep something; one that will not is no fault. */
export function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A private window: the choice holds until it is closed.
  }
}

/** The words of the language in use, given to all components. */
export const TextsContext = createContext<Texts>(en);

/** The words of the language in use. */
export const useTexts = (): Texts => useContext(TextsContext);

/** A code of the server in words. */
export function codeWords(t: Texts, code: string): string {
  return t.codes[code] ?? wordsOf(code);
}

/** A status in words. */
export function statusWords(t: Texts, status: string): string {
  return t.status[status.toUpperCase()] ?? wordsOf(status);
}
