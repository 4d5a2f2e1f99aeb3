import type { JSX } from 'preact';
import type { CallMemory, MemoryRow } from '../../../application/reference/index.js';

/** The memory of a program around one call: what it has put there, and what it finds there afterwards. */
export function MemoryView({ memory }: { readonly memory: CallMemory }): JSX.Element {
  return (
    <section class="call-memory" aria-label="The memory around one such call">
      <h3>The memory around one such call</h3>
      <pre class="code-block">
        <code>{memory.call}</code>
      </pre>
      <div class="memory-tables">
        {memory.before.length > 0 && <Rows title="before the call" rows={memory.before} />}
        {memory.after.length > 0 && <Rows title="after it, if it returned 0" rows={memory.after} />}
      </div>
    </section>
  );
}

function Rows({ title, rows }: { readonly title: string; readonly rows: readonly MemoryRow[] }): JSX.Element {
  return (
    <table class="memory-rows">
      <caption>{title}</caption>
      <tbody>
        {rows.map(({ address, bytes, column, meaning }, index) => (
          <tr
            key={index}
            class={index > 0 && address - (rows[index - 1] as MemoryRow).address > 16 ? 'gap' : undefined}
          >
            <th scope="row">0x{address.toString(16)}</th>
            <td class="bytes">
              {Array.from({ length: 8 }, (_, at) => {
                const byte = bytes[at - column];
                return (
                  <span key={at} class={byte === undefined ? undefined : 'byte'}>
                    {byte?.toString(16).padStart(2, '0')}
                  </span>
                );
              })}
            </td>
            <td class="meaning">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
