/** Node's ports on the host primitives of the platform that this runs on, or of one that is asked for by name. No inversify is needed for them. */
import {
  type Direction,
  directions,
  type HostCalls,
  type LoadOptions,
  loadDirectory as loadFrom,
  nodeHostCalls,
  nodePorts as posixPorts,
  type Reach,
  reaches,
  streamFromHost as streamOn,
} from '../adapters/node/index.js';
import {
  SharedCalls,
  type SystemInterface,
  systemHostCalls,
  systemInterfaces,
  systemPorts,
} from '../adapters/system/index.js';
import {
  callsForStreams,
  SharedWindowsCalls,
  windowsHostCalls,
  windowsPorts,
  windowsSystemPorts,
} from '../adapters/windows/index.js';
import { ConfigurationError } from '../application/errors.js';
import { COUNT, checkOptions, checkValue, type OptionKinds, oneOf } from '../application/options/index.js';
import type { FileTree, Ports, Stream } from '../domain/index.js';

const platforms = ['posix', 'windows'] as const;

/** Whose primitives Node's ports use. */
export type Platform = (typeof platforms)[number];

/** Options of Node's ports. */
export interface NodeHostOptions {
  /** Default: the current platform. On another platform, `windows` applies the rules and checks for Windows to that platform's files. */
  readonly platform?: Platform | undefined;
  /** How directories are reached; see {@link Reach}. `handles` is refused where they are unavailable. Default: handles where they are available. */
  readonly reach?: Reach | undefined;
  /**
   * The interface for files and for waiting on streams, on Linux: the kernel's own calls through the package `koffi` or `node:ffi`, or Node's `fs`.
   * On Windows it is only for waiting on streams; files always go through `fs`. An unusable one is refused. Default: the first usable one, determined
   * when the first directory is opened or the first wait begins.
   */
  readonly system?: SystemInterface | undefined;
}

/**
 * Every port on Node, for `createRuntime()`. Each call makes ports that share nothing with any other's.
 * @throws ConfigurationError for an unknown platform, or for a system interface or a way to reach directories that it does not have
 */
export function nodePorts(options?: NodeHostOptions): Ports {
  return portsMaker(options)();
}

/**
 * A stream on any descriptor of the host, to pass to a program as its stdin, stdout or stderr. The descriptor stays the caller's.
 * @param fd a descriptor of this process
 * @param direction what the guest may do with it; the other is `-EBADF`
 * @param host the host primitives; those of the current platform, if not given
 * @throws ConfigurationError for an invalid descriptor or direction
 */
export function streamFromHost(fd: number, direction?: Direction, host?: HostCalls): Stream {
  checkValue(fd, 'the descriptor', COUNT);
  if (direction !== undefined) checkValue(direction, 'the direction', oneOf(directions));
  return streamOn(fd, direction, host ?? defaultHostCalls());
}

/**
 * Reads a directory of the host with everything below it, at once, into data: `memoryDirectory(loadDirectory('./site'))` gives a program a copy of
 * it. It is read as a program would read it: symbolic links are kept as they are and none is followed. So on Linux nothing from outside gets in,
 * whatever other processes do to the directory meanwhile. Names that are not UTF-8 are left out.
 * @param hostPath of the directory; links in it are followed
 * @throws ConfigurationError if the directory cannot be opened; without `onUnreadable` also if something in it cannot be loaded, which is named
 */
export function loadDirectory(hostPath: string, options: LoadOptions = {}): FileTree {
  const given = options?.fileSystem !== undefined;
  return loadFrom(hostPath, given ? options : { ...options, fileSystem: nodePorts().fileSystem });
}

const kinds: OptionKinds<NodeHostOptions> = {
  platform: oneOf(platforms),
  reach: oneOf(reaches),
  system: oneOf(systemInterfaces),
};

function defaultHostCalls(): HostCalls {
  switch (process.platform) {
    case 'win32':
      return windowsHostCalls(callsForStreams(new SharedWindowsCalls()));
    case 'linux':
      return systemHostCalls(new SharedCalls());
    default:
      return nodeHostCalls;
  }
}

function currentPlatform(): Platform {
  return process.platform === 'win32' ? 'windows' : 'posix';
}

/**
 * What makes the ports of the platform, reach and system interface that are asked for.
 * @throws ConfigurationError for an unknown platform, or for a system interface or a way to reach directories that it does not have
 */
export function portsMaker(options: NodeHostOptions = {}): () => Ports {
  checkOptions(options, 'nodeHost()', kinds);
  const { platform = currentPlatform(), reach, system } = options;
  const onLinux = platform === 'posix' && process.platform === 'linux';
  if (reach === 'handles' && !onLinux)
    throw new ConfigurationError(
      'directories can be reached by descriptors on Linux only',
      "leave out `reach: 'handles'`, and they are checked by path",
    );
  const onWindows = platform === 'windows' && process.platform === 'win32';
  const throughFfi = system !== undefined && system !== 'fs';
  if (throughFfi && !onLinux && !onWindows)
    throw new ConfigurationError(
      `the system can be called through ${system} on Linux and Windows only`,
      'leave out `system`',
    );
  if (throughFfi && onLinux && reach === 'checks')
    throw new ConfigurationError(
      `through ${system} directories are reached by descriptors, and not checked by path`,
      "leave out `reach: 'checks'`, or write `system: 'fs'`",
    );
  // What is asked for is refused here, and not when the ports are made.
  if (throughFfi && onLinux) systemPorts(system);
  if (throughFfi && onWindows) windowsSystemPorts(system);
  if (onWindows && system !== 'fs') return () => windowsSystemPorts(system);
  if (platform === 'windows') return windowsPorts;
  return onLinux ? () => systemPorts(reach === 'checks' ? 'fs' : system, reach) : () => posixPorts({ reach });
}
