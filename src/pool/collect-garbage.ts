/**
 * How does the memory of a release come back that nobody uses any more?
 *
 * Shared memory is freed when the last thread has collected the last object that points to it. V8 does not see it as its
 * own and does not hurry: threads that have little to do would keep hundreds of megabytes for hours. So each thread that
 * lets go of a release collects at once: some ten milliseconds, once a release.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects the garbage of this thread. */
export function collectGarbage(): void {
  // The function is made when it is needed: a flag at the start of the process would be the operator's to remember.
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}
