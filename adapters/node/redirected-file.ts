import { Errno, Open } from '../../domain/index.js';
import { NodeFile } from './file.js';
import type { HostParts } from './host-parts.js';

/** The file behind a standard stream that was redirected, or the device: what is done with it by offset. The descriptor stays the host's. */
export class RedirectedFile extends NodeFile {
  /** @param writable whether the guest may write it */
  constructor(parts: HostParts, fd: number, filetype: number, writable: boolean) {
    const tree = { shared: { ...parts, naming: undefined, unowned: undefined }, reopen: () => -Errno.ENOTSUP };
    super(tree, fd, filetype, writable ? Open.READ | Open.WRITE : Open.READ, '');
  }

  override close(): number {
    return 0;
  }
}
