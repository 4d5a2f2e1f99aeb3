import type { RecordingNotes } from '../../recording/index.js';
import type { CallList } from '../call-list.js';

/** Notes on calls, by the calls' numbers. */
export type Notes = RecordingNotes;

/** The form in which notes are kept and shared. */
interface NotesFile {
  readonly type: 'hostcall notes';
  readonly version: 1;
  /** What the notes are on: see {@link runKey}. */
  readonly run: string;
  readonly notes: readonly { readonly call: number; readonly text: string }[];
}

/** The most characters of a note that are read from a file. */
const LONGEST = 20_000;

/** What identifies a run: the header of a recording; the first lines of a trace. */
export function runKey(calls: CallList): string {
  const { header } = calls;
  if (header !== undefined) return `${header.sha256.slice(0, 16)} ${header.started}`;
  let hash = 0x811c9dc5;
  for (let call = 0; call < Math.min(calls.length, 100); call++) {
    const line = calls.line(call);
    for (let at = 0; at < line.length; at++) hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193);
  }
  return `trace ${(hash >>> 0).toString(16)}`;
}

/** Notes as a file. */
export function notesFile(run: string, notes: Notes): string {
  const file: NotesFile = {
    type: 'hostcall notes',
    version: 1,
    run,
    notes: [...notes].sort(([a], [b]) => a - b).map(([call, text]) => ({ call, text })),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Reads a file of notes.
 * @param run the run that they must belong to
 * @throws Error with a readable message if it is anything else
 */
export function parseNotes(text: string, run: string): Notes {
  let file: Partial<NotesFile>;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON: export notes from the inspector, and import that file.');
  }
  if (file?.type !== 'hostcall notes' || !Array.isArray(file.notes))
    throw new Error('The file has no notes: export notes from the inspector, and import that file.');
  if (file.version !== 1) throw new Error('The file was made by a newer inspector.');
  if (file.run !== run) throw new Error('The notes are on another run: open that run, then import them.');
  const notes = new Map<number, string>();
  for (const { call, text: note } of file.notes)
    if (Number.isSafeInteger(call) && call >= 0 && typeof note === 'string') notes.set(call, note.slice(0, LONGEST));
  return notes;
}

/** Merges notes: two notes on one call are put one below the other, unless ours contains theirs. */
export function mergedNotes(ours: Notes, theirs: Notes): Notes {
  const merged = new Map(ours);
  for (const [call, text] of theirs) {
    const own = merged.get(call);
    merged.set(call, own === undefined ? text : own.includes(text) ? own : `${own}\n\n${text}`);
  }
  return merged;
}
