/** What was found: how many, where, when, in which countries, the records themselves, and a file of them. */
import { useState } from "preact/hooks";
import { getJson, urlOf } from "../api.ts";
import { follow, go } from "../location.ts";
import { useAsked } from "../parts/asked.ts";
import { Frame } from "../parts/frame.tsx";
import { codeWords, useTexts } from "../texts/texts.ts";
import { RecordDownload } from "./download.tsx";
import { queryOf, type RecordFilters, rectangleOf } from "./filters.ts";
import { RecordMap } from "./record-map.tsx";

interface Counted {
  field: string;
  counts: { name: string; count: number }[];
}
interface Understood {
  scientificName: string;
  taxonKeys: string[];
  usage?: { key: string; name: string };
  acceptedUsage?: { key: string; name: string };
}
interface Reply {
  count: number;
  offset: number;
  endOfRecords: boolean;
  results: Record<string, unknown>[];
  facets: Counted[];
  understood?: Understood[];
}

const PAGE = 20;
const FACETS = "facet=year&facet=country&facet=basisOfRecord&year.facetLimit=400&country.facetLimit=15";

/** The records of filters. */
export function Found({ filters }: { filters: RecordFilters }) {
  const t = useTexts();
  const query = queryOf(filters);
  const [page, setPage] = useState({ query, offset: 0 });
  const offset = page.query === query ? page.offset : 0;
  const asked = useAsked<Reply>(`${query} ${offset}`, (signal) =>
    getJson<Reply>(`v1/occurrence/search?${FACETS}`, { ...filters, limit: `${PAGE}`, offset: `${offset}` }, { signal }),
  );
  if (asked.error)
    return (
      <p class="problem" role="alert">
        {asked.error.message}
      </p>
    );
  const found = asked.value;
  if (!found) return <p class="hint">{t.usage.loading}</p>;
  const facet = (field: string) => found.facets.find((one) => one.field === field)?.counts ?? [];
  return (
    <div class="records-found" aria-busy={asked.isPending}>
      <p role="status" class="records-count">
        <b>{t.records.count(found.count)}</b>
        {found.understood?.map((one) => (
          <span key={one.scientificName}> {understoodWords(t.records, one)}</span>
        ))}
      </p>
      {found.count > 0 && (
        <>
          <RecordMap
            query={query}
            onArea={(bounds) => go("occurrences", { ...filters, geometry: rectangleOf(bounds) })}
          />
          <div class="records-facets">
            <Years counts={facet("YEAR")} />
            <section>
              <h3>{t.records.countries}</h3>
              <Bars counts={facet("COUNTRY")} link={(country) => ({ ...filters, country })} />
            </section>
            <section>
              <h3>{t.records.bases}</h3>
              <Bars counts={facet("BASIS_OF_RECORD")} link={(basisOfRecord) => ({ ...filters, basisOfRecord })} />
            </section>
          </div>
          <Table records={found.results} />
          <div class="actions">
            <button type="button" disabled={offset === 0} onClick={() => setPage({ query, offset: offset - PAGE })}>
              {t.records.before}
            </button>
            <button
              type="button"
              disabled={found.endOfRecords}
              onClick={() => setPage({ query, offset: offset + PAGE })}
            >
              {t.records.after}
            </button>
            <span class="hint">{t.records.shown(offset + 1, offset + found.results.length)}</span>
          </div>
          <RecordDownload filters={filters} />
        </>
      )}
    </div>
  );
}

function understoodWords(
  t: ReturnType<typeof useTexts>["records"],
  { scientificName, taxonKeys, usage, acceptedUsage }: Understood,
): string {
  const taxon = acceptedUsage ?? usage;
  if (taxon === undefined || taxonKeys.length === 0) return t.notUnderstood(scientificName);
  return t.understood(scientificName, taxon.name);
}

/** Counts as bars, each a link to the records behind it. */
function Bars({ counts, link }: { counts: { name: string; count: number }[]; link(name: string): RecordFilters }) {
  const t = useTexts();
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <ul class="bars">
      {counts.map(({ name, count }) => (
        <li key={name}>
          <a href={urlOf("occurrences", { ...link(name) }).href} onClick={follow}>
            {/^[A-Z]{2}$/.test(name) ? name : codeWords(t, name.toLowerCase())}
          </a>
          <span class="bar" style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
          <span class="count">{t.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

const CHART = { width: 400, height: 90 };

/** Counts of years as a chart, from the first to the last. */
function Years({ counts }: { counts: { name: string; count: number }[] }) {
  const t = useTexts();
  if (counts.length === 0) return null;
  const years = counts.map(({ name }) => Number(name));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const most = counts[0]!;
  const step = CHART.width / (last - first + 1);
  return (
    <section>
      <h3>{t.records.years}</h3>
      <svg
        class="years"
        viewBox={`0 0 ${CHART.width} ${CHART.height}`}
        role="img"
        aria-label={t.records.yearsLabel(first, last, most.name, most.count)}
      >
        {counts.map(({ name, count }) => {
          const height = Math.max(1.5, (count / most.count) * CHART.height);
          const x = (Number(name) - first) * step;
          return (
            <rect key={name} x={x} y={CHART.height - height} width={Math.max(0.8, step * 0.85)} height={height}>
              <title>{`${name}: ${t.number(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="hint years-ends">
        <span>{first}</span>
        <span>{last}</span>
      </p>
    </section>
  );
}

function Table({ records }: { records: Record<string, unknown>[] }) {
  const t = useTexts().records;
  const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
  return (
    <Frame class="records-table" label={t.table}>
      <table>
        <thead>
          <tr>
            {[t.name, t.date, t.country, t.locality, t.basis, t.key].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={text(record["key"])}>
              <td>
                <i>{text(record["scientificName"])}</i>
              </td>
              <td>{text(record["eventDate"] ?? record["year"])}</td>
              <td>{text(record["countryCode"])}</td>
              <td>{text(record["locality"])}</td>
              <td>{text(record["basisOfRecord"]).toLowerCase().replaceAll("_", " ")}</td>
              <td>
                <a href={urlOf(`v1/occurrence/${text(record["key"])}`).href}>{text(record["key"])}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
}
