/** Which usage does one name mean? A box that answers while one types, and shows why. */
import { useEffect, useState } from "preact/hooks";
import { anatomyOf, type ParsedName } from "../anatomy.ts";
import type { Answer } from "../answer.ts";
import { getJson, urlOf } from "../api.ts";
import { follow, go, type Place } from "../location.ts";
import { useAsked } from "../parts/asked.ts";
import { ScientificName } from "../parts/scientific-name.tsx";
import { useChecklistKey } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";
import { AnswerCard } from "./answer-card.tsx";
import { Near } from "./near.tsx";
import { Reasoning } from "./reasoning.tsx";

/** Names that show what it can: misspelt, a synonym, a homonym, open, with authors. */
const EXAMPLES = [
  "Bellis perenis L.",
  "Felis concolor",
  "Oenanthe",
  "Abies cf. alba",
  "Rhododendron ferrugineum subsp. kotschyi (Simonk.) Hayek",
];
const PAUSE_MILLISECONDS = 90;

interface Suggestion {
  key: number | string;
  scientificName: string;
  rank?: string;
}

/** The view at `/`: `?name=` holds what was typed, so that an answer can be sent to somebody. */
export function OneName({ place }: { place: Place }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const asked = place.query.get("name") ?? "";
  const [text, setText] = useState(asked);
  useEffect(() => {
    if (asked !== text.trim()) setText(asked);
  }, [asked]);
  const name = text.trim();
  const key = name && `${checklistKey} ${name}`;
  const answer = useAsked(
    key,
    (signal) =>
      getJson<Answer>(
        "v2/species/match",
        { scientificName: name, verbose: "true", details: "true", checklistKey },
        { signal },
      ),
    PAUSE_MILLISECONDS,
  );
  const parsed = useAsked(
    name,
    (signal) =>
      getJson<ParsedName[]>("v1/parser/name", { name }, { signal }).then(([one]) => ({ name, parsed: one ?? {} })),
    PAUSE_MILLISECONDS,
  );
  const suggested = useAsked(
    key,
    (signal) =>
      getJson<Suggestion[]>(
        "v1/species/suggest",
        { q: name, limit: "8", checklistKey, datasetKey: checklistKey },
        { signal },
      ),
    2 * PAUSE_MILLISECONDS,
  );
  const type = (value: string) => {
    setText(value);
    go("", { name: value.trim(), checklistKey: place.query.get("checklistKey") ?? undefined }, true);
  };
  const found = answer.value;
  const written = parsed.value?.parsed.canonicalName ?? name;
  const others = (suggested.value ?? []).filter(({ key: one }) => String(one) !== found?.usage?.key);
  return (
    <div class="one-name">
      <section class="hero">
        <h1>{t.tagline}</h1>
        <label class="visually-hidden" for="name">
          {t.name.label}
        </label>
        <input
          id="name"
          class="big-box"
          type="search"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={t.name.placeholder}
          value={text}
          aria-describedby="name-hint"
          onInput={({ currentTarget }) => type(currentTarget.value)}
        />
        <p id="name-hint" class="hint">
          {t.name.hint}
        </p>
        {name === "" && (
          <p class="examples">
            {t.name.examples}
            {EXAMPLES.map((example) => (
              <button type="button" class="chip" key={example} onClick={() => type(example)}>
                {example}
              </button>
            ))}
          </p>
        )}
        {parsed.value && name !== "" && <Anatomy text={parsed.value.name} parsed={parsed.value.parsed} />}
      </section>
      {answer.error && (
        <p class="problem" role="alert">
          {answer.error instanceof TypeError ? t.serverGone : answer.error.message}
        </p>
      )}
      {found && name !== "" && (
        <div class="answer-grid" aria-busy={answer.isPending}>
          <AnswerCard answer={found} written={written} />
          <div class="aside">
            {found.usage && <Near answer={found} written={written} />}
            <Reasoning diagnostics={found.diagnostics} />
            {others.length > 0 && (
              <section class="card">
                <h2>{t.name.beginning}</h2>
                <ul class="plain-list">
                  {others.map(({ key: one, scientificName, rank }) => (
                    <li key={one}>
                      <ScientificName name={scientificName} rank={rank} usageKey={String(one)} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        </div>
      )}
      {name === "" && <Ways />}
    </div>
  );
}

/** What else there is: a list, OpenRefine, a program. */
function Ways() {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  return (
    <div class="ways">
      <section class="card">
        <h2>{t.list.title}</h2>
        <p>{t.ways.list}</p>
        <a class="button primary" href={urlOf("list", { checklistKey }).href} onClick={follow}>
          {t.ways.toList}
        </a>
      </section>
      <section class="card">
        <h2>{t.ways.openRefineTitle}</h2>
        <p>{t.ways.openRefine}</p>
        <code>{urlOf(checklistKey ? `reconcile/${encodeURIComponent(checklistKey)}` : "reconcile").href}</code>
      </section>
      <section class="card">
        <h2>{t.ways.programTitle}</h2>
        <p>{t.ways.program}</p>
        <code>{`curl "${urlOf("v2/species/match").href}?scientificName=Bellis+perenis"`}</code>
      </section>
    </div>
  );
}

function Anatomy({ text, parsed }: { text: string; parsed: ParsedName }) {
  const t = useTexts();
  if (!parsed.parsed) return <p class="hint">{t.name.notParsed}</p>;
  return (
    <div class="anatomy">
      <h2 class="visually-hidden">{t.name.anatomy}</h2>
      {anatomyOf(text, parsed).map(({ text: piece, part }, at) =>
        part === "other" ? (
          <span key={at}>{piece}</span>
        ) : (
          <span key={at} class={`part part-${part}`}>
            {piece}
            <small>{t.name.parts[part]}</small>
          </span>
        ),
      )}
    </div>
  );
}
