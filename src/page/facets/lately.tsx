/** What changed lately, and how far has each indexer read? */

import { Frame } from "../parts/frame.tsx";
import { type NameOfId, useCall } from "./call.ts";
import { Named } from "./taxon.tsx";

interface RecentName {
  wfo_id: string;
  modified: string;
  reasons: string[];
  descendants: boolean;
  name: NameOfId | null;
}

interface Status {
  high: string;
  clockAheadSeconds: number;
  counts: Record<string, number>;
  readers: { key: string; call: string; lag: number | null; seen: string }[];
}

/** The names whose documents changed last. */
export function Recent({ bearer }: { bearer: string }) {
  const reply = useCall<{ names: RecentName[] }>("facets/recent", { limit: "50" }, bearer);
  return (
    <section>
      <h2>Changed lately</h2>
      {reply === undefined && <p role="status">Reading …</p>}
      {reply && "problem" in reply && <p class="problem">{reply.problem}</p>}
      {reply && "value" in reply && reply.value.names.length === 0 && <p>Nothing has changed yet.</p>}
      {reply && "value" in reply && reply.value.names.length > 0 && (
        <Frame class="facets-frame" label="Names changed lately">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">When (UTC)</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {reply.value.names.map(({ wfo_id, name, modified, reasons, descendants }) => (
                <tr key={wfo_id}>
                  <td>
                    <Named id={wfo_id} name={name} />
                  </td>
                  <td>{timeOf(modified)}</td>
                  <td>
                    {reasons.join(", ")}
                    {descendants && ", also for all below it"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Frame>
      )}
    </section>
  );
}

/** How far each key has read with each call. */
export function Indexers({ bearer }: { bearer: string }) {
  const reply = useCall<Status>("facets/status", {}, bearer);
  return (
    <section>
      <h2>Indexers</h2>
      {reply === undefined && <p role="status">Reading …</p>}
      {reply && "problem" in reply && <p class="problem">{reply.problem}</p>}
      {reply && "value" in reply && (
        <>
          <p class="hint">
            {["scores", "snippets", "names", "sources"]
              .map((what) => `${reply.value.counts[what]?.toLocaleString("en") ?? 0} ${what}`)
              .join(" · ")}
            {reply.value.clockAheadSeconds > 0 && ` · the clock runs ${reply.value.clockAheadSeconds} s ahead`}
          </p>
          {reply.value.readers.length === 0 && <p>No indexer has come back yet.</p>}
          {reply.value.readers.length > 0 && (
            <Frame class="facets-frame" label="Indexers and how far they have read">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Key</th>
                    <th scope="col">Call</th>
                    <th scope="col">Changes behind</th>
                    <th scope="col">Last seen (UTC)</th>
                  </tr>
                </thead>
                <tbody>
                  {reply.value.readers.map(({ key, call, lag, seen }) => (
                    <tr key={`${key} ${call}`}>
                      <td>{key}</td>
                      <td>{call}</td>
                      <td>{lag === null ? "another history: it has to begin anew" : lag.toLocaleString("en")}</td>
                      <td>{timeOf(seen)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Frame>
          )}
        </>
      )}
    </section>
  );
}

function timeOf(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}
