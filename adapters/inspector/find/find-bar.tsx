import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../session.js';
import { later } from '../shell/later.js';
import { useWatched } from '../watched.js';
import type { Find } from './find.js';

const FindResults = later(() => import('./find-results.js').then(({ FindResults: view }) => view));

interface FindBarProps {
  readonly session: Session;
  readonly find: Find;
}

/** The field for a text that is to be found in all calls, and how many have it. The field is there at once, to be typed into. */
export function FindBar({ session, find }: FindBarProps): JSX.Element {
  const text = useWatched(find.text);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'F3') find.next(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') session.closeFind();
    else return;
    event.preventDefault();
  };
  return (
    <search class="find" aria-label="Find in the calls">
      <input
        ref={field}
        id="find"
        type="text"
        aria-label="Find text or bytes"
        aria-describedby="find-count"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder="Find: text of a call or in its buffers; \x00 is a byte"
        value={text}
        onInput={({ currentTarget }) => find.text.set(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <FindResults session={session} find={find} />
    </search>
  );
}
