/** What is known of one taxon: values by facet with their evidence, texts, and what does not count. */

import { Frame } from "../parts/frame.tsx";
import { ScientificName } from "../parts/scientific-name.tsx";
import { type NameOfId, taxonLink, useCall } from "./call.ts";

interface Source {
  id: string;
  name: string;
  licence: string | null;
  rightsHolder: string | null;
  citation: string | null;
  linkUri: string | null;
}

type Relation = "direct" | "ancestor" | "synonym";

interface Evidence {
  relation: Relation;
  wfo_id: string;
  source: Source;
}

interface Sheet {
  taxon: string;
  checklistKey: string | null;
  names: Record<string, NameOfId | null>;
  facets: {
    id: string;
    name: string;
    values: { id: string; name: string; code: string | null; evidence: Evidence[] }[];
  }[];
  snippets: (Evidence & { id: string; category: string | null; language: string | null; body: string })[];
  dropped: { relation: Relation; wfo_id: string; because: string; of: string }[];
}

const FROM: Record<Relation, string> = {
  direct: "of the name itself",
  ancestor: "inherited from",
  synonym: "of the synonym",
};

/** The taxon that the address asks for. */
export function TaxonView({ asked, bearer }: { asked: string; bearer: string }) {
  const parameters = Object.fromEntries(new URLSearchParams(asked));
  const reply = useCall<Sheet>(asked === "" ? "" : "facets/taxon", parameters, bearer);
  if (asked === "") return null;
  if (reply === undefined) return <p role="status">Looking it up …</p>;
  if ("problem" in reply)
    return (
      <p class="problem" role="alert">
        {reply.problem}
      </p>
    );
  const { taxon, names, facets, snippets, dropped, checklistKey } = reply.value;
  const name = names[taxon];
  const nameOf = (id: string) => <Named id={id} name={names[id]} />;
  return (
    <section class="card facets-taxon" aria-live="polite">
      <h2>{name ? <ScientificName name={name.scientificName} /> : taxon}</h2>
      <p class="hint">
        {taxon}
        {name ? ` · ${name.status.toLowerCase().replaceAll("_", " ")} in ${checklistKey}` : " · in no served checklist"}
      </p>
      {facets.length === 0 && snippets.length === 0 && <p>Nothing is known of it yet.</p>}
      {facets.length > 0 && (
        <Frame class="facets-frame" label="Values of the taxon">
          <table>
            <thead>
              <tr>
                <th scope="col">Facet</th>
                <th scope="col">Value</th>
                <th scope="col">Why it holds</th>
                <th scope="col">Source and licence</th>
              </tr>
            </thead>
            <tbody>
              {facets.flatMap((facet) =>
                facet.values.flatMap((value) =>
                  value.evidence.map((evidence, i) => (
                    <tr key={`${value.id} ${evidence.wfo_id} ${evidence.source.id} ${evidence.relation}`}>
                      <td>{i === 0 && facet.name}</td>
                      <td>{i === 0 && `${value.name}${value.code ? ` (${value.code})` : ""}`}</td>
                      <td>
                        {FROM[evidence.relation]} {evidence.relation !== "direct" && nameOf(evidence.wfo_id)}
                      </td>
                      <td>
                        <SourceOf source={evidence.source} />
                      </td>
                    </tr>
                  )),
                ),
              )}
            </tbody>
          </table>
        </Frame>
      )}
      {snippets.map(({ id, category, language, body, relation, wfo_id, source }) => (
        <article key={id} class="facets-text">
          <h3>
            {category ?? "text"}
            {language && language !== "zzz" ? ` (${language})` : ""}
          </h3>
          <p>{body}</p>
          <p class="hint">
            {FROM[relation]} {relation !== "direct" && nameOf(wfo_id)} · <SourceOf source={source} />
          </p>
        </article>
      ))}
      {dropped.length > 0 && (
        <details>
          <summary>{dropped.length} more that do not count</summary>
          <ul>
            {dropped.map(({ of, because, wfo_id }) => (
              <li key={`${of} ${wfo_id}`}>
                {of}, {nameOf(wfo_id)}: {because}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** A name that leads to its taxon; its id when no checklist knows it. */
export function Named({ id, name }: { id: string; name: NameOfId | null | undefined }) {
  return (
    <a href={taxonLink(id)} title={id}>
      {name ? <ScientificName name={name.scientificName} /> : id}
    </a>
  );
}

function SourceOf({ source: { id, name, licence, rightsHolder, citation, linkUri } }: { source: Source }) {
  const isLink = linkUri !== null && /^https?:\/\//i.test(linkUri);
  return (
    <>
      {isLink ? (
        <a href={linkUri} rel="noreferrer">
          {name}
        </a>
      ) : (
        name
      )}{" "}
      <span class="hint">
        {[id, licence ?? "no licence given", rightsHolder, citation].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}
