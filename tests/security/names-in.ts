import type { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at } from '../application/hostcalls/fixture.js';

/** The names that fd_readdir gives, but for `.` and `..`. */
export function namesIn(guest: ProxyGuest, fd: number): string[] {
  guest.ok('fd_readdir', fd, at.in, 4096, 0n, at.result);
  const used = guest.view.getUint32(at.result, true);
  const names: string[] = [];
  for (let from = at.in; from < at.in + used; ) {
    const length = guest.view.getUint32(from + 16, true);
    names.push(Buffer.from(guest.bytes.subarray(from + 24, from + 24 + length)).toString());
    from += 24 + length;
  }
  return names.filter(name => name !== '.' && name !== '..').sort();
}
