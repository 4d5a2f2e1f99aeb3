import { windowsNaming } from '../../domain/index.js';
import type { HostCalls } from '../node/host-calls.js';
import { NodeFileSystem } from '../node/index.js';
import { windowsHostCalls } from './host-calls.js';

/** Directories and files of Windows. */
export class WindowsFileSystem extends NodeFileSystem {
  /** @param raw as for {@link windowsHostCalls} */
  constructor(raw?: HostCalls) {
    super({ reach: 'checks', host: windowsHostCalls(raw), naming: windowsNaming });
  }
}
