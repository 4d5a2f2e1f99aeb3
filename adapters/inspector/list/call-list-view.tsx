import type { JSX } from 'preact';
import { FindBar } from '../find/find-bar.js';
import { useSearch } from '../find/use-search.js';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { later } from '../shell/later.js';
import { useWatched } from '../watched.js';
import { CallRow, rowId } from './call-row.js';
import { chosenColumns } from './columns.js';
import { Headings } from './headings.js';
import { VirtualList } from './virtual-list.js';

const PredictPanel = later(() => import('../shell/occasional.js').then(({ PredictPanel: view }) => view));

const ColumnChoice = later(() => import('../shell/occasional.js').then(({ ColumnChoice: view }) => view));

/** The calls of a run. */
export function CallListView({ session }: { readonly session: Session }): JSX.Element {
  const rows = useWatched(session.shown.rows);
  const selected = useWatched(session.selected);
  useWatched(session.hiddenFrom);
  const resets = useWatched(session.shown.resets);
  const notes = useWatched(session.notes.all);
  const prediction = useWatched(session.prediction);
  const shown = useWatched(chosenColumns);
  const choosing = useWatched(session.choosingColumns);
  const find = useWatched(session.find);
  const search = useSearch(session);
  const count = session.rowCount;
  return (
    <div class="call-list" style={{ '--columns': shown.map(({ width }) => width).join(' ') }}>
      {find !== undefined && <FindBar key={session.number} session={session} find={find} />}
      <div class="calls-room">
        <button
          type="button"
          class="quiet choose-columns"
          aria-label="Columns"
          title="Columns (C)"
          onClick={() => session.choosingColumns.set(true)}
        >
          <Icon name="columns" />
        </button>
        <VirtualList
          class="calls"
          label="Calls"
          head={<Headings session={session} />}
          columns={shown.length}
          count={count}
          revealed={rows.rowOf(selected)}
          resets={resets}
          idOf={row => rowId(rows.callAt(row))}
          onPage={page => {
            session.page = page;
          }}
          draw={(row, top) => {
            const call = rows.callAt(row);
            return (
              <CallRow
                key={call}
                session={session}
                columns={shown}
                call={call}
                row={row}
                top={top}
                selected={call === selected}
                found={search?.has(call) === true}
                noted={notes.has(call)}
              />
            );
          }}
        />
        {count === 0 && !rows.complete && (
          <div class="notice none-found" role="status">
            <h2>No call passes the filter</h2>
            <p>
              Press <kbd>Esc</kbd> to see all {session.length.value.toLocaleString('en')} calls again.
            </p>
          </div>
        )}
      </div>
      {choosing && <ColumnChoice onClose={() => session.choosingColumns.set(false)} />}
      {prediction !== undefined && <PredictPanel session={session} prediction={prediction} />}
    </div>
  );
}
