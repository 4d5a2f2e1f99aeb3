import { Errno, errnoName, Fstflag, type HostcallName, Right } from '../../domain/index.js';
import { at, READING, ROOT } from '../application/hostcalls/fixture.js';

const WRITING = BigInt(Right.FD_WRITE | Right.FD_FILESTAT_GET | Right.FD_FILESTAT_SET_SIZE);
const LISTED = 4096;
/** The name of a symbolic link that only the outside has. */
export const SIGN = 'sign';

/** A guest whose calls are made for it. */
export interface RacingGuest {
  readonly view: DataView;
  call(name: HostcallName, ...args: (number | bigint)[]): number;
  /** Puts text into the memory. @returns pointer and length */
  text(at: number, text: string): [pointer: number, length: number];
  iovecs(at: number, ...buffers: (readonly [pointer: number, length: number])[]): [pointer: number, count: number];
}

/** A guest's calls on names that are exchanged meanwhile, and their results. */
export class Assault {
  calls = 0;
  /** Files and directories outside that the guest has had hold of. */
  escapes = 0;
  /** How many calls succeeded. */
  through = 0;
  /** How many were refused because a link led out. */
  refused = 0;
  /** Calls by name and errno. */
  readonly seen = new Map<string, number>();
  readonly #guest: RacingGuest;
  readonly #outside: ReadonlySet<bigint>;

  /** @param outside inodes of what is outside */
  constructor(guest: RacingGuest, outside: ReadonlySet<bigint>) {
    this.#guest = guest;
    this.#outside = outside;
  }

  /** Every call that takes a path, in a directory. */
  onDirectory(way: string): void {
    const p = (name: string) => this.#guest.text(at.path, `${way}/${name}`);
    const p2 = (name: string) => this.#guest.text(at.path2, `${way}/${name}`);
    // Names that were removed and not restored are created again.
    this.#open(`${way}/file`, 0, 1, WRITING);
    this.#open(`${way}/file`, 0, 0, READING);
    this.#open(`${way}/file`, 0, 8, WRITING);
    this.#open(`${way}/new`, 0, 9, WRITING);
    this.#open(way, 1, 2, READING);
    if (this.#call('path_filestat_get', ROOT, 1, ...p('file'), at.result)) this.#meet(at.result);
    if (this.#call('path_filestat_get', ROOT, 0, ...p('deep/..'), at.result)) this.#meet(at.result);
    this.#call('path_filestat_set_times', ROOT, 1, ...p('file'), 5n, 5n, Fstflag.ATIM | Fstflag.MTIM);
    this.#call('path_rename', ROOT, ...p('new'), ROOT, ...p2('moved'));
    this.#call('path_link', ROOT, 0, ...p('file'), ROOT, ...p2('linked'));
    this.#call('path_unlink_file', ROOT, ...p('linked'));
    this.#call('path_unlink_file', ROOT, ...p('moved'));
    this.#call('path_unlink_file', ROOT, ...p('new'));
    this.#call('path_symlink', ...this.#guest.text(at.path2, 'x'), ROOT, ...p('sym'));
    this.#call('path_unlink_file', ROOT, ...p('sym'));
    if (this.#call('path_readlink', ROOT, ...p(SIGN), at.buffer, 8, at.result)) this.escapes++;
    this.#call('path_create_directory', ROOT, ...p('made'));
    this.#call('path_remove_directory', ROOT, ...p('made'));
    // Out of the exchanger's reach, and so into the guest's, were it from outside.
    if (this.#call('path_rename', ROOT, ...p('file'), ROOT, ...this.#guest.text(at.path2, 'taken'))) {
      this.#call('path_rename', ROOT, ...this.#guest.text(at.path2, 'taken'), ROOT, ...p('file'));
    }
  }

  /** Calls on a file at the end of a path. */
  onFile(path: string): void {
    const file = () => this.#guest.text(at.path, path);
    const second = () => this.#guest.text(at.path2, 'second');
    for (const follow of [0, 1]) {
      this.#open(path, follow, 0, READING);
      // Not created: it is missing during the exchange, and the exchanger must find it unchanged.
      this.#open(path, follow, 8, WRITING);
      if (this.#call('path_filestat_get', ROOT, follow, ...file(), at.result)) this.#meet(at.result);
      this.#call('path_filestat_set_times', ROOT, follow, ...file(), 5n, 5n, Fstflag.MTIM);
      if (this.#call('path_link', ROOT, follow, ...file(), ROOT, ...second())) {
        if (this.#call('path_filestat_get', ROOT, 0, ...second(), at.result)) this.#meet(at.result);
        this.#call('path_unlink_file', ROOT, ...second());
      }
    }
  }

  #call(name: HostcallName, ...args: (number | bigint)[]): boolean {
    const errno = this.#guest.call(name, ...args);
    this.calls++;
    if (errno === 0) this.through++;
    if (errno === Errno.ENOTCAPABLE) this.refused++;
    const key = `${name} ${errnoName(errno)}`;
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    return errno === 0;
  }

  /** Looks at a filestat or a dirent: in both the inode comes second. */
  #meet(where: number): void {
    if (this.#outside.has(this.#guest.view.getBigUint64(where + 8, true))) this.escapes++;
  }

  #open(path: string, dirflags: number, oflags: number, base: bigint): void {
    const guest = this.#guest;
    const [pointer, length] = guest.text(at.path, path);
    if (!this.#call('path_open', ROOT, dirflags, pointer, length, oflags, base, 0n, 0, at.result)) return;
    const fd = guest.view.getUint32(at.result, true);
    if (guest.call('fd_filestat_get', fd, at.result2) === 0) this.#meet(at.result2);
    if ((base & BigInt(Right.FD_WRITE)) !== 0n) {
      guest.call('fd_write', fd, ...guest.iovecs(at.iovecs, [at.buffer, 3]), at.result2);
    } else if ((oflags & 2) !== 0 && this.#call('fd_readdir', fd, at.in, LISTED, 0n, at.result2)) {
      const end = at.in + guest.view.getUint32(at.result2, true);
      for (let entry = at.in; entry + 24 <= end; entry += 24 + guest.view.getUint32(entry + 16, true))
        this.#meet(entry);
    }
    guest.call('fd_close', fd);
  }
}
