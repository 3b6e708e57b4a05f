/** Where is the page of a usage? In the checklist that is chosen. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { urlOf } from "../api.ts";

/** The key of the checklist that is chosen, `""` for the server's default one. */
export const ChecklistContext = createContext("");

/** The key of the checklist that is chosen. */
export const useChecklistKey = (): string => useContext(ChecklistContext);

/** The address of the page of a usage, of the checklist that is chosen or of another one. */
export function usePlaceLink(usageKey: string, checklistKey?: string): string {
  const chosen = useChecklistKey();
  return urlOf(`species/${encodeURIComponent(usageKey)}`, { checklistKey: checklistKey ?? chosen }).href;
}
