/** What is known of one usage? A page with a link of its own: name, place, what is below it, other names, facets. */
import { useEffect, useState } from "preact/hooks";
import { getJson, ServerError, urlOf } from "../api.ts";
import { follow, type Place } from "../location.ts";
import { type Asked, useAsked } from "../parts/asked.ts";
import { StatusMark } from "../parts/marks.tsx";
import { ScientificName, splitAuthorship } from "../parts/scientific-name.tsx";
import { Tree } from "../parts/tree.tsx";
import { useChecklistKey } from "../parts/usage-link.ts";
import { TaxonRecords } from "../records/taxon-records.tsx";
import { codeWords, useTexts } from "../texts/texts.ts";
import { Facets } from "./facets.tsx";
import { linksOut } from "./links-out.ts";
import { PagedNames } from "./paged-names.tsx";

/** A usage as `/v1/species/{key}` shows it, as far as the page reads it. */
export interface UsageReply {
  key: number | string;
  taxonID?: string;
  datasetKey?: string;
  datasetTitle?: string;
  scientificName: string;
  canonicalName?: string;
  authorship?: string;
  rank?: string;
  taxonomicStatus?: string;
  nomenclaturalCode?: string;
  publishedIn?: string;
  accepted?: string;
  acceptedKey?: number | string;
  kingdom?: string;
  family?: string;
  parent?: string;
  parentKey?: number | string;
}

interface UsagePage {
  results?: UsageReply[];
}

interface Vernaculars {
  results?: { vernacularName: string; language?: string }[];
}

const SHOWN_COMMON_NAMES = 40;

/** The view at `/species/{key}`. */
export function UsageView({ place, hasRecords }: { place: Place; hasRecords: boolean }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const key = decodeURIComponent(place.path.slice("species/".length));
  const path = `v1/species/${encodeURIComponent(key)}`;
  const id = `${checklistKey} ${key}`;
  const ask = <T,>(below: string, more: Record<string, string> = {}) =>
    useAsked<T>(id + below, (signal) => getJson<T>(path + below, { checklistKey, ...more }, { signal }));
  const usage = ask<UsageReply>("", { details: "true" });
  const parents = ask<UsageReply[]>("/parents");
  const related = ask<UsagePage>("/related");
  const vernaculars = ask<Vernaculars>("/vernacularNames", { limit: "100" });
  const own = usage.value;
  useEffect(() => {
    if (own) document.title = `${own.scientificName} · binomen`;
  }, [own]);
  const name = own?.canonicalName ?? "";
  const namesakes = useAsked(name && `${checklistKey} ${name}`, (signal) =>
    getJson<UsagePage>("v1/species", { name, checklistKey, datasetKey: checklistKey }, { signal }),
  );
  if (usage.error) return <Missing error={usage.error} />;
  if (!own || String(own.key) !== key) return <p class="hint">{t.usage.loading}</p>;
  const steps = (parents.value ?? []).map(({ key: one, canonicalName, scientificName, rank }) => ({
    key: String(one),
    name: canonicalName || scientificName,
    ...(rank ? { rank } : {}),
  }));
  const elsewhere = [
    ...(namesakes.value?.results ?? []).filter(({ key: one }) => String(one) !== key),
    ...(related.value?.results ?? []),
  ];
  const canonical = own.canonicalName || splitAuthorship(own.scientificName)[0];
  return (
    <article class="usage">
      <header class="usage-head">
        <p class="answer-about">
          {own.rank && <span>{codeWords(t, own.rank.toLowerCase())}</span>}
          <StatusMark status={own.taxonomicStatus} always />
          {own.nomenclaturalCode && <span>{codeWords(t, own.nomenclaturalCode.toLowerCase())}</span>}
        </p>
        <h1>
          <ScientificName name={own.scientificName} rank={own.rank} />
        </h1>
        {own.accepted && own.acceptedKey !== undefined && (
          <p class="accepted">
            {t.name.acceptedAs} <ScientificName name={own.accepted} usageKey={String(own.acceptedKey)} />
          </p>
        )}
        <div class="actions">
          <a class="button" href={urlOf("", { name: own.scientificName, checklistKey }).href} onClick={follow}>
            {t.usage.matchThis}
          </a>
          <CopyLink />
        </div>
      </header>
      <div class="usage-grid">
        <section class="card">
          <h2>{t.usage.place}</h2>
          {steps.length > 0 ? (
            <Tree steps={steps} self={key} />
          ) : (
            own.parent && <ScientificName name={own.parent} usageKey={String(own.parentKey)} />
          )}
          <PagedNames path={`${path}/children`} title={t.usage.children} />
        </section>
        <div class="aside">
          <section class="card">
            <PagedNames path={`${path}/synonyms`} title={t.usage.synonyms} showsNone />
          </section>
          <CommonNames asked={vernaculars} />
          {elsewhere.length > 0 && (
            <section class="card">
              <h2>{t.usage.elsewhere}</h2>
              <p class="hint">{t.usage.elsewhereHint}</p>
              <ul class="plain-list">
                {elsewhere.map(
                  ({ key: one, scientificName, rank, kingdom, family, datasetKey = "", taxonomicStatus }) => (
                    <li key={`${datasetKey} ${one}`}>
                      <ScientificName
                        name={scientificName}
                        rank={rank}
                        usageKey={String(one)}
                        checklistKey={datasetKey === own.datasetKey ? undefined : datasetKey}
                      />{" "}
                      <span class="about">
                        {[kingdom, family].filter(Boolean).join(" › ")}
                        {datasetKey !== own.datasetKey && <span>{datasetKey}</span>}{" "}
                        <StatusMark status={taxonomicStatus} />
                      </span>
                    </li>
                  ),
                )}
              </ul>
            </section>
          )}
          <Facets usage={own} />
          <section class="card">
            <h2>{t.usage.links}</h2>
            <ul class="links">
              {linksOut(canonical, own.nomenclaturalCode).map(({ label, href }) => (
                <li key={label}>
                  <a href={href} rel="noopener noreferrer external" target="_blank">
                    {label}
                  </a>
                </li>
              ))}
            </ul>
            <dl class="facts">
              <dt>{t.usage.key}</dt>
              <dd>{own.key}</dd>
              {own.datasetTitle && (
                <>
                  <dt>{t.checklist}</dt>
                  <dd>{own.datasetTitle}</dd>
                </>
              )}
              {own.publishedIn && (
                <>
                  <dt>{t.usage.published}</dt>
                  <dd>{own.publishedIn}</dd>
                </>
              )}
            </dl>
          </section>
        </div>
      </div>
      {hasRecords && <TaxonRecords taxonKey={key} />}
    </article>
  );
}

function Missing({ error }: { error: Error }) {
  const t = useTexts();
  const isMissing = error instanceof ServerError && error.status === 404;
  return (
    <p class="problem" role="alert">
      {isMissing ? t.usage.missing : error instanceof TypeError ? t.serverGone : error.message}
    </p>
  );
}

function CommonNames({ asked }: { asked: Asked<Vernaculars> }) {
  const t = useTexts();
  const names = asked.value?.results ?? [];
  if (names.length === 0) return null;
  return (
    <section class="card">
      <h2>{t.usage.common}</h2>
      <ul class="common-names">
        {names.slice(0, SHOWN_COMMON_NAMES).map(({ vernacularName, language }) => (
          <li key={`${vernacularName} ${language}`}>
            <span lang={language}>{vernacularName}</span> {language && <small>{language}</small>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CopyLink() {
  const t = useTexts();
  const [isCopied, setCopied] = useState(false);
  // Browsers give the clipboard to safe origins only: this host itself, or HTTPS.
  if (!navigator.clipboard) return null;
  return (
    <>
      <button type="button" onClick={() => navigator.clipboard.writeText(location.href).then(() => setCopied(true))}>
        {t.usage.copyLink}
      </button>
      <span role="status" class="hint">
        {isCopied ? t.usage.copied : ""}
      </span>
    </>
  );
}
