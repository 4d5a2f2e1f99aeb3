import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { useWatched } from '../watched.js';
import { nextOrder } from './call-order.js';
import { type Column, chosenColumns } from './columns.js';

/** What stands above the columns. A click on one sorts by it: ascending, then descending, then as the calls were made. */
export function Headings({ session }: { readonly session: Session }): JSX.Element {
  const columns = useWatched(chosenColumns);
  const order = useWatched(session.shown.order);
  const predicting = useWatched(session.prediction) !== undefined;
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(row.current?.querySelectorAll('button') ?? [])];
    buttons[(buttons.indexOf(event.target as HTMLButtonElement) + by + buttons.length) % buttons.length]?.focus();
  };
  // Of what is sorted by, or else of the first, the heading is the one that Tab leads to.
  const reached = columns.some(({ id }) => id === order?.by) ? order?.by : columns[0]?.id;
  const sort = ({ id }: Column) => session.shown.sort(nextOrder(order, id));
  return (
    <div
      ref={row}
      class="calls-head"
      role="row"
      aria-rowindex={1}
      onKeyDown={move}
      onContextMenu={event => {
        event.preventDefault();
        session.choosingColumns.value = true;
      }}
    >
      {columns.map((column, index) => {
        const { id, title, about } = column;
        const direction = order?.by !== id ? undefined : order.descending ? 'descending' : 'ascending';
        return (
          <span
            key={id}
            role="columnheader"
            class={`call-${id}`}
            aria-colindex={index + 1}
            aria-sort={direction ?? 'none'}
          >
            <button
              type="button"
              class="heading"
              tabIndex={id === reached ? 0 : -1}
              aria-label={about}
              title={`Sort by ${about}`}
              disabled={predicting}
              onClick={() => sort(column)}
            >
              {title}
              {direction !== undefined && <Icon name={direction} />}
            </button>
          </span>
        );
      })}
    </div>
  );
}
