import { mergedNotes, type Notes, notesFile, parseNotes } from '../../../application/inspection/index.js';
import { Watched } from '../watched.js';
import { keepNotes, keptNotes } from './kept-notes.js';

/** The notes on a run, which the browser keeps. */
export class SessionNotes {
  /** Texts, by the numbers of their calls. */
  readonly all = new Watched<Notes>(new Map());
  /** The call that a person writes a note on; the field for it has the focus. */
  readonly noting = new Watched<number | undefined>(undefined);
  /** What they are kept under; undefined until enough of the run has been read. */
  #run: string | undefined;

  /** Whether it is known what they are kept under. */
  get known(): boolean {
    return this.#run !== undefined;
  }

  /** Takes the notes that this browser keeps. @param run from `runKey` */
  begin(run: string): void {
    this.#run = run;
    this.all.value = keptNotes(run);
  }

  /** Takes the notes that came with the recording, beside those that this browser keeps. */
  merge(notes: Notes): void {
    if (notes.size > 0) this.all.value = mergedNotes(this.all.value, notes);
  }

  /** Writes a note on a call; an empty one takes it away. */
  write(call: number, text: string): void {
    const notes = new Map(this.all.value);
    if (text === '') notes.delete(call);
    else notes.set(call, text);
    this.#set(notes);
  }

  /** @throws Error with a message for people, if they cannot be read */
  import(text: string): void {
    this.#set(mergedNotes(this.all.value, parseNotes(text, this.#run ?? '')));
  }

  /** The notes as a file. */
  export(): string {
    return notesFile(this.#run ?? '', this.all.value);
  }

  #set(notes: Notes): void {
    this.all.value = notes;
    if (this.#run !== undefined) keepNotes(this.#run, notes);
  }
}
