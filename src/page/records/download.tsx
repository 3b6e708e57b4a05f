/** A file of all records that were found: made by the server for whoever has a key, fetched when it is ready. */
import { useEffect, useRef, useState } from "preact/hooks";
import { getJson, refusalOf, urlOf } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { predicateOf, type RecordFilters } from "./filters.ts";

/** Kept as long as the tab is open, never longer. */
const STORED = "binomen-download-key";
const FORMATS = ["SIMPLE_CSV", "DWCA", "SPECIES_LIST", "SIMPLE_PARQUET"];
const ASK_AGAIN = 700;

interface Status {
  key: string;
  status: string;
  totalRecords: number;
}

/** The button, the key that it asks for, and how far the file is. */
export function RecordDownload({ filters }: { filters: RecordFilters }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState(() => sessionStorage.getItem(STORED) ?? "");
  const [format, setFormat] = useState(FORMATS[0]!);
  const [made, setMade] = useState<Status>();
  const [problem, setProblem] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const watch = async (download: string) => {
    const status = await getJson<Status>(`v1/occurrence/download/${download}`);
    setMade(status);
    if (["PREPARING", "RUNNING", "SUSPENDED"].includes(status.status))
      timer.current = setTimeout(() => watch(download).catch(fail), ASK_AGAIN);
  };
  const fail = (error: unknown) => setProblem(error instanceof Error ? error.message : String(error));
  const request = async () => {
    setProblem("");
    setMade(undefined);
    const { checklistKey } = filters;
    const reply = await fetch(urlOf("v1/occurrence/download/request"), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ predicate: predicateOf(filters), format, ...(checklistKey && { checklistKey }) }),
    });
    if (!reply.ok) throw await refusalOf(reply);
    sessionStorage.setItem(STORED, key);
    await watch(await reply.text());
  };
  if (!isOpen)
    return (
      <button type="button" onClick={() => setOpen(true)}>
        {t.records.download}
      </button>
    );
  return (
    <form
      class="record-download"
      onSubmit={(event) => {
        event.preventDefault();
        request().catch(fail);
      }}
    >
      <label>
        {t.records.format}{" "}
        <select value={format} onChange={({ currentTarget }) => setFormat(currentTarget.value)}>
          {FORMATS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.records.downloadKey}{" "}
        <input
          type="password"
          autocomplete="off"
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={key === ""}>
        {t.records.make}
      </button>
      {made && (
        <p role="status">
          {made.status === "SUCCEEDED" ? (
            <a href={urlOf(`v1/occurrence/download/request/${made.key}.zip`).href} download>
              {t.records.file(made.totalRecords)}
            </a>
          ) : ["PREPARING", "RUNNING"].includes(made.status) ? (
            t.records.making
          ) : (
            t.records.failed
          )}
        </p>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
