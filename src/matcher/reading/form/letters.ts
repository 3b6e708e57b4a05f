/**
 * Which signs of a name are not the letters that they look like, and which are not seen at all?
 *
 * Small capitals, letters of other scripts among Latin ones, fillers and marks of direction: they come from fonts, web pages
 * and text recognition. Source: the Unicode character database (default ignorable code points, phonetic extensions).
 */

/** Letters that look like Latin ones, beyond the Cyrillic and Greek that the folding knows. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [
    ["ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢǫ", "abcdefghijklmnopqrstuvwyzq"],
    ["ɑɡӏӀօսոհցƖɩ", "aglIounhgIi"],
  ].flatMap(([from, to]) => [...from!].map((letter, at): [string, string] => [letter, [...to!][at]!])),
);

/** Signs without a shape: they stand in no word. */
const UNSEEN =
  /\u034f|[\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2064\u2066-\u206f\u3164\uffa0]|[\u180b-\u180d\ufe00-\ufe0f]/g;

/** True when a sign may be in the text that {@link withUsualLetters} knows. */
export function hasOddLetters(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x1e9) return true;
  return false;
}

/** The text in the letters that it looks like: `"Qᴜᴇʀᴄᴜꜱ ɑlba"` → `"Quercus alba"`. Words of other scripts stay. */
export function withUsualLetters(text: string): string {
  return text.replace(UNSEEN, "").replace(/\p{L}+/gu, (word) => {
    if (!/[A-Za-z]|[\u1d00-\u1d22\ua730\ua731]/.test(word)) return word;
    return word.replace(/[^\0-\u01e9]/gu, (letter) => LOOK_ALIKES.get(letter) ?? letter);
  });
}
