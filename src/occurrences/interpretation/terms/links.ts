/** Is this a link that can be followed? */

/** An absolute URL with a host; `"example.org/x"` gets `http://`; `undefined` when it is none. */
export function linkOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || /\s/.test(trimmed)) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed)
    ? trimmed
    : /^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[:/?#]|$)/i.test(trimmed)
      ? `http://${trimmed}`
      : undefined;
  if (withScheme === undefined || !/^(?:https?|ftps?):\/\/[^/?#\s]+/i.test(withScheme)) return undefined;
  return URL.canParse(withScheme) ? withScheme : undefined;
}
