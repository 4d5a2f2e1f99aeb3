import { ConfigurationError } from '../../application/errors.js';
import { checkOptions, having, type OptionKinds, oneOf } from '../../application/options/index.js';
import { type Directory, Errno, type FileSystem, type Naming } from '../../domain/index.js';
import { CheckedTree } from './checked-tree.js';
import { ExactTimes } from './exact-times.js';
import { isSameFile } from './file-identity.js';
import { HandleCache } from './handle-cache.js';
import { HandleTree } from './handle-tree.js';
import { type HostCalls, nodeHostCalls } from './host-calls.js';
import { DIRECTORY, PREOPEN_HANDLE } from './open-flags.js';
import { Transfer } from './transfer.js';
import type { Shared } from './tree.js';
import { trustedHost } from './trusted-host.js';

export const reaches = ['handles', 'checks'] as const;

/**
 * How directories are reached. `handles`: through descriptors, safe against other processes that replace directories with links; Linux with `/proc`
 * only. `checks`: by path, checked before each use.
 */
export type Reach = (typeof reaches)[number];

const onLinux = process.platform === 'linux';

const NO_HANDLES = [
  'directories cannot be reached by descriptors here, because /proc does not show those of this process',
  "mount /proc, or leave out `reach: 'handles'`",
] as const;

/** Options of a {@link NodeFileSystem}. */
export interface FileSystemOptions {
  /** How directories are reached. `handles` is refused where they are unavailable. Default: handles where they are available. */
  readonly reach?: Reach | undefined;
  /** The host primitives. Default: Node's `fs`. */
  readonly host?: HostCalls | undefined;
  /** The rules for names on that host. Default: every name stands for itself. */
  readonly naming?: Naming | undefined;
}

const kinds: OptionKinds<FileSystemOptions> = {
  reach: oneOf(reaches),
  host: having('open'),
  naming: having('violation', 'key'),
};

/** Directories and files of the host. */
export class NodeFileSystem implements FileSystem {
  readonly #host: HostCalls;
  readonly #naming: Naming | undefined;
  readonly #asked: Reach | undefined;
  #opened: { readonly shared: Shared; readonly cache: HandleCache } | undefined;

  /** @throws ConfigurationError for an unknown or invalid option */
  constructor(options: FileSystemOptions = {}) {
    checkOptions(options, 'NodeFileSystem', kinds);
    const { reach, host = nodeHostCalls, naming } = options;
    this.#host = host;
    this.#naming = naming;
    this.#asked = reach;
  }

  /** How directories are reached here: as requested, or in the best way available. */
  get reach(): Reach {
    return this.#asked ?? (hasHandles(this.#host) ? 'handles' : 'checks');
  }

  /**
   * As in the port.
   * @throws ConfigurationError if the host's primitives are not fit for a sandbox, or directories cannot be reached in the requested way
   */
  openPreopen(path: string): Directory | number {
    this.#opened ??= this.#open();
    const { shared, cache } = this.#opened;
    const opened = this.#asked !== 'checks' && onLinux ? openHandle(path, shared.host) : undefined;
    if (typeof opened === 'number') return opened;
    if (opened !== undefined) return new HandleTree(shared, cache, opened.descriptors, opened.fd).root;
    if (this.#asked === 'handles') throw new ConfigurationError(...NO_HANDLES);
    return openChecked(path, shared);
  }

  /** Finds out which primitives to use, when the first directory is opened. */
  protected trusted(host: HostCalls): HostCalls {
    return trustedHost(host);
  }

  #open(): { readonly shared: Shared; readonly cache: HandleCache } {
    const host = this.trusted(this.#host);
    const naming = this.#naming;
    return {
      shared: {
        unowned: undefined,
        host,
        times: new ExactTimes(host),
        transfer: new Transfer(host),
        naming,
      },
      cache: new HandleCache(host),
    };
  }
}

/** A directory that names are reached through. */
interface OpenedHandle {
  readonly fd: number;
  /** Where this process sees its descriptors, ending in `/`. */
  readonly descriptors: string;
}

/** @returns undefined if this process cannot see its own descriptors */
function openHandle(path: string, host: HostCalls): OpenedHandle | number | undefined {
  const descriptors = descriptorsOf(host);
  if (descriptors === undefined) return undefined;
  const fd = host.open(path, PREOPEN_HANDLE, 0);
  if (fd < 0) return fd;
  const through = host.lstat(`${descriptors}${fd}/.`);
  if (isSameFile(host.fstat(fd), through)) return { fd, descriptors };
  host.close(fd);
  return through === -Errno.EACCES ? through : undefined;
}

/**
 * Where `/proc` says that this process has its descriptors, ending in `/`. It need not be so: it is for each directory that it is asked whether
 * what is there is the directory that was opened.
 */
function descriptorsOf(host: HostCalls): string | undefined {
  const self = host.readlink('/proc/self');
  // The number is a quarter of the look-up that `self` costs on each use.
  return typeof self === 'string' && /^[1-9][0-9]*$/.test(self) ? `/proc/${self}/fd/` : undefined;
}

function hasHandles(host: HostCalls): boolean {
  const opened = onLinux ? openHandle('/', host) : undefined;
  if (typeof opened !== 'object') return false;
  host.close(opened.fd);
  return true;
}

function openChecked(path: string, shared: Shared): Directory | number {
  const { host } = shared;
  const real = host.realpath(path);
  if (typeof real === 'number') return real;
  const fd = host.open(real, DIRECTORY, 0);
  if (fd < 0 && fd !== -Errno.EACCES) return fd;
  const stats = fd < 0 ? host.lstat(real) : host.fstat(fd);
  if (typeof stats !== 'number') return new CheckedTree(shared, real, Math.max(fd, -1), stats).root;
  host.close(fd);
  return stats;
}
