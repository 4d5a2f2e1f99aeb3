import { Filetype } from '../../domain/index.js';
import type { Budget } from './budget.js';
import { Content } from './content.js';
import type { Entries } from './entries.js';
import { Moment } from './moment.js';

/** What files, directories and links have in common. */
abstract class Inode {
  abstract readonly filetype: number;
  readonly number: bigint;
  /** How many names it has. */
  links = 1;
  /** How often it is open. */
  opens = 0;
  readonly accessed = new Moment();
  readonly modified = new Moment();
  readonly changed = new Moment();
  /** It was read since it last changed, so its time of access need not be set again. */
  readSince = false;

  constructor(number: bigint) {
    this.number = number;
  }
}

/** A name that an open file keeps until it is closed. */
interface HeldName {
  readonly directory: DirectoryInode;
  readonly name: string;
}

export class FileInode extends Inode {
  override readonly filetype = Filetype.REGULAR_FILE;
  readonly content: Content;
  /** Names that were removed while it was open, where open files hold on to theirs. */
  held: HeldName[] | undefined;

  constructor(number: bigint, budget: Budget) {
    super(number);
    this.content = new Content(budget);
  }

  get size(): number {
    return this.content.size;
  }
}

/** A symbolic link. */
export class LinkInode extends Inode {
  override readonly filetype = Filetype.SYMBOLIC_LINK;
  readonly target: string;
  /** The length of the target, in bytes. */
  readonly size: number;

  constructor(number: bigint, target: string, size: number) {
    super(number);
    this.target = target;
    this.size = size;
  }
}

export class DirectoryInode extends Inode {
  override readonly filetype = Filetype.DIRECTORY;
  readonly size = 0;
  readonly entries: Entries<AnyInode>;
  /** Where it is; itself for the root, and where it was for one that was removed. */
  parent: DirectoryInode;

  constructor(number: bigint, entries: Entries<AnyInode>, parent?: DirectoryInode) {
    super(number);
    this.entries = entries;
    this.parent = parent ?? this;
    // Its name and its own `.`; each directory in it adds its `..`.
    this.links = 2;
  }

  /** It has no name any more, and nothing can be made in it. */
  get removed(): boolean {
    return this.links === 0;
  }

  /** Whether this is `other`, or somewhere below. */
  isWithin(other: DirectoryInode): boolean {
    for (let each: DirectoryInode = this; ; each = each.parent) {
      if (each === other) return true;
      if (each.parent === each) return false;
    }
  }
}

export type AnyInode = FileInode | LinkInode | DirectoryInode;
