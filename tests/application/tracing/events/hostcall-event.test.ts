import { expect } from 'chai';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { type HostcallEvent, TraceHub } from '../../../../application/tracing/index.js';
import { Errno, Filetype } from '../../../../domain/index.js';
import { MEMORY_SIZE, TracedGuest } from '../traced-guest.js';

const ascii = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

/** Asserts the name of an event, and so the types of its arguments and results. */
function named<N extends HostcallEvent['name']>(event: HostcallEvent, name: N): Extract<HostcallEvent, { name: N }> {
  expect(event.name).to.equal(name);
  return event as Extract<HostcallEvent, { name: N }>;
}

function read(guest: TracedGuest, text: string): HostcallEvent {
  guest.u32(0x100, 0x200, 4, 0x300, 512);
  return guest.trace('fd_read', [4, 0x100, 2, 0x80], () => {
    guest.text(0x200, text.slice(0, 4));
    guest.text(0x300, text.slice(4));
    guest.u32(0x80, text.length);
    return 0;
  });
}

describe('a hostcall’s event', () => {
  it('has the properties common to every call', () => {
    const event = read(new TracedGuest(), 'hello');
    expect(event).to.include({ call: 20, name: 'fd_read', abi: 'preview1', sequence: 0, instance: 0, errno: 0 });
    expect(event).to.include({ state: 'returned', succeeded: true, start: 9000, duration: 9000 });
    expect(event).to.include({ descriptor: 4, path: '/hi.txt', bytes: 5 });
    expect(event.raw).to.deep.equal([4, 0x100, 2, 0x80]);
  });

  it('narrows by name: arguments and results have their own types', () => {
    const call = read(new TracedGuest(), 'hello');
    if (call.name !== 'fd_read') throw new Error(call.name);
    const nread: number | undefined = call.result?.nread;
    expect(nread).to.equal(5);
    expect(call.args.fd).to.equal(4);
    expect(call.args.iovs?.map(({ pointer, length, moved }) => [pointer, length, moved])).to.deep.equal([
      [0x200, 4, 4],
      [0x300, 512, 1],
    ]);
    expect(call.args.iovs?.map(({ data }) => ascii(data))).to.deep.equal(['hell', 'o']);
    expect(ascii(call.data)).to.equal('hello');
  });

  it('has no result, no data and no bytes when the call failed', () => {
    const guest = new TracedGuest();
    guest.u32(0x100, 0x200, 4);
    const event = guest.trace('fd_read', [4, 0x100, 1, 0x80], () => Errno.EIO);
    expect(event).to.include({ errno: Errno.EIO, succeeded: false, bytes: 0, result: undefined, data: undefined });
  });

  it('gives the path of calls that take one, otherwise the descriptor’s', () => {
    const guest = new TracedGuest();
    guest.text(0x200, 'é/b');
    expect(guest.trace('path_unlink_file', [3, 0x200, 4]).path).to.equal('é/b');
    expect(guest.trace('path_symlink', [0x200, 2, 3, 0x204, 0]).descriptor).to.equal(3);
    expect(guest.trace('fd_sync', [4]).path).to.equal('/hi.txt');
    expect(guest.trace('fd_sync', [77]).path).to.equal(undefined);
    expect(guest.trace('sched_yield', [])).to.include({ path: undefined, descriptor: undefined });
  });

  it('takes the label that a descriptor had when the call began', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_close', [4], () => {
      guest.descriptors.delete(4);
      return 0;
    });
    expect(event.path).to.equal('/hi.txt');
  });

  it('stays as it is when memory is overwritten and any number of calls come after it', () => {
    const guest = new TracedGuest();
    const events: HostcallEvent[] = [];
    const lines: string[] = [];
    guest.hub.hostcalls$.subscribe(event => {
      events.push(event);
      lines.push(event.text());
    });
    for (let i = 0; i < 3000; i++) {
      const path = `directory-${i}/`.padEnd(i % 90, 'x');
      guest.text(0x400, path);
      guest.call('path_open', [3, 0, 0x400, path.length, 0, 2n, 0n, 0, 0x80], () => {
        guest.u32(0x80, 4);
        return 0;
      });
      read(guest, `data ${i}`);
      guest.call('random_get', [0x400, i % 300], () => {
        guest.memory.u8.fill(i & 0xff, 0x400, 0x800);
        return 0;
      });
    }
    guest.memory.u8.fill(0xff);
    expect(events).to.have.length(9000);
    expect(events.map(event => event.text())).to.deep.equal(lines);
    expect(new Set(lines).size).to.be.above(6000);
  });

  it('returns copies: writing into one changes no event', () => {
    const event = read(new TracedGuest(), 'hello');
    event.data?.fill(0);
    if (event.name === 'fd_read') event.args.iovs?.[0]?.data.fill(0);
    expect(ascii(event.data)).to.equal('hello');
  });

  it('reads results from memory that has grown inside the call', () => {
    const guest = new TracedGuest();
    const memory = new WebAssembly.Memory({ initial: 1 });
    guest.attach(memory);
    guest.u32(0x100, 0x200, 8);
    const event = guest.trace('fd_read', [0, 0x100, 1, 0x80], () => {
      memory.grow(1);
      const grown = new DataView(memory.buffer);
      grown.setUint8(0x200, 0x68);
      grown.setUint32(0x80, 1, true);
      return 0;
    });
    expect(event.text()).to.equal('fd_read(0<stdin>, [{buf="h", buf_len=8}], 1) = 1');
    // The next call begins with the grown memory.
    expect(guest.trace('fd_tell', [4, 0x1fff8]).text()).to.equal('fd_tell(4</hi.txt>)                     = 0');
  });

  it('reads memory that another agent has grown, and shared memory', () => {
    const guest = new TracedGuest();
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
    guest.attach(memory);
    memory.grow(1);
    new Uint8Array(memory.buffer).set(Buffer.from('name'), MEMORY_SIZE + 8);
    expect(guest.trace('path_unlink_file', [3, MEMORY_SIZE + 8, 4]).path).to.equal('name');
  });

  it('keeps as many bytes of what is moved as the settings say', () => {
    const long = 'x'.repeat(70_000);
    for (const payload of [0, 5, 200, 70_000]) {
      const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { payload }));
      guest.attach({ buffer: new ArrayBuffer(0x20000) });
      guest.u32(0x100, 0x200, 2, 0x210, 69_998);
      guest.text(0x200, long);
      const event = guest.trace('fd_write', [1, 0x100, 2, 0x80], () => {
        guest.u32(0x80, 70_000);
        return 0;
      });
      expect(event.data?.length).to.equal(payload);
      expect(event.bytes).to.equal(70_000);
    }
  });

  it('decodes structs, of both ABIs alike', () => {
    const guest = new TracedGuest('unstable');
    const event = guest.trace('fd_filestat_get', [4, 0x800], () => {
      guest.u64(0x800, 64n, 1234n);
      guest.u8(0x810, Filetype.DIRECTORY);
      guest.u32(0x814, 0xffff_ffff);
      guest.u64(0x818, 3n, 1n, 2n, 0xffff_ffff_ffff_ffffn);
      return 0;
    });
    expect(named(event, 'fd_filestat_get').result?.buf).to.deep.equal({
      dev: 64n,
      ino: 1234n,
      filetype: Filetype.DIRECTORY,
      nlink: 0xffff_ffffn,
      size: 3n,
      atim: 1n,
      mtim: 2n,
      ctim: 0xffff_ffff_ffff_ffffn,
    });
  });

  it('cuts names that no host accepts, and says so', () => {
    const guest = new TracedGuest();
    guest.text(0x200, 'n'.repeat(4097));
    const whole = guest.trace('path_unlink_file', [3, 0x200, 4096]);
    expect(whole.path).to.equal('n'.repeat(4096));
    expect(whole.text()).to.match(/n"\) +=/);
    expect(guest.trace('path_unlink_file', [3, 0x200, 4097]).text()).to.match(/n"\.\.\.\) +=/);
  });

  it('is written as JSON without its raw data', () => {
    const guest = new TracedGuest();
    guest.u32(0x100, 0x200, 2);
    guest.text(0x200, 'a\n');
    const event = guest.trace('fd_pwrite', [4, 0x100, 1, -1n, 0x80], () => {
      guest.u32(0x80, 2);
      return 0;
    });
    expect(JSON.parse(JSON.stringify(event))).to.deep.equal({
      sequence: 0,
      instance: 0,
      name: 'fd_pwrite',
      abi: 'preview1',
      state: 'returned',
      start: 9000,
      duration: 9000,
      errno: 0,
      descriptor: 4,
      path: '/hi.txt',
      bytes: 2,
      args: { fd: 4, iovs: [{ pointer: 0x200, length: 2, moved: 2, data: 'a\\n' }], offset: '18446744073709551615' },
      result: { nwritten: 2 },
    });
  });

  it('shows the first 32 buffers and subscriptions of a call', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_write', [1, 0x100, 40, 0x80], () => Errno.EPIPE);
    expect(named(event, 'fd_write').args.iovs).to.have.length(32);
    expect(event.text()).to.contain(', ...], 40)');
    const poll = guest.trace('poll_oneoff', [0x1000, 0x2000, 33, 0x80], () => Errno.EINVAL);
    expect(named(poll, 'poll_oneoff').args.in).to.have.length(32);
  });
});
