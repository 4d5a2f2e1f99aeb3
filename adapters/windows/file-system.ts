import { windowsNaming } from '../../domain/index.js';
import { type HostCalls, nodeHostCalls } from '../node/host-calls.js';
import { NodeFileSystem } from '../node/index.js';
import { requireTrust } from '../node/trusted-host.js';
import { windowsHostCalls } from './host-calls.js';

/** Directories and files of Windows. */
export class WindowsFileSystem extends NodeFileSystem {
  readonly #raw: HostCalls;

  /** @param raw as for {@link windowsHostCalls} */
  constructor(raw: HostCalls = nodeHostCalls) {
    super({ reach: 'checks', host: windowsHostCalls(raw), naming: windowsNaming });
    this.#raw = raw;
  }

  /** Each file system has primitives of its own; the host under them is probed once. */
  protected override trusted(host: HostCalls): HostCalls {
    requireTrust(host, this.#raw);
    return host;
  }
}
