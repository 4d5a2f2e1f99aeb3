import type { JSX } from 'preact';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { colourGroupOf } from './call-colours.js';
import type { Column } from './columns.js';
import { linePieces } from './line-pieces.js';

interface RowProps {
  readonly session: Session;
  readonly columns: readonly Column[];
  /** The call's place in its recording. */
  readonly call: number;
  /** The row's place in the list. */
  readonly row: number;
  /** Pixels below the top of the list's element. */
  readonly top: number;
  readonly selected: boolean;
  /** Whether it has the text that is searched for. */
  readonly found: boolean;
  readonly noted: boolean;
}

/** The `id` of a call's row. */
export function rowId(call: number): string {
  return `call-${call}`;
}

/** A call in the list. */
export function CallRow({ session, columns, call, row, top, selected, found, noted }: RowProps): JSX.Element {
  const { name, head, result, marks } = session.lineOf(call);
  const failed = session.failed(call);
  const kinds = `call${selected ? ' selected' : ''}${failed ? ' failed' : ''}${found ? ' found' : ''}`;
  return (
    <div
      id={rowId(call)}
      class={kinds}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onPointerDown={() => session.select(call)}
    >
      {columns.map(({ id, text }) => (
        <span key={id} role="gridcell" class={`call-${id}`} title={id === 'result' ? result : undefined}>
          {id === 'number' ? (
            <>
              {noted && (
                <span class="call-noted" title="has a note">
                  <Icon name="note" />
                </span>
              )}
              {call}
            </>
          ) : id === 'name' ? (
            <CallText line={head} name={name} />
          ) : id === 'result' ? (
            <>
              {failed ? result.replace(/ \(.*$/s, '') : result}
              {marks !== '' && <span class="call-mark">{marks}</span>}
            </>
          ) : (
            text?.(session, call)
          )}
        </span>
      ))}
    </div>
  );
}

interface CallTextProps {
  /** The call as a trace prints it, up to its closing parenthesis. */
  readonly line: string;
  readonly name: Parameters<typeof colourGroupOf>[0];
}

/** A call with colours. */
export function CallText({ line, name }: CallTextProps): JSX.Element {
  return (
    <code class={`line family-${colourGroupOf(name)}`}>
      {linePieces(line).map(({ kind, text }, index) =>
        kind === 'plain' ? (
          text
        ) : (
          <span key={index} class={`piece-${kind}`}>
            {text}
          </span>
        ),
      )}
    </code>
  );
}
