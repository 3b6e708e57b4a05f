/**
 * What must V8's heap do otherwise in a process that answers?
 *
 * Objects that a request makes must stay young. V8 notes where objects are made that survive its first collections, and
 * from then on makes all of them among the old. When that hits something that every request makes, in about one process of
 * five, each such object keeps what its request left behind until the old are collected: a sixth to a half of all, instead
 * of 1 %. Such a server used 1.3 to 1.6 times the processor time for each request, for its whole life.
 *
 * Not set: `--heap-growing-percent=100`. Under lists the main thread collects its old objects twice a second, and lists are
 * a tenth faster when these may double first. But then the memory of a replaced release comes back late, or for some time
 * not at all (`test/checklists/release-memory.test.ts`): what is left of it when it is let go waits for such a collection.
 */
import { setFlagsFromString } from "node:v8";

/** Has V8 allocate all that is new among the new, whatever lived long before; in all threads of the process. */
export function setUpHeap(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
