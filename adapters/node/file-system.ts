import { type Directory, Errno, type FileSystem, type Naming } from '../../domain/index.js';
import { CheckedTree } from './checked-tree.js';
import { ExactTimes } from './exact-times.js';
import { HandleCache } from './handle-cache.js';
import { HandleTree } from './handle-tree.js';
import { type HostCalls, nodeHostCalls } from './host-calls.js';
import { DIRECTORY, NOFOLLOW, PREOPEN_HANDLE } from './open-flags.js';
import { Patience } from './patience.js';
import { Transfer } from './transfer.js';
import type { Shared } from './tree.js';

/** What can be chosen about a {@link NodeFileSystem}. */
export interface FileSystemOptions {
  /**
   * How directories are reached. `handles`: through descriptors, safe against other processes that exchange directories for links;
   * Linux with `/proc` only. `checks`: by path, looked at before each use. Default: handles where there are any.
   */
  readonly reach?: 'handles' | 'checks';
  /** The host primitives. Default: Node's `fs`. */
  readonly host?: HostCalls;
  /** What names are on that host. Default: every name stands for itself. */
  readonly naming?: Naming;
}

/** Directories and files of the host. */
export class NodeFileSystem implements FileSystem {
  readonly #shared: Shared;
  readonly #cache: HandleCache;
  readonly #reach: 'handles' | 'checks';

  constructor({ reach, host = nodeHostCalls, naming }: FileSystemOptions = {}) {
    const times = new ExactTimes(host);
    this.#shared = { host, times, transfer: new Transfer(host), patience: new Patience(), naming };
    this.#cache = new HandleCache(host);
    this.#reach = reach ?? (process.platform === 'linux' ? 'handles' : 'checks');
  }

  openPreopen(path: string): Directory | number {
    return (this.#reach === 'handles' ? this.#openHandle(path) : undefined) ?? this.#openChecked(path);
  }

  /** undefined if this process cannot see its own descriptors. */
  #openHandle(path: string): Directory | number | undefined {
    const { host } = this.#shared;
    const self = host.readlink('/proc/self');
    if (typeof self === 'number') return undefined;
    const fd = host.open(path, PREOPEN_HANDLE, 0);
    if (fd < 0) return fd;
    // The number is a quarter of the look-up that `self` costs on each use.
    const descriptors = `/proc/${self}/fd/`;
    const direct = host.fstat(fd);
    const through = host.lstat(`${descriptors}${fd}/.`);
    if (typeof direct !== 'number' && typeof through !== 'number') {
      if (direct.ino === through.ino && direct.dev === through.dev) {
        return new HandleTree(this.#shared, this.#cache, descriptors, fd).root;
      }
    }
    host.close(fd);
    return through === -Errno.EACCES ? through : undefined;
  }

  #openChecked(path: string): Directory | number {
    const { host } = this.#shared;
    const real = host.realpath(path);
    if (typeof real === 'number') return real;
    const fd = host.open(real, DIRECTORY | NOFOLLOW, 0);
    if (fd < 0 && fd !== -Errno.EACCES) return fd;
    const stats = fd < 0 ? host.lstat(real) : host.fstat(fd);
    if (typeof stats !== 'number') return new CheckedTree(this.#shared, real, Math.max(fd, -1), stats).root;
    host.close(fd);
    return stats;
  }
}
