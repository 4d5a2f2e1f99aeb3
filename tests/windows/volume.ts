import type { BigIntStats, Stats } from 'node:fs';
import { constants } from 'node:fs';
import { windowsNaming } from '../../domain/index.js';

const { S_IFDIR, S_IFLNK, S_IFREG } = constants;
/** Windows keeps times in units of so many nanoseconds. */
const TIME_UNIT = 100n;

/** What leads elsewhere: a symbolic link; a junction to a path on a drive; one to a volume without a drive letter, which libuv does not show. */
export interface Reparse {
  readonly kind: 'symlink' | 'junction' | 'volume';
  /** As Windows writes it. */
  readonly target: string;
}

let inodes = 0x1_0000_0000_0001n;

/** A file, a directory, or what leads elsewhere. */
export class Thing {
  readonly inode = ++inodes;
  readonly volume: bigint;
  readonly directory: boolean;
  readonly reparse: Reparse | undefined;
  /** By what is the same for names that Windows takes for one. */
  readonly children = new Map<string, Name>();
  content = new Uint8Array();
  readOnly = false;
  /** Another program has it open, and shares nothing. */
  held = false;
  /** How many names it has, those that were removed not counted. */
  links = 0;
  accessed = now();
  modified = this.accessed;
  changed = this.accessed;

  constructor(volume: bigint, directory: boolean, reparse?: Reparse) {
    this.volume = volume;
    this.directory = directory;
    this.reparse = reparse;
  }

  child(name: string): Name | undefined {
    return this.children.get(windowsNaming.key(name));
  }

  setTimes(accessed: number, modified: number): void {
    this.accessed = fromSeconds(accessed);
    this.modified = fromSeconds(modified);
    this.changed = now();
  }

  touched(): void {
    this.modified = now();
    this.changed = this.modified;
  }

  /** As Node returns it. */
  stats(followed: boolean): BigIntStats {
    const link = !followed && this.reparse !== undefined && this.reparse.kind !== 'volume';
    const mode = (link ? S_IFLNK : this.directory ? S_IFDIR : S_IFREG) | (this.readOnly ? 0o444 : 0o666);
    const stats = {
      dev: this.volume,
      ino: this.inode,
      mode: BigInt(mode),
      nlink: BigInt(this.links),
      // libuv reports the length of a link's target.
      size: BigInt(link ? Buffer.byteLength(this.reparse?.target ?? '') : this.content.length),
      atimeNs: inReach(this.accessed),
      mtimeNs: inReach(this.modified),
      ctimeNs: inReach(this.changed),
      isDirectory: () => !link && this.directory,
      isSymbolicLink: () => link,
    };
    return stats as unknown as BigIntStats;
  }

  /** The same, less exact. */
  roughStats(followed: boolean): Stats {
    const { ino, mode, size } = this.stats(followed);
    return { ino: Number(ino), mode: Number(mode), size: Number(size) } as unknown as Stats;
  }
}

/** A name in a directory. */
export class Name {
  readonly thing: Thing;
  readonly parent: Thing;
  readonly text: string;
  /** Descriptors that were opened by it. */
  open = 0;
  /** It has been removed, and stays until those are closed. */
  pending = false;

  constructor(thing: Thing, parent: Thing, text: string) {
    this.thing = thing;
    this.parent = parent;
    this.text = text;
    parent.children.set(windowsNaming.key(text), this);
    thing.links++;
  }

  /** Takes it away, now or when it is closed. */
  remove(): void {
    this.pending = true;
    this.thing.links--;
    if (this.open === 0) this.vanish();
  }

  /** Takes it away. */
  vanish(): void {
    this.parent.children.delete(windowsNaming.key(this.text));
  }
}

function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** As Node returns it: the seconds are a `long` of libuv's, which has 32 bits on Windows, taken for a number without a sign. */
function inReach(time: bigint): bigint {
  const second = 1_000_000_000n;
  return BigInt.asUintN(32, time / second) * second + (time % second);
}

/** As libuv computes it: a double of 100 ns units since 1601, whose precision today is 16 units. */
function fromSeconds(seconds: number): bigint {
  const since1601 = 116_444_736_000_000_000;
  return (BigInt(seconds * 1e7 + since1601) - BigInt(since1601)) * TIME_UNIT;
}
