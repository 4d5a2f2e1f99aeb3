import type { JSX } from 'preact';
import { colourGroupOf } from '../list/call-colours.js';
import { durationText, timeText } from '../list/times.js';
import { NoteEditor } from '../notes/note-editor.js';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { later } from '../shell/later.js';
import { useWatched } from '../watched.js';

const Details = later(() => import('./details.js').then(({ Details: view }) => view));

/** The call that is looked at: what it asked for and got, its arguments, the bytes in memory. */
export function CallPane({ session }: { readonly session: Session }): JSX.Element {
  const call = useWatched(session.selected);
  const notes = useWatched(session.notes.all);
  const noting = useWatched(session.notes.noting);
  const { head, result, marks } = session.lineOf(call);
  return (
    <div class="stack">
      <Heading session={session} call={call} />
      <pre class="whole-line">
        <code>
          {head} = {/^E[A-Z\d]+ \(/.test(result) ? '-1 ' : ''}
          {result}
          {marks === '' ? '' : ` ${marks}`}
        </code>
      </pre>
      {(noting === call || notes.has(call)) && <NoteEditor session={session} call={call} />}
      <Details session={session} call={call} />
    </div>
  );
}

interface HeadingProps {
  readonly session: Session;
  readonly call: number;
}

function Heading({ session, call }: HeadingProps): JSX.Element {
  const { columns } = session.calls;
  const name = session.calls.name(call);
  const followed = useWatched(session.shown.followed);
  const descriptor = session.shown.descriptorOf(call);
  const time = timeText(session.times.timeOf(call));
  const took = durationText(columns.durations[call] as number);
  const facts = [time === '' ? '' : `at ${time} s`, took === '' ? '' : `took ${took}`].filter(fact => fact !== '');
  if (useWatched(session.threads) > 1) facts.push(`thread ${columns.threads[call]}`);
  return (
    <header class="call-heading">
      <div class="row">
        <h2 class={`code family-${colourGroupOf(name)}`}>
          <span class="call-heading-number">#{call}</span> <span class="piece-name">{name}</span>
        </h2>
        <span class="row-end">
          <button
            type="button"
            class="quiet"
            aria-pressed={followed !== undefined}
            disabled={descriptor === undefined && followed === undefined}
            title="Only the calls of this descriptor (F)"
            onClick={() => session.shown.follow(session.selected.value)}
          >
            <Icon name="follow" />
            Follow {followed?.descriptor ?? descriptor ?? 'descriptor'}
          </button>
          <button
            type="button"
            class="quiet"
            aria-label="One call back"
            title="One call back (↑)"
            onClick={() => session.step(-1)}
          >
            <Icon name="previous" />
          </button>
          <button
            type="button"
            class="quiet"
            aria-label="One call forward"
            title="One call forward (↓)"
            onClick={() => session.step(1)}
          >
            <Icon name="next" />
          </button>
        </span>
      </div>
      <p class="quiet-text">{facts.join(', ')}</p>
    </header>
  );
}
