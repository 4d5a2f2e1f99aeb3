import type { JSX } from 'preact';
import type { Session } from '../session.js';
import { useWatched } from '../watched.js';

const counts = new Intl.NumberFormat('en');

/** How many calls there are, which is looked at, and what is being done. */
export function StatusLine({ session }: { readonly session: Session }): JSX.Element {
  const length = useWatched(session.length);
  const rows = useWatched(session.shown.rows);
  const selected = useWatched(session.selected);
  const progress = useWatched(session.progress);
  return (
    <footer class="status">
      <span role="status">
        {rows.complete
          ? `${counts.format(length)} ${length === 1 ? 'call' : 'calls'}`
          : `${counts.format(rows.count)} of ${counts.format(length)} calls`}
      </span>
      {selected >= 0 && <span>call {selected}</span>}
      {progress !== undefined && (
        <span class="status-progress">
          {progress.text}{' '}
          <progress
            aria-label={progress.text}
            max={1}
            {...(Number.isNaN(progress.done) ? {} : { value: progress.done })}
          />
        </span>
      )}
      <span class="status-hint">
        <kbd>↑</kbd> <kbd>↓</kbd> step · <kbd>E</kbd> failures · <kbd>/</kbd> filter · <kbd>Ctrl F</kbd> find ·{' '}
        <kbd>?</kbd> all keys
      </span>
    </footer>
  );
}
