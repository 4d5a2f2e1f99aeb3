import type { JSX } from 'preact';
import { CallPane } from '../call/call-pane.js';
import { type Pane, panes, type Session } from '../session.js';
import { later } from '../shell/later.js';
import { useWatched } from '../watched.js';

const TITLES: Readonly<Record<Pane, string>> = {
  call: 'Call',
  descriptors: 'Descriptors',
  notes: 'Notes',
  comparison: 'Comparison',
};

const VIEWS: Readonly<Record<Pane, (props: { readonly session: Session }) => JSX.Element>> = {
  call: CallPane,
  descriptors: later(() => import('../descriptors/descriptors-pane.js').then(({ DescriptorsPane }) => DescriptorsPane)),
  notes: later(() => import('../shell/occasional.js').then(({ NotesPane }) => NotesPane)),
  comparison: later(() => import('../shell/occasional.js').then(({ ComparisonPane }) => ComparisonPane)),
};

/** The panes beside the list, one at a time. */
export function Panes({ session }: { readonly session: Session }): JSX.Element {
  const pane = useWatched(session.pane);
  const none = useWatched(session.selected) < 0;
  const View = VIEWS[pane];
  const choose = (to: Pane) => {
    session.pane.value = to;
    document.getElementById(`tab-${to}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    const by = event.key === 'ArrowRight' ? 1 : panes.length - 1;
    choose(panes[(panes.indexOf(pane) + by) % panes.length] as Pane);
  };
  return (
    <section class="panes" aria-label="Details">
      <div class="tabs" role="tablist" aria-label="Details">
        {panes.map(each => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            aria-selected={each === pane}
            aria-controls="pane"
            tabIndex={each === pane ? 0 : -1}
            onKeyDown={onKeyDown}
            onClick={() => session.pane.set(each)}
          >
            {TITLES[each]}
          </button>
        ))}
      </div>
      <div id="pane" class="pane" role="tabpanel" aria-labelledby={`tab-${pane}`} tabIndex={0}>
        {!none && <View session={session} />}
      </div>
    </section>
  );
}
