import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../session.js';
import { useWatched } from '../watched.js';

interface NoteEditorProps {
  readonly session: Session;
  readonly call: number;
}

/** The note on a call. It is kept with each key; an empty one is none. */
export function NoteEditor({ session, call }: NoteEditorProps): JSX.Element {
  const notes = useWatched(session.notes.all);
  const noting = useWatched(session.notes.noting);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (noting === call) field.current?.focus();
  }, [noting, call]);
  const text = notes.get(call) ?? '';
  return (
    <label class="note-editor">
      <span class="visually-hidden">Note on call {call}</span>
      <textarea
        ref={field}
        rows={Math.max(2, Math.min(8, text.split('\n').length))}
        placeholder="A note on this call (N). It stays in this browser."
        value={text}
        onInput={({ currentTarget }) => session.notes.write(call, currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          session.notes.noting.value = undefined;
          session.focusList();
        }}
      />
    </label>
  );
}
