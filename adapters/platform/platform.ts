import { ConfigurationError } from '../../application/errors.js';
import { NodeFileSystem, type NodeParts, NodeStdio, type Reach } from '../node/index.js';
import { WindowsFileSystem, windowsHostCalls } from '../windows/index.js';

/** Whose primitives Node's ports rest on. */
export type Platform = 'posix' | 'windows';

/** What can be chosen about Node's ports. */
export interface NodeHostOptions {
  /** Default: the platform that this runs on. `windows` elsewhere gives the rules and the care that Windows needs, over other files. */
  readonly platform?: Platform;
  /** How directories are reached; see {@link Reach}. `handles` is refused where there are none. Default: handles where there are any. */
  readonly reach?: Reach;
}

const REACHES: readonly string[] = ['handles', 'checks'] satisfies Reach[];

/** The platform that this runs on. */
export function currentPlatform(): Platform {
  return process.platform === 'win32' ? 'windows' : 'posix';
}

/**
 * What differs between platforms.
 * @throws ConfigurationError for a platform that there is not, or a way to reach directories that it does not have
 */
export function partsOf({ platform = currentPlatform(), reach }: NodeHostOptions = {}): NodeParts {
  if (reach !== undefined && !REACHES.includes(reach))
    throw new ConfigurationError(`There is no reach '${reach}': write 'handles' or 'checks', or leave it out.`);
  if (reach === 'handles' && (platform === 'windows' || process.platform !== 'linux'))
    throw new ConfigurationError(
      "Directories can be reached by descriptors on Linux only: leave out `reach: 'handles'`, and they are checked by path.",
    );
  switch (platform) {
    case 'posix':
      return reach === undefined ? {} : { fileSystem: () => new NodeFileSystem({ reach }) };
    case 'windows':
      return { fileSystem: () => new WindowsFileSystem(), stdio: () => new NodeStdio(windowsHostCalls()) };
    default:
      throw new ConfigurationError(`There is no platform '${platform}': write 'posix' or 'windows', or leave it out.`);
  }
}
