/** What does the page consist of? Head, one of four views by the address, foot. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { served as askServer, type Checklist, urlOf } from "./api.ts";
import { Head } from "./head.tsx";
import { ListView } from "./list/list-view.tsx";
import { usePlace } from "./location.ts";
import { OneName } from "./name/one-name.tsx";
import { ChecklistContext } from "./parts/usage-link.ts";
import { RecordsView } from "./records/records-view.tsx";
import { chooseLanguage, firstLanguage, LANGUAGES, TextsContext } from "./texts/texts.ts";
import { firstTheme, showTheme, type Theme } from "./theme.ts";
import { UsageView } from "./usage/usage-view.tsx";

/** Milliseconds until a server that does not answer is asked again. */
const ASK_AGAIN = 3000;

function App() {
  const place = usePlace();
  const [t, setTexts] = useState(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const served = useChecklists();
  const asked = place.query.get("checklistKey") ?? "";
  const chosen = served.all.find(({ checklistKey }) => checklistKey === asked) ?? served.all[0];
  useEffect(() => {
    document.documentElement.lang = t.code;
  }, [t]);
  useEffect(() => showTheme(theme), [theme]);
  const view = viewOf(place.path);
  useEffect(() => {
    const title = view === "list" ? t.list.title : view === "records" ? t.records.title : t.tagline;
    if (view !== "species") document.title = `binomen · ${title}`;
  }, [view, t]);
  return (
    <TextsContext.Provider value={t}>
      <ChecklistContext.Provider value={asked}>
        <a class="skip" href="#content">
          {t.skip}
        </a>
        <Head
          view={view}
          checklists={served.all}
          hasRecords={served.hasRecords}
          chosen={chosen}
          theme={theme}
          onTheme={setTheme}
          onLanguage={(code) => {
            chooseLanguage(code);
            setTexts(LANGUAGES.find((texts) => texts.code === code) ?? t);
          }}
        />
        {served.isGone && view !== "list" && (
          <p class="problem" role="status">
            {t.serverGone}
          </p>
        )}
        <main id="content" tabIndex={-1}>
          {view === "list" && <ListView />}
          {view === "species" && <UsageView place={place} hasRecords={served.hasRecords} />}
          {view === "records" && <RecordsView place={place} />}
          {view === "name" && <OneName place={place} />}
        </main>
        <footer>
          <a href={urlOf("docs").href}>{t.nav.api}</a>
          {chosen && (
            <span>
              {chosen.title} · {t.release(chosen.release)} · {t.usages(chosen.usageCount)}
            </span>
          )}
        </footer>
      </ChecklistContext.Provider>
    </TextsContext.Provider>
  );
}

/** The view of a path below the server's root. */
function viewOf(path: string): "name" | "list" | "species" | "records" {
  if (path.startsWith("occurrences")) return "records";
  if (path.startsWith("species/")) return "species";
  return path.startsWith("list") ? "list" : "name";
}

interface Served {
  all: Checklist[];
  /** Whether it has datasets of occurrences. */
  hasRecords: boolean;
  isGone: boolean;
}

/** The server's checklists; asked again until it answers. */
function useChecklists(): Served {
  const [served, setServed] = useState<Served>({ all: [], hasRecords: false, isGone: false });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () =>
      askServer().then(
        (known) => setServed({ ...known, isGone: false }),
        () => {
          setServed((before) => ({ ...before, isGone: true }));
          timer = setTimeout(ask, ASK_AGAIN);
        },
      );
    ask();
    return () => clearTimeout(timer);
  }, []);
  return served;
}

const root = document.getElementById("app");
if (root) render(<App />, root);
