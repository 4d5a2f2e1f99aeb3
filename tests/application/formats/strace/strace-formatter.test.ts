import { expect } from 'chai';
import {
  StraceFormatter,
  type StraceOptions,
  toStraceLine,
  wallClockOf,
} from '../../../../application/formats/index.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { formatStrace } from '../../../../application/formats/strace/format-strace.js';
import { hexDump } from '../../../../application/formats/strace/hex-dump.js';
import { quote } from '../../../../application/text/index.js';
import { recordOf } from '../../../../application/tracing/events/event-of.js';
import { TraceHub } from '../../../../application/tracing/index.js';
import type { HostcallName } from '../../../../domain/index.js';
import { TracedGuest } from '../../tracing/traced-guest.js';

describe('a formatter', () => {
  it('shows the time since the previous call, also when each call is formatted alone', () => {
    const guest = new TracedGuest();
    const lines: string[] = [];
    guest.hub.hostcalls$.pipe(toStraceLine({ relative: true, column: 0 })).subscribe(line => lines.push(line));
    for (let i = 0; i < 3; i++) guest.call('sched_yield', []);
    expect(lines).to.deep.equal([
      '     0.000000 sched_yield() = 0',
      '     0.000018 sched_yield() = 0',
      '     0.000018 sched_yield() = 0',
    ]);
    expect(formatStrace(guest.trace('sched_yield', []), { relative: true, column: 0 })).to.equal(lines[0]);
  });

  it('puts the caller first, as strace -f does', () => {
    const guest = new TracedGuest();
    const formatter = new StraceFormatter({ caller: 'worker 2', sequence: true, column: 0 });
    expect(formatter.call(guest.trace('sched_yield', []))).to.equal('[worker 2] [   0] sched_yield() = 0');
    expect(formatter.note('+++ exited with 0 +++', 0)).to.equal('[worker 2] [????] +++ exited with 0 +++');
  });

  it('does not count a call twice that is shown while it waits', () => {
    const guest = new TracedGuest();
    const formatter = new StraceFormatter({ relative: true, sequence: true, column: 0 });
    const lines: string[] = [];
    guest.hub.entered$.subscribe(call => lines.push(formatter.call(call)));
    guest.hub.hostcalls$.subscribe(call => lines.push(formatter.call(call)));
    guest.call('sched_yield', []);
    guest.call('sched_yield', []);
    expect(lines.map(line => line.replace(/sched_yield\(.*/, ''))).to.deep.equal([
      '     0.000000 [   0] ',
      '     0.000000 [   0] ',
      '     0.000018 [   1] ',
      '     0.000027 [   1] ',
    ]);
  });

  it('computes the time of day from the offset of two clocks', () => {
    const guest = new TracedGuest();
    const clocks = {
      monotonic: () => 5e9,
      read: (_: number, into: { seconds: number; nanoseconds: number }) => {
        into.seconds = 1_764_000_000;
        into.nanoseconds = 999_999_000;
        return 0;
      },
    };
    const wallClock = wallClockOf(clocks);
    expect(wallClock).to.deep.equal({ offset: 1_763_999_995_999_999_000n });
    const call = guest.trace('sched_yield', []);
    const shown = (timestamps: 'seconds' | 'microseconds' | 'epoch') =>
      formatStrace(call, { timestamps, wallClock: { ...wallClock, utc: true }, column: 0 });
    expect(shown('epoch')).to.equal('1763999996.000008 sched_yield() = 0');
    expect(shown('seconds')).to.equal('15:59:56 sched_yield() = 0');
    expect(shown('microseconds')).to.equal('15:59:56.000008 sched_yield() = 0');
    expect(formatStrace(call, { timestamps: 'microseconds', column: 0 })).to.equal('00:00:00.000009 sched_yield() = 0');
  });

  it('shows times in the requested precision', () => {
    const guest = new TracedGuest();
    const call = guest.trace('sched_yield', []);
    const wallClock = { offset: 1_763_999_995_999_999_123n, utc: true };
    const shown = (precision: 's' | 'ms' | 'us' | 'ns') => {
      const times = { timestamps: precision, times: precision, relative: precision };
      const text = (timestamps: 'epoch' | 'microseconds') =>
        formatStrace(call, { timestamps, relative: true, times: true, wallClock, precision: times, column: 0 });
      return [text('epoch'), text('microseconds').split(' ')[0]];
    };
    expect(shown('s')).to.deep.equal(['1763999996 (+     0) sched_yield() = 0 <0>', '15:59:56']);
    expect(shown('ms')).to.deep.equal(['1763999996.000 (+     0.000) sched_yield() = 0 <0.000>', '15:59:56.000']);
    expect(shown('us')).to.deep.equal([
      '1763999996.000008 (+     0.000000) sched_yield() = 0 <0.000009>',
      '15:59:56.000008',
    ]);
    expect(shown('ns')).to.deep.equal([
      '1763999996.000008123 (+     0.000000000) sched_yield() = 0 <0.000009000>',
      '15:59:56.000008123',
    ]);
  });

  it('shows raw or verbose arguments of selected hostcalls only', () => {
    const guest = new TracedGuest();
    const line = (name: HostcallName, options: StraceOptions) =>
      formatStrace(
        guest.trace(name, [9], () => 8),
        { ...options, column: 0 },
      );
    expect(line('fd_sync', { raw: 'fd_sync' })).to.equal('fd_sync(9) = 8 EBADF');
    expect(line('fd_close', { raw: 'fd_sync' })).to.equal('fd_close(9) = -1 EBADF (Bad file descriptor)');
    expect(line('fd_close', { raw: ['fd_sync', 'fd_close'] })).to.equal('fd_close(9) = 8 EBADF');
    const stat = (options: StraceOptions) => formatStrace(guest.trace('fd_filestat_get', [4, 0x400]), options);
    expect(stat({ verbose: '%clock' })).to.equal(stat({}));
    expect(stat({ verbose: '%file,%desc' }))
      .to.equal(stat({ verbose: true }))
      .and.not.equal(stat({}));
  });

  it('marks what was tampered with', () => {
    const guest = new TracedGuest();
    const call = guest.trace('sched_yield', [], () => 29);
    recordOf(call).extras = { injected: true, delayed: true };
    expect(formatStrace(call, { column: 0 })).to.equal('sched_yield() = -1 EIO (I/O error) (INJECTED) (DELAYED)');
    recordOf(call).extras = { delayed: true };
    expect(formatStrace(call, { column: 0, times: true })).to.equal(
      'sched_yield() = -1 EIO (I/O error) (DELAYED) <0.000009>',
    );
  });

  it('colours pieces, and keeps the column of the =', () => {
    const guest = new TracedGuest();
    guest.text(0x100, 'name');
    const call = guest.trace('path_unlink_file', [3, 0x100, 4], () => 44);
    const paint = (mark: string) => (text: string) => `<${mark}>${text}</${mark}>`;
    const palette = { name: paint('n'), string: paint('s'), label: paint('l'), errno: paint('e'), mark: paint('m') };
    expect(formatStrace(call, { palette })).to.equal(
      '<n>path_unlink_file</n>(3<l></></l>, <s>"name"</s>)          = <e>-1 ENOENT (No such file or directory)</e>',
    );
    expect(call.text().indexOf('=')).to.equal(40);
    recordOf(call).extras = { injected: true };
    expect(formatStrace(call, { palette })).to.match(/<m> \(INJECTED\)<\/m>$/);
  });

  it('prints points in time exactly, whatever they are', () => {
    const guest = new TracedGuest();
    for (const time of [0n, 1n, 999_999_999n, 2n ** 53n + 1n, 1_764_000_000_123_456_789n, 2n ** 64n - 1n]) {
      const call = guest.trace('clock_time_get', [0, 0n, 0x100], () => {
        guest.u64(0x100, time);
        return 0;
      });
      const digits = String(time).padStart(10, '0');
      const expected = time === 0n ? '0' : `${digits.slice(0, -9)}.${digits.slice(-9)}`;
      expect(formatStrace(call, { column: 0 })).to.equal(`clock_time_get(CLOCK_REALTIME, 0ns, [${expected}]) = 0`);
    }
  });
});

describe('a dump', () => {
  it('has lines of 16 bytes', () => {
    expect(hexDump(Buffer.from('GET / HTTP/1.1\r\n\0'))).to.deep.equal([
      ' | 00000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1.. |',
      ' | 00010  00                                                .                |',
    ]);
    expect(hexDump(new Uint8Array(0))).to.deep.equal([]);
  });

  it('omits unread bytes and empty buffers', () => {
    const hub = new TraceHub(EventRecord, { dumps: { read: [4] } });
    const guest = new TracedGuest('preview1', hub);
    guest.u32(0x100, 0x200, 3, 0x300, 0, 0x400, 9, 0x500, 9);
    const call = guest.trace('fd_read', [4, 0x100, 4, 0x80], () => {
      guest.text(0x200, 'abc');
      guest.text(0x400, 'defg');
      guest.u32(0x80, 4);
      return 0;
    });
    expect(new StraceFormatter({ dumps: { read: [4] } }).call(call).split('\n').slice(1)).to.deep.equal([
      ' * 3 bytes in buffer 0',
      ' | 00000  61 62 63                                          abc              |',
      ' * 1 bytes in buffer 2',
      ' | 00000  64                                                d                |',
    ]);
  });
});

describe('strings in hexadecimal', () => {
  const shown = (text: string) =>
    (['none', 'non-ascii-chars', 'non-ascii', 'all'] as const).map(hex =>
      quote(Buffer.from(text, 'latin1'), text.length, 99, hex),
    );

  it('are those that the option selects', () => {
    expect(shown('a"\t')).to.deep.equal(['"a\\"\\t"', '"a\\"\\t"', '"a\\"\\t"', '"\\x61\\x22\\x09"']);
    expect(shown('a\x017')).to.deep.equal(['"a\\0017"', '"a\\x017"', '"\\x61\\x01\\x37"', '"\\x61\\x01\\x37"']);
    expect(shown('')).to.deep.equal(['""', '""', '""', '""']);
  });
});
