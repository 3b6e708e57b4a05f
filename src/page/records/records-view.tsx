/** Which records does this server have? A search over everything at `/occurrences`, its filters kept in the address. */
import { useEffect, useState } from "preact/hooks";
import { go, type Place } from "../location.ts";
import { useTexts } from "../texts/texts.ts";
import { filtersIn, queryOf, type RecordFilters, yearEnds, yearsOf } from "./filters.ts";
import { Found } from "./found.tsx";

const BASES = [
  "HUMAN_OBSERVATION",
  "PRESERVED_SPECIMEN",
  "MACHINE_OBSERVATION",
  "MATERIAL_SAMPLE",
  "MATERIAL_CITATION",
  "LIVING_SPECIMEN",
  "FOSSIL_SPECIMEN",
  "OBSERVATION",
  "OCCURRENCE",
];

/** The view. */
export function RecordsView({ place }: { place: Place }) {
  const t = useTexts();
  const filters = filtersIn(place.query);
  return (
    <>
      <h1>{t.records.title}</h1>
      <FilterForm key={queryOf(filters)} filters={filters} />
      <section class="card">
        <h2>{t.records.found}</h2>
        <Found filters={filters} />
      </section>
    </>
  );
}

function FilterForm({ filters }: { filters: RecordFilters }) {
  const t = useTexts();
  const [from, to] = yearEnds(filters.year);
  const [typed, setTyped] = useState({ ...filters, from, to });
  useEffect(() => setTyped({ ...filters, from, to }), [queryOf(filters)]);
  const field = (name: "scientificName" | "country" | "q" | "from" | "to", label: string, more = {}) => (
    <label>
      {label}
      <input
        name={name}
        value={typed[name] ?? ""}
        onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
        {...more}
      />
    </label>
  );
  return (
    <form
      class="card record-filters"
      onSubmit={(event) => {
        event.preventDefault();
        const { from, to, ...rest } = typed;
        go("occurrences", { ...rest, year: yearsOf(from.trim(), to.trim()) });
      }}
    >
      {field("scientificName", t.records.name, { placeholder: "Puma concolor" })}
      {field("country", t.records.country, { placeholder: "DK" })}
      {field("from", t.records.from, { inputMode: "numeric", size: 5 })}
      {field("to", t.records.to, { inputMode: "numeric", size: 5 })}
      <label>
        {t.records.basis}
        <select
          name="basisOfRecord"
          value={typed.basisOfRecord ?? ""}
          onChange={({ currentTarget }) => setTyped({ ...typed, basisOfRecord: currentTarget.value })}
        >
          <option value="">{t.records.any}</option>
          {BASES.map((one) => (
            <option key={one} value={one}>
              {one.toLowerCase().replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </label>
      {field("q", t.records.words)}
      {typed.geometry && (
        <label class="check">
          <input
            type="checkbox"
            checked
            onChange={() => {
              const { geometry, ...rest } = typed;
              setTyped(rest);
            }}
          />{" "}
          {t.records.inArea}
        </label>
      )}
      {typed.taxonKey && (
        <label class="check">
          <input
            type="checkbox"
            checked
            onChange={() => {
              const { taxonKey, ...rest } = typed;
              setTyped(rest);
            }}
          />{" "}
          {t.records.ofTaxon(typed.taxonKey)}
        </label>
      )}
      <div class="actions">
        <button type="submit">{t.records.search}</button>
        <button type="button" class="quiet" onClick={() => go("occurrences")}>
          {t.records.clear}
        </button>
      </div>
    </form>
  );
}
