/** A table that scrolls sideways on a narrow screen, with the keyboard too. */
import type { ComponentChildren } from "preact";

/** `label` is what a screen reader calls the table. */
export function Frame(props: { label: string; class: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus, or the keyboard cannot scroll it
    <section class={props.class} tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  );
}
