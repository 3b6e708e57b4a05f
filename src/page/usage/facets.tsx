/** What does the facet store know of a usage? Values by facet and texts, each with its sources. Asks for a key. */
import { useState } from "preact/hooks";
import type { Taxon } from "../answer.ts";
import { getJson, refusalOf, urlOf } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { type FacetGroup, readDocument, type Vocabulary } from "./facet-document.ts";

/** Ids that the facet store has values for. */
const NAME_ID = /^wfo-\d{10}$/;
/** Kept as long as the tab is open, never longer. */
const STORED = "binomen-facets-key";

/** The card with facets; nothing for usages that the facet store cannot know. */
export function Facets({
  usage,
  steps,
}: {
  usage: { key: number | string; taxonID?: string };
  steps: readonly Taxon[];
}) {
  const t = useTexts();
  const id = [String(usage.key), usage.taxonID ?? ""].find((one) => NAME_ID.test(one));
  const [key, setKey] = useState(() => sessionStorage.getItem(STORED) ?? "");
  const [groups, setGroups] = useState<FacetGroup[]>();
  const [problem, setProblem] = useState("");
  if (id === undefined) return null;
  const show = async () => {
    setProblem("");
    try {
      const path = steps.map(({ key: one }) => one).filter((one) => NAME_ID.test(one) && one !== id);
      setGroups(await askFacets(id, path, key));
      sessionStorage.setItem(STORED, key);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="card">
      <h2>{t.usage.facets}</h2>
      {groups === undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void show();
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
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {groups?.length === 0 && <p class="hint">{t.usage.facetNone}</p>}
      {groups && groups.length > 0 && (
        <dl class="facets">
          {groups.map(({ title, values }) => (
            <div key={title}>
              <dt>{title}</dt>
              {values.map(({ text, sources }) => (
                <dd key={text}>
                  {text} {sources.length > 0 && <small>{`${t.usage.source}: ${sources.join("; ")}`}</small>}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

async function askFacets(id: string, path: readonly string[], key: string): Promise<FacetGroup[]> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const body = JSON.stringify([{ taxon: [id], path: path.map((one) => [one]), synonyms: [] }]);
  const reply = await fetch(urlOf("facets/"), { method: "POST", headers, body });
  if (!reply.ok) throw await refusalOf(reply);
  const [document] = (await reply.json()) as Record<string, unknown>[];
  const vocabulary = await getJson<Vocabulary>("facets/vocabulary", {}, { key });
  return readDocument(document ?? {}, vocabulary);
}
