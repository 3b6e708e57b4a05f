/**
 * What does an editor of facets see? A taxon by its name with every value and where it comes from, what changed lately, and
 * which indexer stands where. Shown at `/facets/`; everything is read with the editor's own key.
 */
import { render } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { urlOf } from "../api.ts";
import { Indexers, Recent } from "./lately.tsx";
import { TaxonView } from "./taxon.tsx";

/** Kept for the tab only: whoever closes it has to give the key again. */
const KEY_PLACE = "binomen-facets-key";

function App() {
  const [key, setKey] = useState(() => sessionStorage.getItem(KEY_PLACE) ?? "");
  const asked = useAskedTaxon();
  useEffect(() => sessionStorage.setItem(KEY_PLACE, key), [key]);
  return (
    <>
      <header class="head">
        <a class="brand" href={urlOf("").href}>
          <img src={urlOf("page/icon.svg").href} alt="" width="28" height="28" />
          binomen
        </a>
        <nav aria-label="Parts">
          <a href={urlOf("").href}>Names</a>
          <a href={urlOf("facets/").href} aria-current="page">
            Facets
          </a>
          <a href={urlOf("facets/api.php").href}>Calls</a>
          <a href={urlOf("docs").href}>API</a>
        </nav>
      </header>
      <main id="content">
        <h1>Facets</h1>
        <KeyForm given={key} onKey={setKey} />
        {key !== "" && (
          <>
            <Search asked={asked} />
            <TaxonView asked={asked} bearer={key} />
            <Recent bearer={key} />
            <Indexers bearer={key} />
          </>
        )}
      </main>
    </>
  );
}

/** What the address asks for, so that a taxon can be sent to somebody: `#name=…` or `#id=…`, never the key. */
function useAskedTaxon(): string {
  const [asked, setAsked] = useState(location.hash.slice(1));
  useEffect(() => {
    const follow = () => setAsked(location.hash.slice(1));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return asked;
}

function KeyForm({ given, onKey }: { given: string; onKey: (key: string) => void }) {
  const [text, setText] = useState("");
  if (given !== "")
    return (
      <p class="hint">
        Read with your key, which is kept until this tab is closed.{" "}
        <button type="button" class="quiet" onClick={() => onKey("")}>
          Forget it
        </button>
      </p>
    );
  return (
    <form
      class="card facets-form"
      onSubmit={(event) => {
        event.preventDefault();
        onKey(text.trim());
      }}
    >
      <label for="key">Your key</label>
      <input
        id="key"
        type="password"
        autocomplete="off"
        required
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="primary">
        Read
      </button>
      <p class="hint">
        Made with <code>binomen keys create --scope facets:read --scope changes:read</code>. It is sent in the
        Authorization header only.
      </p>
    </form>
  );
}

function Search({ asked }: { asked: string }) {
  const parameters = new URLSearchParams(asked);
  const shown = parameters.get("name") ?? parameters.get("id") ?? "";
  const [text, setText] = useState(shown);
  // Before anybody can type: an effect after the paint would take away what was typed meanwhile.
  useLayoutEffect(() => setText(shown), [shown]);
  return (
    <search>
      <form
        class="facets-form"
        onSubmit={(event) => {
          event.preventDefault();
          const given = text.trim();
          const isId = /^wfo-\d{10}$/.test(given);
          location.hash = new URLSearchParams(isId ? { id: given } : { name: given }).toString();
        }}
      >
        <label for="taxon">A taxon, by its name or WFO id</label>
        <input
          id="taxon"
          type="search"
          required
          placeholder="Helianthus annuus L."
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Look up
        </button>
      </form>
    </search>
  );
}

const root = document.getElementById("app");
if (root) render(<App />, root);
