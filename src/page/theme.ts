/** Light or dark? As the system says, unless one chose. */
import { store, stored } from "./texts/texts.ts";

/** The choices, in the order in which the button goes through them. */
export const THEMES = ["auto", "light", "dark"] as const;

/** One of {@link THEMES}. */
export type Theme = (typeof THEMES)[number];

const STORED = "binomen-theme";

/** The theme to begin with. */
export function firstTheme(): Theme {
  const kept = stored(STORED);
  return THEMES.find((theme) => theme === kept) ?? "auto";
}

/** Shows a theme and keeps it. */
export function showTheme(theme: Theme): void {
  store(STORED, theme);
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
