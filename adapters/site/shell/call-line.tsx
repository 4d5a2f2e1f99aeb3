import type { JSX } from 'preact';

/** A call as a trace prints it: its name and its result stand out. */
export function CallLine({ line }: { readonly line: string }): JSX.Element {
  const [, name = '', rest = line] = /^(\w+)(?=\()(.*)$/s.exec(line) ?? [];
  const [, args = rest, gap = '', result = ''] = /^(.*\))(\s+)(= .*)$/s.exec(rest) ?? [];
  return (
    <pre class="trace-line">
      <code>
        <b>{name}</b>
        {args}
        {gap !== '' && ' '}
        <span class={result.startsWith('= -1') ? 'wrong' : 'success'}>{result}</span>
      </code>
    </pre>
  );
}
