/** Which half of the cases does a name belong to? A rule that is made while looking at one half is tried on the other. */

/** `"first"` or `"second"`, by a hash of the name: the same for ever, whatever the other names are. */
export type Half = "first" | "second";

/** The half of a name. */
export function halfOf(name: string): Half {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return ((hash >>> 16) & 1) === 0 ? "first" : "second";
}
