import { withNotes } from '../../../application/recording/index.js';
import type { Session } from '../session.js';

/** Whether a run can be saved with its notes: it is a recording, and all of it is there. */
export function canKeepNotes({ calls, done, damage }: Session): boolean {
  return calls.kind === 'recording' && done.value && damage.value === undefined;
}

/** The recording with the notes in it. */
export async function notedRecording({ chunks, notes }: Session): Promise<Blob> {
  const file = await new Blob(chunks as readonly Uint8Array<ArrayBuffer>[] as Uint8Array<ArrayBuffer>[]).arrayBuffer();
  return new Blob([withNotes(new Uint8Array(file), notes.all.value) as Uint8Array<ArrayBuffer>]);
}
