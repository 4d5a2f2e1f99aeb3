import type { JSX } from 'preact';

/** Text with the parts between backticks as code. */
export function withCode(text: string): (string | JSX.Element)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={`${index}`}>{part}</code>));
}
