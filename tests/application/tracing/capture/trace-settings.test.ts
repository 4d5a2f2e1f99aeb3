import { expect } from 'chai';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { redactStrings } from '../../../../application/tracing/capture/redaction.js';
import { recordOf } from '../../../../application/tracing/events/event-of.js';
import { type HostcallEvent, TraceHub, type TraceSettings } from '../../../../application/tracing/index.js';
import { encodeUtf8 } from '../../../../domain/index.js';
import { TracedGuest } from '../traced-guest.js';

const SECRET = 'correct horse battery staple';

function guestWith(settings: TraceSettings, strings: readonly string[] = []): TracedGuest {
  return new TracedGuest('preview1', new TraceHub(EventRecord, settings), strings);
}

/** Writes, reads and draws random bytes: 28 of each. */
function move(guest: TracedGuest): HostcallEvent[] {
  guest.text(0x200, SECRET);
  guest.u32(0x100, 0x200, 20, 0x214, 8);
  const full = () => {
    guest.u32(0x80, SECRET.length);
    return 0;
  };
  return [
    guest.trace('fd_write', [1, 0x100, 2, 0x80], full),
    guest.trace('fd_write', [4, 0x100, 2, 0x80], full),
    guest.trace('fd_read', [4, 0x100, 2, 0x80], full),
    guest.trace('random_get', [0x200, SECRET.length]),
  ];
}

const captured = (calls: readonly HostcallEvent[]) => calls.map(({ data }) => data?.length);

describe('of what calls move', () => {
  it('the first bytes are kept, and all of some descriptors', () => {
    expect(captured(move(guestWith({ payload: 5 })))).to.deep.equal([5, 5, 5, 5]);
    expect(captured(move(guestWith({ payload: 5, dumps: { write: [1] } })))).to.deep.equal([28, 5, 5, 5]);
    expect(captured(move(guestWith({ payload: 5, dumps: { read: [4], write: [0] } })))).to.deep.equal([5, 5, 28, 5]);
    expect(captured(move(guestWith({ payload: 5, dumps: { read: 'all', write: 'all' } })))).to.deep.equal([
      28, 28, 28, 5,
    ]);
  });

  it('nothing is kept of possible secrets, whatever else is set', () => {
    for (const settings of [
      {},
      { payload: Number.POSITIVE_INFINITY },
      { dumps: { read: 'all', write: 'all' } },
      { complete: true, details: true },
    ] as const) {
      const calls = move(guestWith({ ...settings, redact: true }));
      expect(captured(calls)).to.deep.equal([0, 0, 0, 0]);
      expect(calls.map(({ bytes }) => bytes)).to.deep.equal([28, 28, 28, 28]);
      for (const call of calls) {
        const stores = [recordOf(call).entryChunk, recordOf(call).exitChunk].flatMap(chunk =>
          chunk ? [Buffer.from(chunk.u8)] : [],
        );
        for (const store of stores) expect(store.includes('horse')).to.equal(false);
      }
    }
  });
});

describe('of strings', () => {
  it('arguments and values become stars', () => {
    const guest = guestWith({ redact: true }, ['TOKEN=s3cret=x', 'EMPTY=', 'none']);
    const environ = guest.trace('environ_get', [0x100, 0x200]);
    expect(environ.result).to.deep.equal({ environ: ['TOKEN=********', 'EMPTY=', '****'] });
    const args = guest.trace('args_get', [0x100, 0x200]);
    expect(args.result).to.deep.equal({ argv: ['**************', '******', '****'] });
    expect(JSON.stringify([environ, args])).to.not.contain('s3cret');
  });

  it('as they lie in memory, with names that are not ASCII, and without a last NUL', () => {
    const redacted = (text: string, kind: 'args' | 'environ') =>
      Buffer.from(redactStrings(encodeUtf8(text), kind)).toString();
    expect(redacted('é=é\0a=b=c\0=d\0', 'environ')).to.equal('é=**\0a=***\0=*\0');
    expect(redacted('no equals\0a=b', 'environ')).to.equal('*********\0a=*');
    expect(redacted('a=b\0\0c', 'args')).to.equal('***\0\0*');
    expect(redacted('', 'args')).to.equal('');
  });
});

describe('of long lists', () => {
  it('all items are kept if requested', () => {
    const many = (settings: TraceSettings) => {
      const guest = guestWith(
        settings,
        Array.from({ length: 900 }, (_, i) => `argument ${i}`),
      );
      for (let i = 0; i < 100; i++) guest.u32(0x1000 + i * 8, 0x200, 1);
      const write = guest.trace('fd_write', [1, 0x1000, 100, 0x80], () => {
        guest.u32(0x80, 100);
        return 0;
      });
      const args = guest.trace('args_get', [0x100, 0x200]);
      return [
        write.name === 'fd_write' && write.args.iovs?.length,
        args.name === 'args_get' && (args.result?.argv.length ?? 0) >= 900,
      ];
    };
    expect(many({})).to.deep.equal([32, false]);
    expect(many({ complete: true })).to.deep.equal([100, true]);
  });
});

describe('of descriptors', () => {
  it('types and rights are kept if requested, as they were when the call began', () => {
    const before = { filetype: 4, rightsBase: 6, rightsInheriting: 1 };
    const trace = (settings: TraceSettings) => {
      const guest = guestWith(settings);
      guest.descriptors.set(4, { label: '/hi.txt', preopenName: undefined, ...before });
      guest.descriptors.set(5, { label: '/opened', preopenName: undefined, ...before, rightsBase: 2 });
      const change = guest.trace('fd_fdstat_set_rights', [4, 0n, 0n], () => {
        guest.descriptors.set(4, { label: '/hi.txt', preopenName: undefined, ...before, rightsBase: 0 });
        return 0;
      });
      const open = guest.trace('path_open', [4, 0, 0, 1, 0, 0n, 0n, 0, 0x80], () => {
        guest.u32(0x80, 5);
        return 0;
      });
      const closed = guest.trace('fd_close', [77], () => 8);
      return [change.details, open.details, open.secondDetails, closed.details];
    };
    expect(trace({ details: true })).to.deep.equal([
      before,
      { ...before, rightsBase: 0 },
      { ...before, rightsBase: 2 },
      undefined,
    ]);
    expect(trace({})).to.deep.equal([undefined, undefined, undefined, undefined]);
  });
});
