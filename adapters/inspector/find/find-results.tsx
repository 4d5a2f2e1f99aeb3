import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { useWatched } from '../watched.js';
import type { Find, Found } from './find.js';

interface FindResultsProps {
  readonly session: Session;
  readonly find: Find;
}

/** How many calls have the text, and the buttons that lead from one to the next. */
export function FindResults({ session, find }: FindResultsProps): JSX.Element {
  const text = useWatched(find.text);
  const search = useWatched(find.search);
  const busy = useWatched(find.busy);
  const examined = useWatched(find.examined);
  const rows = useWatched(session.shown.rows);
  const selected = useWatched(session.selected);
  const found = useMemo(() => find.found, [search, busy, examined, rows, selected]);
  return (
    <>
      <span id="find-count" class="find-count" role="status">
        {text === '' ? '' : foundText(found, busy)}
      </span>
      <FindButton icon="previous" text="The one before (Shift Enter)" onClick={() => find.next(-1)} />
      <FindButton icon="next" text="The next one (Enter)" onClick={() => find.next(1)} />
      <FindButton icon="close" text="Find no more (Esc)" onClick={() => session.closeFind()} />
    </>
  );
}

const counts = new Intl.NumberFormat('en');

/** `3 of 17`, `17 found`, `none, 4 not shown`. */
function foundText({ rows, place, elsewhere }: Found, busy: boolean): string {
  const number = rows === 0 ? (busy ? 'searching' : 'none') : counts.format(rows);
  const shown = rows === 0 ? number : place > 0 ? `${counts.format(place)} of ${number}` : `${number} found`;
  return `${shown}${busy ? ' …' : ''}${elsewhere > 0 ? `, ${counts.format(elsewhere)} not shown` : ''}`;
}

interface FindButtonProps {
  readonly icon: 'previous' | 'next' | 'close';
  readonly text: string;
  readonly onClick: () => void;
}

function FindButton({ icon, text, onClick }: FindButtonProps): JSX.Element {
  return (
    <button type="button" class="quiet" aria-label={text.replace(/ \(.*/, '')} title={text} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
