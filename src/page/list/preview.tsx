/** Is a list read as it should be? Its first rows, with what each column holds to be changed by hand. */
import { useEffect, useState } from "preact/hooks";
import { type Checklist, checklists } from "../api.ts";
import { Frame } from "../parts/frame.tsx";
import { useChecklistKey } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";
import { COLUMN_ROLES, type ColumnRole, type Preview, type ReadOptions, type Roles } from "./protocol.ts";

/** What is chosen before matching. */
export type Settings = { roles: Roles; hasHeader: boolean; checklistKey: string } & ReadOptions;

/** Columns that are shown; a table may have thousands, and those that have a role come first. */
const SHOWN_COLUMNS = 60;

/** The preview with its choices. */
export function PreviewView({
  preview,
  onReread,
  onMatch,
  onBack,
}: {
  preview: Preview;
  onReread(options: ReadOptions): void;
  onMatch(settings: Settings): void;
  onBack(): void;
}) {
  const t = useTexts();
  const chosenKey = useChecklistKey();
  const [roles, setRoles] = useState<Roles>(preview.roles);
  const [checklistKey, setChecklistKey] = useState(chosenKey);
  const [served, setServed] = useState<Checklist[]>([]);
  useEffect(() => setRoles(preview.roles), [preview]);
  useEffect(() => {
    checklists().then(setServed, () => undefined);
  }, []);
  const read: ReadOptions = {
    ...(preview.delimiter === undefined ? {} : { delimiter: preview.delimiter }),
    ...(preview.sheet === undefined ? {} : { sheet: preview.sheet }),
  };
  const titleOf = (column: number) => preview.header[column] || t.list.column(column + 1);
  const assign = (column: number, role: ColumnRole | "") =>
    // A role belongs to one column: the one that had it is only kept from now on.
    setRoles(roles.map((one, at) => (at === column ? role : one === role && role !== "" ? "" : one)));
  const columns = Array.from({ length: preview.columnCount }, (_, column) => column)
    .sort((a, b) => Number(roles[a] === "") - Number(roles[b] === "") || a - b)
    .slice(0, SHOWN_COLUMNS)
    .sort((a, b) => a - b);
  const hasName =
    roles.includes("scientificName") ||
    (roles.includes("specificEpithet") && (roles.includes("genus") || roles.includes("genericName")));
  return (
    <form
      class="preview"
      onSubmit={(event) => {
        event.preventDefault();
        onMatch({ ...read, roles, hasHeader: preview.hasHeader, checklistKey });
      }}
    >
      <h2>{t.list.preview}</h2>
      <p class="about">
        <strong>{preview.title}</strong> · {t.list.rowsAndColumns(preview.rowCount, preview.columnCount)}
        {preview.encoding && ` · ${preview.encoding.toUpperCase()}`}
      </p>
      <div class="choices">
        <label>
          <input
            type="checkbox"
            checked={preview.hasHeader}
            onChange={({ currentTarget }) => onReread({ ...read, hasHeader: currentTarget.checked })}
          />{" "}
          {t.list.hasHeader}
        </label>
        {preview.delimiter !== undefined && (
          <label>
            {t.list.delimiter}{" "}
            <select
              value={preview.delimiter}
              onChange={({ currentTarget }) => onReread({ delimiter: currentTarget.value })}
            >
              {Object.entries(t.list.delimiters).map(([delimiter, label]) => (
                <option key={delimiter} value={delimiter}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        {preview.sheets.length > 1 && (
          <label>
            {t.list.sheet}{" "}
            <select value={preview.sheet} onChange={({ currentTarget }) => onReread({ sheet: currentTarget.value })}>
              {preview.sheets.map((sheet) => (
                <option key={sheet} value={sheet}>
                  {sheet}
                </option>
              ))}
            </select>
          </label>
        )}
        {served.length > 0 && (
          <label>
            {t.checklist}{" "}
            <select
              value={checklistKey || served[0]?.checklistKey}
              onChange={({ currentTarget }) => setChecklistKey(currentTarget.value)}
            >
              {served.map((one) => (
                <option key={one.checklistKey} value={one.checklistKey}>
                  {one.title}, {t.release(one.release)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Frame class="table-frame" label={t.list.preview}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" key={column} class={roles[column] ? "has-role" : ""}>
                  <span class="column-title">{titleOf(column)}</span>
                  <select
                    aria-label={t.list.roleOf(titleOf(column))}
                    value={roles[column]}
                    onChange={({ currentTarget }) => assign(column, currentTarget.value as ColumnRole | "")}
                  >
                    {["" as const, ...COLUMN_ROLES].map((role) => (
                      <option key={role} value={role}>
                        {t.list.roles[role]}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((cells, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column} class={roles[column] ? "has-role" : ""}>
                    {(cells[column] ?? "").slice(0, 120)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      {preview.unclosed.length > 0 && <p class="hint">{t.list.unclosed(preview.unclosed)}</p>}
      {preview.uneven.length > 0 && <p class="hint">{t.list.uneven(preview.uneven)}</p>}
      {!hasName && (
        <p class="problem" role="status">
          {t.list.readProblems.noName}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary" disabled={!hasName}>
          {t.list.match(preview.rowCount)}
        </button>
        <button type="button" onClick={onBack}>
          {t.list.back}
        </button>
      </div>
    </form>
  );
}
