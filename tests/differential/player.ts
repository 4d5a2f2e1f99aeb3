import { createHash } from 'node:crypto';
import { blankDescent, blankFilestat, bytesIn, room, vectors } from '../../application/contract/index.js';
import { type Directory, Errno, errnoName, type File, type Filestat, Filetype } from '../../domain/index.js';
import { type Operation, SLOTS } from './operations.js';

/** Performs operations on one file system, and returns their results in a form that is the same on every file system. */
export class Player {
  readonly #root: Directory;
  readonly #directories: (Directory | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #files: (File | undefined)[] = new Array(SLOTS).fill(undefined);
  /** Inode numbers, of open files and of the current step's result. */
  #inodes: bigint[] = [];
  #written = 0;

  constructor(root: Directory) {
    this.#root = root;
  }

  /** Performs one; if the file it names is not open, on another that is. @returns what can be compared; undefined where there was nothing to do it on */
  play(step: Operation): unknown {
    this.#recallOpen();
    if ('file' in step) {
      const file = this.#files[step.file] ?? this.#files.find(each => each !== undefined);
      return file === undefined ? undefined : this.#onFile(step, file);
    }
    const directory = this.#directory(step.at);
    switch (step.do) {
      case 'open':
        return this.#open(directory, step.name, step.how, step.slot);
      case 'descend': {
        const into = blankDescent(directory);
        const errno = directory.descend(step.path, into);
        // A host need not distinguish a link from a file.
        return [told(errno === -Errno.ELOOP ? -Errno.ENOTDIR : errno), into.steps, this.#stat(into.directory, '.')];
      }
      case 'stat':
        return this.#stat(directory, step.name);
      case 'readlink':
        return told(directory.readlink(step.name));
      case 'symlink':
        return told(directory.symlink(step.name, step.target));
      case 'link':
      case 'rename':
        return told(directory[step.do](step.name, this.#directory(step.to), step.newName));
      case 'setTimes':
        return [told(directory.setTimes(step.name, step.time, step.time + 1n)), this.#times(directory, step.name)];
      case 'list':
        return this.#list(directory);
      case 'parentInode':
        return this.#number(directory.parentInode());
      default:
        return told(directory[step.do](step.name));
    }
  }

  /** All that is below the root: names, attributes, contents. */
  all(): unknown {
    this.#recallOpen();
    return this.#tree(this.#root);
  }

  /** Closes what is open. */
  close(): void {
    for (const each of [...this.#directories, ...this.#files]) each?.close();
  }

  #directory(slot: number): Directory {
    return this.#directories[slot] ?? this.#root;
  }

  #open(directory: Directory, name: string, how: number, slot: number): unknown {
    const opened = directory.open(name, how);
    if (typeof opened === 'number') return told(opened);
    if (opened.kind === 'directory') {
      this.#directories[slot]?.close();
      this.#directories[slot] = opened;
      return ['directory', this.#stat(opened, '.')];
    }
    this.#files[slot]?.close();
    this.#files[slot] = opened;
    return [opened.kind, opened.filetype, opened.size()];
  }

  #onFile(step: Extract<Operation, { file: number }>, file: File): unknown {
    switch (step.do) {
      case 'read': {
        const into = room(...step.lengths);
        const got = file.read(into, step.offset);
        return [told(got), digest(bytesIn(into))];
      }
      case 'write': {
        const parts = step.lengths.map(length => new Uint8Array(length).fill(65 + (this.#written++ % 26)));
        return [told(file.write(vectors(...parts), step.offset)), file.size()];
      }
      case 'setSize':
        return [told(file.setSize(step.size)), file.size()];
      case 'allocate':
        return [told(file.allocate(step.offset, step.length)), file.size()];
      case 'setFlags':
        return told(file.setFlags(step.how));
      case 'fileStat': {
        const stat = blankFilestat();
        return [told(file.stat(stat)), this.#attributes(stat)];
      }
      case 'closeFile':
        this.#files[this.#files.indexOf(file)] = undefined;
        return told(file.close());
    }
  }

  #stat(directory: Directory, name: string): unknown {
    const stat = blankFilestat();
    const errno = directory.stat(name, stat);
    return errno < 0 ? told(errno) : this.#attributes(stat);
  }

  #times(directory: Directory, name: string): unknown {
    const stat = blankFilestat();
    return directory.stat(name, stat) < 0 ? undefined : [stat.accessed, stat.modified];
  }

  /** How many bytes and links a directory has is its file system's own affair, but not that a removed one has no link. */
  #attributes({ filetype, inode, links, size }: Filestat): unknown {
    if (filetype === Filetype.DIRECTORY) return [filetype, this.#number(inode), links === 0n];
    return [filetype, this.#number(inode), links, size];
  }

  #list(directory: Directory): unknown {
    const entries = directory.list();
    if (typeof entries === 'number') return told(entries);
    return entries
      .map(({ name, inode, filetype }) => [name, inode, filetype] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inode, filetype]) => [name, this.#number(inode), filetype]);
  }

  #tree(directory: Directory): unknown {
    const entries = directory.list();
    if (typeof entries === 'number') return told(entries);
    return entries
      .map(entry => entry.name)
      .sort()
      .map(name => [name, this.#stat(directory, name), this.#content(directory, name)]);
  }

  #content(directory: Directory, name: string): unknown {
    const target = directory.readlink(name);
    if (typeof target === 'string') return target;
    const opened = directory.open(name, 1);
    if (typeof opened === 'number') return told(opened);
    try {
      if (opened.kind === 'directory') return this.#tree(opened);
      const into = room(opened.size());
      return [opened.read(into, 0), digest(bytesIn(into))];
    } finally {
      opened.close();
    }
  }

  /**
   * Inode numbers are replaced by their order: first those of what is open, then those that the step tells. Numbers of what is gone count for
   * nothing, since file systems give them again.
   */
  #number(inode: bigint): number {
    const known = this.#inodes.indexOf(inode);
    return known < 0 ? this.#inodes.push(inode) - 1 : known;
  }

  #recallOpen(): void {
    const stat = blankFilestat();
    this.#inodes = [this.#root, ...this.#directories, ...this.#files].map((each, index) => {
      if (each === undefined) return BigInt(-1 - index);
      if (each.kind === 'directory') each.stat('.', stat);
      else each.stat(stat);
      return stat.inode;
    });
  }
}

function told(result: number | string): unknown {
  return typeof result === 'number' && result < 0 ? errnoName(-result) : result;
}

function digest(bytes: Uint8Array): string {
  return bytes.length < 40 ? Buffer.from(bytes).toString('latin1') : createHash('sha1').update(bytes).digest('hex');
}
