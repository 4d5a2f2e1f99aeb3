import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DescriptorChange, DescriptorRow, DescriptorState } from '../../../application/inspection/index.js';
import { printable } from '../../../application/text/index.js';
import { ALL_RIGHTS, enumerations, flagNames, rightNames } from '../../../domain/index.js';
import type { Session } from '../session.js';
import { useWatched } from '../watched.js';
import { Life } from './life.js';

/** More open descriptors than these are not shown at once, but for those that the call has changed. */
const MOST = 300;

/** The effect of a call on a descriptor: the sign in front of its line, and the words for it. */
const CHANGES: Readonly<Record<DescriptorChange, readonly [sign: string, text: string]>> = {
  opened: ['+', 'opened by this call'],
  closed: ['−', 'closed by this call'],
  moved: ['→', 'moved here by this call'],
  changed: ['•', 'changed by this call'],
};

/** The descriptors that are open when the call that is looked at has ended. */
export function DescriptorsPane({ session }: { readonly session: Session }): JSX.Element {
  const call = useWatched(session.selected);
  const [chosen, choose] = useState<number | undefined>(undefined);
  const { descriptors } = session.calls;
  if (descriptors === undefined) {
    return (
      <div class="notice">
        <h2>A trace does not tell the descriptors</h2>
        <p>A recording does. Make one, and open it in place of the trace:</p>
        <pre>
          <code>hostcall record -o run.hcr prog.wasm</code>
        </pre>
      </div>
    );
  }
  const all = descriptors.at(call);
  const used = session.shown.descriptorOf(call);
  const rows =
    all.length <= MOST ? all : all.filter((row, index) => index < MOST || row.change !== undefined || row.fd === used);
  return (
    <div class="stack">
      <table class="descriptors">
        <caption class="visually-hidden">Descriptors after call {call}</caption>
        <thead>
          <tr>
            <th scope="col" class="end">
              fd
            </th>
            <th scope="col">path</th>
            <th scope="col">type</th>
            <th scope="col" class="end">
              offset
            </th>
            <th scope="col">flags</th>
            <th scope="col">rights</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Line
              key={row.life}
              row={row}
              used={row.fd === used}
              chosen={row.life === chosen}
              onChoose={() => choose(row.life === chosen ? undefined : row.life)}
            />
          ))}
        </tbody>
      </table>
      {rows.length < all.length && (
        <p class="quiet-text">
          {all.length - rows.length} more are open. The filter <code>fd=N</code> finds the calls of any.
        </p>
      )}
      {chosen === undefined ? (
        <p class="quiet-text">Choose a descriptor to see where it comes from, and all its uses.</p>
      ) : (
        <Life session={session} life={chosen} state={all.find(({ life }) => life === chosen)} />
      )}
    </div>
  );
}

interface LineProps {
  readonly row: DescriptorRow;
  /** The call takes it. */
  readonly used: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function Line({ row, used, chosen, onChoose }: LineProps): JSX.Element {
  const { fd, label, preopen, filetype, flags, rights, change, changed } = row;
  const [sign, text] = change === undefined ? ['', ''] : CHANGES[change];
  const mark = (...members: (keyof DescriptorState)[]) =>
    members.some(member => changed.includes(member)) ? 'changed' : undefined;
  const kinds = [change ?? '', used ? 'used' : '', chosen ? 'chosen' : ''].filter(kind => kind !== '').join(' ');
  return (
    <tr class={kinds} onClick={onChoose}>
      <td class={`end ${mark('fd') ?? ''}`}>
        <span class="descriptor-sign" title={text}>
          {sign}
          <span class="visually-hidden">{text}</span>
        </span>
        <button type="button" class="link code" aria-expanded={chosen} onClick={stopped(onChoose)}>
          {fd}
        </button>
      </td>
      <td class="code" title={printable(label)}>
        {printable(label)}
      </td>
      <td>{preopen ? 'preopen' : typeText(filetype)}</td>
      <td class={`end code ${mark('offset', 'cookie') ?? ''}`}>{offsetText(row)}</td>
      <td class={`code ${mark('flags') ?? ''}`}>{flags === undefined ? '' : flagNames('fdflags', flags).join(' ')}</td>
      <td class={`code ${mark('rights') ?? ''}`} title={rights === undefined ? '' : rightNames(rights.base).join(' ')}>
        {rights === undefined ? '' : `${rights.exact ? '' : '≤ '}${rightsCount(rights.base)}`}
      </td>
    </tr>
  );
}

function stopped(action: () => void): (event: Event) => void {
  return event => {
    event.stopPropagation();
    action();
  };
}

/** A file's type in words; empty where no call has told it. */
export function typeText(filetype: number | undefined): string {
  if (filetype === undefined) return '';
  return (enumerations.filetype[filetype] ?? 'unknown').toLowerCase().replaceAll('_', ' ');
}

function offsetText({ offset, cookie }: DescriptorRow): string {
  if (cookie !== undefined) return `cookie ${cookie}`;
  return offset === undefined ? '' : String(offset);
}

/** How many rights a mask has. */
export function rightsCount(mask: number): string {
  return (mask & ALL_RIGHTS) === ALL_RIGHTS ? 'all' : String(rightNames(mask).length);
}
