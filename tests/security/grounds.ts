import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The surroundings of the preopened directory, which a guest must not be able to distinguish. */
export const surroundings = ['there', 'gone', 'exchanged'] as const;
export type Surroundings = (typeof surroundings)[number];

/** Links to be made in `a/b`, by name. */
export type Links = Readonly<Record<string, string>>;

/** Where tests that write much write: to memory, if there is a file system in it. */
const fast = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * A directory for the guest, and beside it what the guest must not reach:
 *
 *     inside/    real.txt  dir/inner.txt  dir/empty/  a/b/own.txt  a/b/sub/   (the preopen)
 *     outside/   file  dir/inner  dir/empty/  link → file  second (a second name of file)
 *
 * With `gone` there is no `outside`; with `exchanged` its files are directories, and its directories are files.
 */
export class Grounds {
  readonly base: string;
  readonly inside: string;
  readonly #canaries: string;
  #asBuilt = '';

  /** @param prepare may put more around the inside, before it is remembered */
  constructor(around: Surroundings = 'there', prepare: (base: string) => void = () => {}) {
    this.base = mkdtempSync(join(fast, 'hostcall-'));
    this.inside = join(this.base, 'inside');
    mkdirSync(join(this.inside, 'a/b'), { recursive: true });
    if (around !== 'gone') this.#surround(around);
    prepare(this.base);
    this.#canaries = this.#lookAround();
  }

  /** Makes the inside what it was, with these links in `a/b`. The directory `a/b` itself stays, if it is still there. */
  build(links: Links = {}): void {
    for (const directory of ['a', 'a/b']) {
      const path = join(this.inside, directory);
      if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
      rmSync(path, { force: true });
      mkdirSync(path);
    }
    for (const directory of ['', 'a', 'a/b']) {
      for (const name of readdirSync(join(this.inside, directory))) {
        const path = join(directory, name);
        if (path !== 'a' && path !== 'a/b') rmSync(join(this.inside, path), { recursive: true });
      }
    }
    writeFileSync(join(this.inside, 'real.txt'), 'real');
    mkdirSync(join(this.inside, 'dir/empty'), { recursive: true });
    writeFileSync(join(this.inside, 'dir/inner.txt'), 'inner');
    writeFileSync(join(this.inside, 'a/b/own.txt'), 'own');
    mkdirSync(join(this.inside, 'a/b/sub'));
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(this.inside, 'a/b', name));
    this.#asBuilt = listing(this.inside, false);
  }

  /** The first change outside since the beginning, or undefined. */
  get trespass(): string | undefined {
    const now = this.#lookAround();
    return now === this.#canaries ? undefined : `${this.#canaries}\nbecame\n${now}`;
  }

  /** The first change inside since `build`, or undefined. */
  get changed(): string | undefined {
    const now = listing(this.inside, false);
    return now === this.#asBuilt ? undefined : `${this.#asBuilt}\nbecame\n${now}`;
  }

  /** Whether an inode is that of a directory of the inside, or of something in it. */
  holds(inode: bigint, directory: string): boolean {
    return inodesIn(join(this.inside, directory)).includes(inode);
  }

  dispose(): void {
    rmSync(this.base, { recursive: true, force: true });
  }

  #surround(around: Surroundings): void {
    const outside = join(this.base, 'outside');
    mkdirSync(outside);
    if (around === 'exchanged') {
      mkdirSync(join(outside, 'file/inner'), { recursive: true });
      writeFileSync(join(outside, 'dir'), 'canary');
    } else {
      writeFileSync(join(outside, 'file'), 'canary');
      linkSync(join(outside, 'file'), join(outside, 'second'));
      symlinkSync('file', join(outside, 'link'));
      mkdirSync(join(outside, 'dir/empty'), { recursive: true });
      writeFileSync(join(outside, 'dir/inner'), 'inner canary');
      chmodSync(join(outside, 'dir/inner'), 0o640);
    }
    for (const name of readdirSync(outside)) utimesSync(join(outside, name), 1e9, 1e9);
  }

  /** Everything but the inside; of that, only that it is where it was. */
  #lookAround(): string {
    const others = readdirSync(this.base).map(name =>
      name === 'inside' ? name : listing(join(this.base, name), true),
    );
    return [lstatSync(this.base).mtimeMs, ...others].join('\n');
  }
}

/** A tree as text: every name with its kind, mode, links, size, content, and, if asked, its times and inode. */
function listing(path: string, exact: boolean): string {
  const stat = lstatSync(path, { bigint: true });
  const times = exact ? [stat.mtimeNs, stat.ctimeNs, stat.ino, stat.nlink] : [];
  const what = stat.isSymbolicLink()
    ? `→ ${readlinkSync(path)}`
    : stat.isDirectory()
      ? readdirSync(path)
          .sort()
          .map(name => `\n${listing(join(path, name), exact)}`)
          .join('')
      : readFileSync(path, 'latin1');
  return `${path} ${[stat.mode.toString(8), ...times].join(' ')} ${what}`;
}

/** The inodes in a tree. No link is followed. */
export function inodesIn(path: string): bigint[] {
  const stat = lstatSync(path, { bigint: true });
  const below = stat.isDirectory() ? readdirSync(path).flatMap(name => inodesIn(join(path, name))) : [];
  return [stat.ino, ...below];
}
