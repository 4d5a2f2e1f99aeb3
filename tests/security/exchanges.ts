/** What takes turns under the same names, while a guest uses them. */

/** The party that exchanges names: another host process, or another guest. Paths are below the guest's directory. Impossible steps are skipped. */
export interface Exchanger {
  rename(from: string, to: string): void;
  symlink(target: string, path: string): void;
  link(existing: string, path: string): void;
  unlink(path: string): void;
  createDirectory(path: string): void;
  removeDirectory(path: string): void;
  createFile(path: string): void;
}

/** A way to exchange names. */
export interface Exchange {
  /** The initial files below the guest's directory. The names of directories end in `/`. */
  readonly there: readonly string[];
  /** Ways to directories that are exchanged. Under each of them the outside has the same names as the inside. */
  readonly ways: readonly string[];
  /** Files that are exchanged. */
  readonly files: readonly string[];
  /** Whether what leads out takes part, so that calls are refused. Otherwise something is moved, and `..` would lead out of there. */
  readonly refuses: boolean;
  prepare?(by: Exchanger): void;
  round(by: Exchanger): void;
}

/** The files that a guest creates in a directory. */
const MADE = ['file', 'new', 'moved', 'linked', 'sym'];

/** A thing that is inside, and a link that leads outside: a directory on the way, one further down, and a file at the end. */
const swapped = [
  { name: 'swap', target: '../outside/dir' },
  { name: 'swap/deep', target: '../../outside/dir' },
  { name: 'pivot', target: '../outside/file' },
] as const;

export const exchanges = {
  /**
   * By rename(2). In between the name is not there at all, but for `flip`, which always is a link, now to the inside and now to the
   * outside.
   */
  'directories and files for links': {
    there: ['swap/', 'swap/deep/', 'deep/', 'swap/file', 'swap/deep/file', 'pivot'],
    ways: ['swap', 'swap/deep', 'flip', 'flip/deep', 'deep/../swap', 'swap/../swap/deep', './flip/.'],
    files: ['pivot'],
    refuses: true,
    prepare(by) {
      for (const [index, { target }] of swapped.entries()) by.symlink(target, `.evil${index}`);
    },
    round(by) {
      for (const [index, { name }] of swapped.entries()) {
        by.rename(name, `.good${index}`);
        by.rename(`.evil${index}`, name);
        by.symlink('../outside/dir', '.flip');
        by.rename('.flip', 'flip');
        by.rename(name, `.evil${index}`);
        by.rename(`.good${index}`, name);
        by.symlink('swap', '.flip');
        by.rename('.flip', 'flip');
      }
    },
  },
  /** Directories on the way are moved up, from where three of `..` lead out. Where they were, these lead to `tower`. */
  'places of directories': {
    there: [
      ...['tower/', 'tower/a/', 'tower/a/b/', 'tower/a/b/c/', 'tower/outside/', 'tower/outside/dir/'],
      ...['tower/outside/dir/deep/', 'tower/a/b/file', 'tower/a/b/c/file', 'tower/outside/dir/file'],
    ],
    ways: ['tower/a/b', 'tower/a/b/c', 'tower/a/b/c/..', 'tower/a/b/c/../../../outside/dir', 'tower/a/../outside/dir'],
    files: ['tower/a/b/c/../../../outside/dir/file'],
    refuses: false,
    round(by) {
      by.rename('tower/a/b', 'aside');
      by.rename('aside', 'tower/a/b');
      by.rename('tower/a', 'aside');
      by.rename('aside', 'tower/a');
    },
  },
  /** A removed name returns as something else. */
  'what is made anew': {
    there: ['flat/', 'again'],
    ways: ['flat', './flat/.'],
    files: ['again'],
    refuses: true,
    round(by) {
      by.unlink('again');
      by.symlink('../outside/file', 'again');
      // A directory that a guest has just made something in stays.
      for (const name of MADE) by.unlink(`flat/${name}`);
      by.removeDirectory('flat/made');
      by.removeDirectory('flat');
      by.symlink('../outside/dir', 'flat');
      by.unlink('again');
      by.createFile('again');
      by.unlink('flat');
      by.createDirectory('flat');
    },
  },
  /** A second name of a file, and a second name of a link that leads out. */
  'hard links': {
    there: ['.good', 'hard'],
    ways: [],
    files: ['hard'],
    refuses: true,
    prepare(by) {
      by.symlink('../outside/file', '.evil');
    },
    round(by) {
      by.unlink('hard');
      by.link('.evil', 'hard');
      by.unlink('hard');
      by.link('.good', 'hard');
    },
  },
} as const satisfies Readonly<Record<string, Exchange>>;

export type ExchangeName = keyof typeof exchanges;
