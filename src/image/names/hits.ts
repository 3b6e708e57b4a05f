/**
 * Where do look-ups put the names they find?
 *
 * A list that is reused from query to query, so that a look-up allocates nothing. Names are in no particular order.
 */

/** Names with their distance, each name once. */
export class NameHits {
  /** Name ordinals; `length` of them are valid. */
  names: Uint32Array = new Uint32Array(64);
  /** Edit distance of each; 0 for look-ups that have none. */
  distances: Uint8Array = new Uint8Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Adds a name, or lowers its distance if it is there. */
  add(name: number, distance: number): void {
    for (let i = 0; i < this.length; i++) {
      if (this.names[i] !== name) continue;
      if (distance < this.distances[i]!) this.distances[i] = distance;
      return;
    }
    this.append(name, distance);
  }

  /** Adds a name that is known not to be there. */
  append(name: number, distance: number): void {
    if (this.length === this.names.length) {
      const names = new Uint32Array(this.length * 2);
      names.set(this.names);
      this.names = names;
      const distances = new Uint8Array(this.length * 2);
      distances.set(this.distances);
      this.distances = distances;
    }
    this.names[this.length] = name;
    this.distances[this.length++] = distance;
  }
}
