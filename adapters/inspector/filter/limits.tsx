import type { JSX } from 'preact';
import { durationText } from '../list/times.js';
import type { Session } from '../session.js';
import { Icon } from '../shell/icon.js';
import { useWatched } from '../watched.js';

/** What limits the list beside the filter: a descriptor that is followed, a part of the time. Each can be ended. */
export function Limits({ session }: { readonly session: Session }): JSX.Element {
  const followed = useWatched(session.shown.followed);
  const range = useWatched(session.shown.range);
  const length = range === undefined ? 0 : range.to - range.from;
  return (
    <div class="limits">
      {followed !== undefined && (
        <Limit text={`descriptor ${followed.descriptor}`} onEnd={() => session.shown.followed.set(undefined)} />
      )}
      {range !== undefined && (
        <Limit
          text={session.times.timed ? `${durationText(length)} of the time` : `${Math.round(length)} calls`}
          onEnd={() => session.shown.range.set(undefined)}
        />
      )}
    </div>
  );
}

function Limit({ text, onEnd }: { readonly text: string; readonly onEnd: () => void }): JSX.Element {
  return (
    <button type="button" aria-label={`Only ${text}; show all`} title="Show all (Esc)" onClick={onEnd}>
      {text} <Icon name="close" />
    </button>
  );
}
