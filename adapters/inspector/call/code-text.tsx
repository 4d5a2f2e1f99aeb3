import type { JSX } from 'preact';

/** A text of the table, in which backticks enclose code. */
export function Code({ text }: { readonly text: string }): JSX.Element {
  return <>{text.split('`').map((piece, index) => (index % 2 === 0 ? piece : <code key={index}>{piece}</code>))}</>;
}
