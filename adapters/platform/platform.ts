import { ConfigurationError } from '../../application/index.js';
import { type NodeParts, NodeStdio } from '../node/index.js';
import { WindowsFileSystem, windowsHostCalls } from '../windows/index.js';

/** Whose primitives Node's ports rest on. */
export type Platform = 'posix' | 'windows';

/** What can be chosen about Node's ports. */
export interface NodeHostOptions {
  /** Default: the platform that this runs on. `windows` elsewhere gives the rules and the care that Windows needs, over other files. */
  readonly platform?: Platform;
}

/** The platform that this runs on. */
export function currentPlatform(): Platform {
  return process.platform === 'win32' ? 'windows' : 'posix';
}

/**
 * What differs between platforms.
 * @throws ConfigurationError for a platform that there is not
 */
export function partsOf({ platform = currentPlatform() }: NodeHostOptions = {}): NodeParts {
  switch (platform) {
    case 'posix':
      return {};
    case 'windows':
      return { fileSystem: () => new WindowsFileSystem(), stdio: () => new NodeStdio(windowsHostCalls()) };
    default:
      throw new ConfigurationError(`There is no platform '${platform}': write 'posix' or 'windows', or leave it out.`);
  }
}
