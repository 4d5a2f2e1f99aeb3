import { BORROWED_DESCENTS, type Directory } from '../../domain/index.js';

/** A directory that was reached by descending. */
export interface BorrowedDirectory extends Directory {
  /** The directory that it was reached from; undefined for one that is not borrowed. */
  readonly owner: Directory | undefined;
}

/** The directories that the last descents have reached. They have no owner: the oldest is closed to make room for the next. */
export class BorrowedDirectories {
  readonly #all: (BorrowedDirectory | undefined)[] = new Array(BORROWED_DESCENTS + 1).fill(undefined);
  #oldest = 0;

  add(directory: BorrowedDirectory): void {
    this.#all[this.#oldest]?.close();
    this.#all[this.#oldest] = directory;
    this.#oldest = (this.#oldest + 1) % this.#all.length;
  }

  /** Closes the directories that were reached from one. */
  closeBelow(owner: Directory): void {
    for (const directory of this.#all) if (directory?.owner === owner) directory.close();
  }
}
