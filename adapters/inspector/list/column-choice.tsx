import type { JSX } from 'preact';
import type { CallSortKey } from '../../../application/inspection/index.js';
import { Dialog } from '../shell/dialog.js';
import { useWatched } from '../watched.js';
import { COLUMNS_KEY, chosenColumns, columns, columnsOf, FIXED } from './columns.js';

/** Asks which columns the list is to have. */
export function ColumnChoice({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const chosen = useWatched(chosenColumns);
  return (
    <Dialog title="Columns" onClose={onClose}>
      <ul class="column-choice">
        {columns.map(column => (
          <li key={column.id}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(column)}
                disabled={FIXED.has(column.id)}
                onChange={({ currentTarget }) => chooseColumn(column.id, currentTarget.checked)}
              />{' '}
              {column.about}
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Shows a column, or shows it no more. */
function chooseColumn(id: CallSortKey, show: boolean): void {
  const ids = chosenColumns.value.map(column => column.id).filter(each => each !== id);
  if (show) ids.push(id);
  chosenColumns.value = columnsOf(ids);
  try {
    localStorage.setItem(COLUMNS_KEY, ids.join());
  } catch {
    // A page whose storage is blocked forgets it.
  }
}
