/** The records of a taxon on its page, with all that is below it; nothing where the server has no records of it. */
import { getJson, urlOf } from "../api.ts";
import { follow } from "../location.ts";
import { useAsked } from "../parts/asked.ts";
import { useChecklistKey } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";
import { Found } from "./found.tsx";

/** The card. */
export function TaxonRecords({ taxonKey }: { taxonKey: string }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const filters = { taxonKey, ...(checklistKey && { checklistKey }) };
  const asked = useAsked<{ count: number }>(`${checklistKey} ${taxonKey}`, (signal) =>
    getJson("v1/occurrence/search", { ...filters, limit: "0" }, { signal }),
  );
  if (!asked.value?.count) return null;
  return (
    <section class="card taxon-records">
      <h2>{t.records.title}</h2>
      <Found filters={filters} />
      <p>
        <a href={urlOf("occurrences", filters).href} onClick={follow}>
          {t.records.searchThese}
        </a>
      </p>
    </section>
  );
}
