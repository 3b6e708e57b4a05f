/**
 * What must V8's heap do otherwise in a process that answers?
 *
 * Objects that a request makes must stay young. V8 notes where objects are made that survive its first collections, and
 * from then on makes all of them among the old. When that hits something that every request makes, in about one process of
 * five, each such object keeps what its request left behind until the old are collected: a sixth to a half of all, instead
 * of 1 %. Such a server used 1.3 to 1.6 times the processor time for each request, for its whole life.
 *
 * The old must not be collected for a tenth more of them. The main thread makes hardly any, from which V8 concludes that
 * it may collect often. But the bodies of lists count as old at once: it collected twice a second, in steps of up to 16 ms,
 * for a twentieth of the processor time of a list. V8's own limit lies between 1.1 and 4 times what is alive.
 */
import { setFlagsFromString } from "node:v8";

/** The old are collected when they are so much more, in per cent, than after the last time. */
const GROWING_PERCENT = 100;

/** Has V8 allocate all that is new among the new, and let the old double before it collects them; in all threads. */
export function setUpHeap(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
