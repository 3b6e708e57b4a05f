/** What does the facet store know of a usage? Values by facet and texts, each with its sources. Asks for a key. */
import { useEffect, useState } from "preact/hooks";
import { getJson } from "../api.ts";
import { useChecklistKey } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";

/** Ids that the facet store has values for. */
const NAME_ID = /^wfo-\d{10}$/;
/** Kept as long as the tab is open, never longer. */
const STORED = "binomen-facets-key";

interface Evidence {
  relation: string;
  wfo_id: string;
  source: { name: string; licence: string | null; rightsHolder: string | null; citation: string | null };
}

/** A reply of `/facets/taxon`, as far as it is read. */
interface Sheet {
  names: Record<string, { scientificName: string } | null>;
  facets: { id: string; name: string; values: { id: string; name: string; evidence: Evidence[] }[] }[];
  snippets: (Evidence & { id: string; category: string | null; language: string | null; body: string })[];
}

/** The card with facets; nothing for usages that the facet store cannot know. */
export function Facets({ usage }: { usage: { key: number | string; taxonID?: string } }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const id = [String(usage.key), usage.taxonID ?? ""].find((one) => NAME_ID.test(one));
  const [key, setKey] = useState(() => sessionStorage.getItem(STORED) ?? "");
  const [sheet, setSheet] = useState<Sheet>();
  const [problem, setProblem] = useState("");
  const show = async (wanted: string) => {
    setProblem("");
    try {
      setSheet(await getJson<Sheet>("facets/taxon", { id: wanted, checklistKey }, { key }));
      sessionStorage.setItem(STORED, key);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  useEffect(() => {
    setSheet(undefined);
    if (id !== undefined && key !== "") void show(id);
  }, [id]);
  if (id === undefined) return null;
  return (
    <section class="card">
      <h2>{t.usage.facets}</h2>
      {sheet === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void show(id);
          }}
        >
          <p class="hint">{t.usage.facetsHint}</p>
          <label>
            {t.usage.facetKey}{" "}
            <input
              type="password"
              autocomplete="off"
              value={key}
              onInput={({ currentTarget }) => setKey(currentTarget.value)}
            />
          </label>{" "}
          <button type="submit" disabled={key === ""}>
            {t.usage.facetShow}
          </button>
        </form>
      ) : (
        <Known sheet={sheet} own={id} />
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function Known({ sheet, own }: { sheet: Sheet; own: string }) {
  const t = useTexts();
  if (sheet.facets.length + sheet.snippets.length === 0) return <p class="hint">{t.usage.facetNone}</p>;
  const from = ({ wfo_id, source }: Evidence) =>
    [
      wfo_id === own ? "" : (sheet.names[wfo_id]?.scientificName ?? wfo_id),
      source.citation || source.rightsHolder || source.name,
      source.licence,
    ]
      .filter(Boolean)
      .join(", ");
  const sources = (evidence: Evidence[]) => (
    <small>{`${t.usage.source}: ${[...new Set(evidence.map(from))].join("; ")}`}</small>
  );
  return (
    <dl class="facets">
      {sheet.facets.map(({ id, name, values }) => (
        <div key={id}>
          <dt>{name}</dt>
          {values.map((value) => (
            <dd key={value.id}>
              {value.name} {sources(value.evidence)}
            </dd>
          ))}
        </div>
      ))}
      {sheet.snippets.map((snippet) => (
        <div key={snippet.id}>
          <dt>{snippet.category}</dt>
          <dd>
            {plainText(snippet.body)} {sources([snippet])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The text of a snippet, which may be written in HTML: nothing of that is put into the page. */
function plainText(body: string): string {
  return new DOMParser().parseFromString(body, "text/html").body.textContent ?? "";
}
