/**
 * How does a list grow that starts as a shared empty one?
 */

/** The list with one more member; the shared empty list is replaced by one of its own. */
export function added<T>(list: T[], member: T): T[] {
  if (list.length === 0) return [member];
  list.push(member);
  return list;
}
