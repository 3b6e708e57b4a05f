/** Is this a link that can be followed? */

/** `"IMG_1234.JPG"` names a file on somebody's disk. */
const FILE_NAME =
  /^[^/:?#]+\.(?:jpe?g|png|gif|tiff?|bmp|webp|svg|mp[34g]|mpeg|wav|ogg|flac|avi|pdf|docx?|xlsx?|csv|txt)$/i;

/** What URLs must not have as it stands (RFC 3986): a second one may stand behind the bar. */
const NO_URL = /[\s<>"{}|\\^`]/;

/** An absolute URL with a host; `"example.org/x"` gets `http://`; `undefined` when it is none. */
export function linkOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || NO_URL.test(trimmed) || FILE_NAME.test(trimmed)) return undefined;
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed)
    ? trimmed
    : /^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[:/?#]|$)/i.test(trimmed)
      ? `http://${trimmed}`
      : undefined;
  if (withScheme === undefined || !/^(?:https?|ftps?):\/\/[^/?#\s]+/i.test(withScheme)) return undefined;
  return URL.canParse(withScheme) ? withScheme : undefined;
}
