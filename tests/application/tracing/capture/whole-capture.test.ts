import { expect } from 'chai';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { crc32 } from '../../../../application/tracing/capture/crc32.js';
import { recordOf } from '../../../../application/tracing/events/event-of.js';
import { TraceHub } from '../../../../application/tracing/index.js';
import { TracedGuest } from '../traced-guest.js';

const OUT = 0xff00;
const DATA = 0x4000;
const TABLE = 0x100;

/** A table of `count` buffers of `size` bytes, one behind the other from `DATA`. */
function buffers(guest: TracedGuest, count: number, size: number): void {
  for (let i = 0; i < count; i++) guest.u32(TABLE + i * 8, DATA + i * size, size);
}

function readInto(guest: TracedGuest, count: number, size: number) {
  buffers(guest, count, size);
  return guest.trace('fd_read', [4, TABLE, count, OUT], () => {
    for (let i = 0; i < count * size; i++) guest.u8(DATA + i, i * 7);
    guest.u32(OUT, count * size);
    return 0;
  });
}

for (const [name, settings] of [
  ['whole', { whole: true }],
  ['with an infinite payload', { payload: Number.POSITIVE_INFINITY }],
] as const) {
  describe(`A call captured ${name}`, () => {
    const guest = () => new TracedGuest('preview1', new TraceHub(EventRecord, settings), ['x'.repeat(9000), 'y']);

    it('keeps all that a read put into all its buffers', () => {
      const expected = Uint8Array.from({ length: 40_000 }, (_, i) => i * 7);
      expect(readInto(guest(), 400, 100).data).to.deep.equal(expected);
    });

    it('finds an address after the data sent to it', () => {
      const sending = guest();
      buffers(sending, 1, 4);
      sending.text(DATA, 'ping');
      sending.u32(0x200, 0x210, 4);
      sending.u32(0x210, 0x0100_007f);
      const sent = sending.trace('sock_send_to', [4, TABLE, 1, 0x200, 8080, 0, OUT], () => {
        sending.u32(OUT, 4);
        return 0;
      });
      expect(sent.text()).to.include('[{buf="ping", buf_len=4}], 1, 127.0.0.1, 8080, 0)');
    });

    it('keeps all arguments, all events and all of a listing', () => {
      const args = guest().trace('args_get', [0x100, 0x200]);
      expect(recordOf(args).exitBytes(1)).to.have.length(9003);
      expect(recordOf(args).exitBytes(0)?.[0]).to.equal(0);

      const polling = guest();
      const polled = polling.trace('poll_oneoff', [0x1000, 0x8000, 100, OUT], () => {
        polling.u32(0x8000 + 99 * 32, 77);
        polling.u32(OUT, 100);
        return 0;
      });
      expect(recordOf(polled).entryBytes(0)).to.have.length(100 * 48);
      expect(recordOf(polled).exitBytes(0)).to.have.length(100 * 32);
      expect(recordOf(polled).exitBytes(0)?.[99 * 32]).to.equal(77);

      const listing = guest();
      const listed = listing.trace('fd_readdir', [3, 0x1000, 0x8000, 0n, OUT], () => {
        listing.u32(OUT, 0x7000);
        return 0;
      });
      expect(recordOf(listed).exitBytes(0)).to.have.length(0x7000);
    });

    it('keeps the beginning of a call in place, however much follows', () => {
      const calling = guest();
      const first = readInto(calling, 1, 10);
      const large = readInto(calling, 100, 400);
      const last = readInto(calling, 2, 5);
      expect([first, large, last].map(call => call.bytes)).to.deep.equal([10, 40_000, 10]);
      expect([first, large, last].map(call => call.duration)).to.deep.equal([9000, 9000, 9000]);
      expect(large.start).to.be.greaterThan(first.start);
    });
  });
}

describe('A call captured whole', () => {
  const text = 'all of this is written, and only the beginning of it kept';
  const write = (settings: ConstructorParameters<typeof TraceHub>[1], length = text.length) => {
    const guest = new TracedGuest('preview1', new TraceHub(EventRecord, settings));
    guest.text(DATA, text);
    guest.u32(TABLE, DATA, 20, DATA + 20, length - 20);
    return guest.trace('fd_write', [1, TABLE, 2, OUT], () => {
      guest.u32(OUT, length);
      return 0;
    });
  };

  it('has a checksum of all that is written, and the first bytes', () => {
    const call = write({ whole: true });
    const bytes = new TextEncoder().encode(text);
    expect(call.data).to.deep.equal(bytes.subarray(0, 32));
    const checksum = recordOf(call).entryBytes(2);
    expect(checksum).to.have.length(4);
    expect(new DataView((checksum as Uint8Array).slice().buffer).getUint32(0, true)).to.equal(crc32(bytes));
    expect(recordOf(call).shape.whole).to.equal(true);
    expect(recordOf(write({})).shape.whole).to.equal(false);
  });

  it('takes no memory for buffers that no call can write', () => {
    const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { payload: Number.POSITIVE_INFINITY }));
    // Each buffer is the whole memory, so all are more than 4 GiB, which is EINVAL.
    guest.memory.attach({ buffer: new ArrayBuffer(0x400000) });
    for (let i = 0; i < 1100; i++) guest.u32(TABLE + i * 8, 0, 0x400000);
    expect(guest.trace('fd_write', [1, TABLE, 1100, OUT], () => 28).data).to.have.length(0);
  });

  it('keeps nothing, and says so, if there is no memory for it', () => {
    const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { whole: true }));
    const failing = guest.hub.store;
    buffers(guest, 2, 20_000);
    const { extend } = failing;
    const call = guest.trace('fd_read', [4, TABLE, 2, OUT], () => {
      guest.u32(OUT, 40_000);
      failing.extend = (start, bytes) => (bytes > 30_000 ? -1 : extend.call(failing, start, bytes));
      return 0;
    });
    expect(call.data).to.equal(undefined);
    expect(call.text()).to.include('= 40000');
  });
});
