/** How does a list come in? Pasted, dropped, or opened. */
import { useRef, useState } from "preact/hooks";
import { useTexts } from "../texts/texts.ts";

/** What is handed to the worker. */
export type Handed = { file: File } | { text: string; title: string };

const EXAMPLE = `catalogue no,scientificName,country,collected by
1001,Puma concolor (Linnaeus 1771),Chile,M. Rojas
1002,Felis concolor,Peru,M. Rojas
1003,Rhododendron ferrugineumm L.,Switzerland,A. Keller
1004,Bellis perenis,Germany,J. Braun
1005,Quercus sp.,Spain,I. Ortega
1006,Abies cf. alba,Italy,G. Conti
1007,Oenanthe,Portugal,R. Silva
1008,Xanthium strumarum,France,
1009,Bellis perenis,Austria,J. Braun
1010,Parus major L.,Norway,S. Dahl
1011,Nonsensia nullibi,,
1012,Arabidopsis thaliana (L.) Heynh.,Sweden,S. Dahl
`;

/** Longer pastes are taken as they are: a text field would stop the page for seconds. */
const LONGEST_SHOWN = 200_000;

/** The field, the button and the place to drop a file. */
export function Intake({ onSource }: { onSource(source: Handed): void }) {
  const t = useTexts();
  const [text, setText] = useState("");
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (file) onSource({ file });
  };
  return (
    <form
      class={`intake ${isOver ? "is-over" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        onSource({ text, title: t.list.pasted });
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files[0]);
      }}
    >
      <p class="lead">{t.list.lead}</p>
      <label for="names">{t.list.paste}</label>
      <textarea
        id="names"
        rows={9}
        spellcheck={false}
        autocomplete="off"
        aria-describedby="drop-hint"
        placeholder={"Puma concolor (Linnaeus, 1771)\nBellis perenis L.\nAbies cf. alba"}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData("text/plain") ?? "";
          if (pasted.length <= LONGEST_SHOWN) return;
          event.preventDefault();
          onSource({ text: pasted, title: t.list.pasted });
        }}
      />
      <p id="drop-hint" class="hint">
        {t.list.drop}
      </p>
      <div class="actions">
        <button type="submit" class="primary">
          {t.list.read}
        </button>
        <button type="button" onClick={() => picker.current?.click()}>
          {t.list.open}
        </button>
        <button type="button" class="quiet" onClick={() => setText(EXAMPLE)}>
          {t.list.example}
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,.tab,.xlsx,.xlsm,.ods,.gz,text/csv,text/plain"
          onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
        />
      </div>
    </form>
  );
}
