/** The head of every view: where one can go, which checklist answers, language and colours. */
import type { Checklist } from "./api.ts";
import { urlOf } from "./api.ts";
import { follow, go, placeOf } from "./location.ts";
import { useChecklistKey } from "./parts/usage-link.ts";
import { LANGUAGES, useTexts } from "./texts/texts.ts";
import { THEMES, type Theme } from "./theme.ts";

/** The head. */
export function Head({
  view,
  checklists,
  hasRecords,
  chosen,
  theme,
  onTheme,
  onLanguage,
}: {
  view: "name" | "list" | "species" | "records";
  checklists: readonly Checklist[];
  hasRecords: boolean;
  chosen: Checklist | undefined;
  theme: Theme;
  onTheme(theme: Theme): void;
  onLanguage(code: string): void;
}) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const link = (path: string, own: typeof view, label: string) => (
    <a href={urlOf(path, { checklistKey }).href} onClick={follow} aria-current={view === own ? "page" : undefined}>
      {label}
    </a>
  );
  return (
    <header class="head">
      <a class="brand" href={urlOf("", { checklistKey }).href} onClick={follow}>
        <img src={urlOf("page/icon.svg").href} alt="" width="28" height="28" />
        binomen
      </a>
      <nav aria-label={t.nav.label}>
        {link("", "name", t.nav.name)}
        {link("list", "list", t.nav.list)}
        {hasRecords && link("occurrences", "records", t.nav.records)}
      </nav>
      <div class="head-choices">
        {checklists.length > 1 && (
          <select
            aria-label={t.checklist}
            value={chosen?.checklistKey}
            onChange={({ currentTarget }) => {
              const { path, query } = placeOf(location.href);
              go(path, { ...Object.fromEntries(query), checklistKey: currentTarget.value });
            }}
          >
            {checklists.map((one) => (
              <option key={one.checklistKey} value={one.checklistKey}>
                {one.title}
              </option>
            ))}
          </select>
        )}
        <select
          aria-label={t.languageLabel}
          value={t.code}
          onChange={({ currentTarget }) => onLanguage(currentTarget.value)}
        >
          {LANGUAGES.map(({ code, language }) => (
            <option key={code} value={code} lang={code}>
              {language}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="quiet theme"
          title={`${t.theme.label}: ${t.theme[theme]}`}
          aria-label={`${t.theme.label}: ${t.theme[theme]}`}
          onClick={() => onTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto")}
        >
          <span aria-hidden="true">{theme === "auto" ? "◐" : theme === "light" ? "☀" : "☾"}</span>
        </button>
      </div>
    </header>
  );
}
