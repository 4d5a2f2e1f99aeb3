import { join } from 'node:path';
import { type Overlay, type OverlayChanges, overlay } from '../../../application/composition/index.js';
import { printable } from '../../../application/text/index.js';
import { type Directory, Filetype } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';
import { Progress } from '../terminal/progress.js';

interface NamedOverlay {
  /** What its base is called. */
  readonly path: string;
  readonly overlay: Overlay;
}

/** The overlays of one run. */
export class Overlays {
  readonly #apply: boolean;
  readonly #all: NamedOverlay[] = [];

  /** @param apply write the changes back at the end */
  constructor(apply: boolean) {
    this.#apply = apply;
  }

  /**
   * Lays a directory over another one.
   * @param path what `base` is called, for messages
   * @param upper where changes are kept; empty
   */
  add(path: string, base: Directory, upper: Directory): Directory {
    const made = overlay(base, upper);
    this.#all.push({ path, overlay: made });
    return made.openDirectory();
  }

  /**
   * Writes the changes to where they belong, if that is wanted; or else tells what they are.
   * @param ended the program has ended by itself
   * @returns lines for stderr
   * @throws CommandLineError for what can't be read or written
   */
  settle(ended: boolean): string[] {
    const progress = new Progress();
    try {
      return this.#all.flatMap(each => this.#settled(each, ended, progress));
    } finally {
      progress.end();
    }
  }

  #settled({ path, overlay }: NamedOverlay, ended: boolean, progress: Progress): string[] {
    const onEntry = () => progress.advance();
    progress.begin(`comparing ${path} with its overlay`, undefined, 'entries');
    const changes = attempt(path, 'compared with its overlay', () => overlay.changes({ onEntry }));
    const lines = changeLines(path, changes);
    if (!this.#apply) return lines;
    const count = `${lines.length} ${lines.length === 1 ? 'change' : 'changes'}`;
    if (!ended)
      return lines.length === 0
        ? []
        : [`hostcall: ${count} not written to ${path}, since the program did not end by itself:`, ...lines];
    progress.begin(`writing ${count} to ${path}`, lines.length);
    attempt(path, 'changed as its overlay is', () => overlay.apply({ onEntry }));
    return [`hostcall: ${count} written to ${path}`];
  }
}

/** What changed, a line each, in the order of the paths. */
function changeLines(base: string, { added, changed, removed }: OverlayChanges): string[] {
  const kinds = [
    ['A', added],
    ['M', changed],
    ['D', removed],
  ] as const;
  return kinds
    .flatMap(([letter, entries]) =>
      entries.map(({ path, filetype }) => ({
        // The contents of a directory follow it at once.
        key: path.replaceAll('/', '\0'),
        line: `${letter} ${printable(join(base, path))}${filetype === Filetype.DIRECTORY ? '/' : ''}`,
      })),
    )
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ line }) => line);
}

function attempt<Result>(path: string, what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new CommandLineError(
      `${path} can't be ${what}: ${(error as Error).message}`,
      'see that it can be read and written, and run the program again',
      ExitStatus.failure,
      { cause: error },
    );
  }
}
