import { expect } from 'chai';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { ConfigurationError } from '../../../../application/errors.js';
import { failed, type HostcallEvent, ofCall, ofFamily, touching } from '../../../../application/tracing/index.js';
import { Errno, encodeUtf8 } from '../../../../domain/index.js';
import { TracedGuest } from '../traced-guest.js';

/** The names of calls that an operator lets through. */
function passed(operator: MonoTypeOperatorFunction<HostcallEvent>): string[] {
  const guest = new TracedGuest();
  const names: string[] = [];
  guest.hub.hostcalls$.pipe(operator).subscribe(({ name }) => names.push(name));
  guest.text(0x100, 'a');
  guest.call('path_unlink_file', [3, 0x100, 1], () => Errno.ENOENT);
  guest.call('fd_sync', [4]);
  guest.call('fd_close', [9], () => Errno.EBADF);
  guest.call('clock_res_get', [0, 0x200]);
  return names;
}

describe('operators over calls', () => {
  it('ofFamily takes families and classes', () => {
    expect(passed(ofFamily('path'))).to.deep.equal(['path_unlink_file']);
    expect(passed(ofFamily('path', 'clock'))).to.deep.equal(['path_unlink_file', 'clock_res_get']);
    expect(passed(ofFamily('%desc'))).to.deep.equal(['fd_sync', 'fd_close']);
    expect(() => ofFamily('paths' as 'path')).to.throw(
      ConfigurationError,
      'unknown family "paths" of hostcalls; did you mean path?',
    );
    expect(() => ofFamily('%paths' as '%file')).to.throw(ConfigurationError, "unknown class '%paths'");
  });

  it('failed takes any errno, or those named', () => {
    expect(passed(failed())).to.deep.equal(['path_unlink_file', 'fd_close']);
    expect(passed(failed(Errno.EBADF, Errno.EIO))).to.deep.equal(['fd_close']);
    expect(passed(failed('EBADF', 'EIO'))).to.deep.equal(['fd_close']);
    expect(() => failed('EBADFD' as 'EBADF')).to.throw(
      ConfigurationError,
      'unknown errno "EBADFD"; did you mean EBADF',
    );
    expect(() => failed(77)).to.throw(ConfigurationError, 'unknown errno "77"');
  });

  it('touching takes a path and everything below it', () => {
    expect(passed(touching('/a'))).to.deep.equal(['path_unlink_file']);
    expect(passed(touching('/a', '/hi.txt'))).to.deep.equal(['path_unlink_file', 'fd_sync']);
    expect(passed(touching('/'))).to.deep.equal(['path_unlink_file', 'fd_sync']);
  });

  it('touching takes everything below a directory that is called `.`, and neither streams nor paths elsewhere', () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    guest.hub.hostcalls$.pipe(touching('.')).subscribe(({ name }) => names.push(name));
    guest.descriptors.set(5, { label: '.', preopenName: encodeUtf8('.') });
    guest.descriptors.set(6, { label: 'notes.txt', preopenName: undefined });
    guest.text(0x100, 'a');
    guest.call('path_unlink_file', [5, 0x100, 1]);
    guest.call('fd_sync', [6]);
    guest.call('path_create_directory', [3, 0x100, 1]);
    guest.call('fd_datasync', [1]);
    expect(names).to.deep.equal(['path_unlink_file', 'fd_sync']);
  });

  it('ofCall gives typed arguments and results', () => {
    const guest = new TracedGuest();
    const sums: number[] = [];
    guest.hub.hostcalls$.pipe(ofCall('fd_read')).subscribe(call => {
      const nread: number = call.result?.nread ?? -1;
      sums.push(nread + call.args.fd);
    });
    guest.u32(0x100, 0x200, 16);
    guest.call('fd_sync', [4]);
    guest.call('fd_read', [4, 0x100, 1, 0x300], () => {
      guest.u32(0x300, 3);
      return 0;
    });
    expect(sums).to.deep.equal([7]);
  });

  it('a name narrows an event', () => {
    const guest = new TracedGuest();
    const sizes: bigint[] = [];
    guest.hub.hostcalls$.subscribe(call => {
      if (call.name === 'fd_filestat_get' && call.result !== undefined) sizes.push(call.result.buf.size);
    });
    guest.call('fd_filestat_get', [4, 0x100], () => {
      guest.u64(0x120, 99n);
      return 0;
    });
    expect(sizes).to.deep.equal([99n]);
  });
});
