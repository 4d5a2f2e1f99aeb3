import { type Notes, notesFile, parseNotes } from '../../../application/inspection/index.js';

const PREFIX = 'hostcall.notes ';

/** The notes that this browser keeps on a run. */
export function keptNotes(run: string): Notes {
  try {
    const kept = localStorage.getItem(PREFIX + run);
    return kept === null ? new Map() : parseNotes(kept, run);
  } catch {
    return new Map();
  }
}

/** @returns whether the browser keeps them */
export function keepNotes(run: string, notes: Notes): boolean {
  try {
    if (notes.size === 0) localStorage.removeItem(PREFIX + run);
    else localStorage.setItem(PREFIX + run, notesFile(run, notes));
    return true;
  } catch {
    return false;
  }
}
