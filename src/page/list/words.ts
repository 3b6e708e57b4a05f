/** What went wrong, in words; and whether keys belong to a field. For all parts of the list's view. */
import type { Texts } from "../texts/en.ts";
import { EngineError } from "./client.ts";

/** What went wrong, in words. */
export function problemOf(error: unknown, t: Texts): string {
  if (error instanceof EngineError && error.problem !== "other") return t.list.readProblems[error.problem];
  return t.list.problem(error instanceof Error ? error.message : String(error));
}

/** True when keys belong to a field that one types in. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select");
}
