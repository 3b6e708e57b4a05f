/** Which half of the cases does a name belong to? What is fitted on one half is shown on the other. */

/** `"fitted"` or `"confirmed"`, by a hash of the name: the same for ever, whatever the other names are. */
export type Half = "fitted" | "confirmed";

/** The half of a name. */
export function halfOf(name: string): Half {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return ((hash >>> 16) & 1) === 0 ? "fitted" : "confirmed";
}
