/** Query parameters as they come: a parameter that is given several times is a list. */
export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** The checklist that a request names, `undefined` for the default one. */
export function checklistOf(parameters: Parameters): string | undefined {
  return first(parameters["checklistKey"]) || undefined;
}

/** The first value of a parameter. */
export function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/**
 * The parameters of a URL's query from `start` on when they are plainly written: each name once and of letters only, its
 * value well encoded. `undefined` when anything needs more care; what is read here, Fastify reads the same.
 */
export function plainParameters(url: string, start: number): Parameters | undefined {
  // What most queries consist of.
  if (url.startsWith(ONLY_NAME, start) && !url.includes("&", start)) {
    const scientificName = plainValue(url.slice(start + ONLY_NAME.length));
    return scientificName === undefined ? undefined : { scientificName };
  }
  const parameters: Record<string, string> = {};
  for (let from = start; from <= url.length; ) {
    const next = url.indexOf("&", from);
    const end = next < 0 ? url.length : next;
    const equals = lettersEnd(url, from);
    if (equals === from || equals >= end || url.charCodeAt(equals) !== EQUALS) return undefined;
    const name = url.slice(from, equals);
    const value = plainValue(url.slice(equals + 1, end));
    // A name such as "constructor" is taken, too.
    if (value === undefined || parameters[name] !== undefined) return undefined;
    parameters[name] = value;
    from = end + 1;
  }
  return parameters;
}

const ONLY_NAME = "scientificName=";
const EQUALS = 61;

/** Where the letters that begin at `from` end. */
function lettersEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const lowerCase = text.charCodeAt(end) | 0x20;
    if (lowerCase < 97 || lowerCase > 122) break;
  }
  return end;
}

/** The decoded value; `undefined` when it is not well encoded. */
function plainValue(written: string): string | undefined {
  const text = written.includes("+") ? written.replaceAll("+", " ") : written;
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
