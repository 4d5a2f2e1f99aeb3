import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Session } from '../session.js';
import { askForFile } from '../shell/files.js';
import { saveBlob, saveFile } from '../shell/save-file.js';
import { useWatched } from '../watched.js';
import { NoteEditor } from './note-editor.js';
import { canKeepNotes, notedRecording } from './noted-recording.js';

/** The notes on a run. */
export function NotesPane({ session }: { readonly session: Session }): JSX.Element {
  const notes = useWatched(session.notes.all);
  const selected = useWatched(session.selected);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const bring = () =>
    askForFile('.json,application/json', file => {
      void file
        .text()
        .then(text => session.notes.import(text))
        .then(
          () => setProblem(undefined),
          (error: Error) => setProblem(error.message),
        );
    });
  const save = () => {
    notedRecording(session).then(
      blob => saveBlob(session.name, blob),
      (error: Error) => setProblem(error.message),
    );
  };
  const sorted = [...notes].sort(([a], [b]) => a - b);
  return (
    <div class="stack">
      <h2>Note on call {selected}</h2>
      <NoteEditor session={session} call={selected} />
      <div class="row">
        <h2>All notes</h2>
        <span class="row-end">
          <button type="button" onClick={bring}>
            Import
          </button>
          <button
            type="button"
            disabled={notes.size === 0}
            onClick={() => saveFile(`${session.name.replace(/\.\w+$/, '')}.notes.json`, session.notes.export())}
          >
            Export
          </button>
          {canKeepNotes(session) && (
            <button
              type="button"
              title="Saves the recording with the notes in it"
              disabled={notes.size === 0}
              onClick={save}
            >
              Save in the recording
            </button>
          )}
        </span>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {sorted.length === 0 ? (
        <p class="quiet-text">No call has a note yet. Press N at a call to write one.</p>
      ) : (
        <ul class="notes">
          {sorted.map(([call, text]) => (
            <li key={call}>
              <button type="button" class="link code" onClick={() => session.select(call)}>
                #{call} {session.length.value > call ? session.calls.name(call) : ''}
              </button>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
