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
