import { expect } from 'chai';
import fc from 'fast-check';
import {
  type ArgumentNode,
  type CallList,
  type MemoryArea,
  memoryOfCall,
} from '../../../../application/inspection/index.js';
import type { RecordedCall } from '../../../../application/recording/index.js';
import { Oflag, Right } from '../../../../domain/index.js';
import { anyCall, type FuzzCall, rawArguments } from '../../../fuzz/calls.js';
import { recordStepList, recordSteps, type Step } from '../recorded-steps.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 3000);

const text = (bytes: string) => new TextEncoder().encode(bytes);
const words = (...numbers: number[]) => new Uint8Array(Uint32Array.from(numbers).buffer);

const memoryAt = (list: CallList, index: number) => memoryOfCall(list.event(index) as RecordedCall);

/** A tree as lines, two blanks a level: name, value. */
function lines(nodes: readonly ArgumentNode[], indent = ''): string[] {
  return nodes.flatMap(({ name, value, children }) => [
    `${indent}${name}: ${value}`,
    ...lines(children, `${indent}  `),
  ]);
}

/** Areas as texts: path, address, length, use. */
function shown(areas: readonly MemoryArea[]): string[] {
  return areas.flatMap(({ path, address, length, use, children }) => [
    `${path} @${address.toString(16)}+${length} ${use}`,
    ...shown(children),
  ]);
}

const OPEN: Step = {
  name: 'path_open',
  args: [3, 1, 0x1000, 8, Oflag.CREAT, BigInt(Right.FD_READ | Right.FD_WRITE), 0n, 0, 0x100],
  patches: [{ at: 0x1000, bytes: text('real.txt') }],
};

describe('The memory of a call', () => {
  it('has the path, the result, and which flags and rights are set', async () => {
    const { list } = await recordStepList([OPEN]);
    const memory = memoryAt(list, 0);
    expect(lines(memory.arguments)).to.deep.equal([
      'fd: 3</>',
      'dirflags: SYMLINK_FOLLOW',
      '  SYMLINK_FOLLOW: set',
      'path: "real.txt"',
      'oflags: CREAT',
      '  CREAT: set',
      'fs_rights_base: 2 rights',
      '  FD_READ: set',
      '  FD_WRITE: set',
      'fs_rights_inheriting: 0',
      'fdflags: 0',
    ]);
    expect(lines(memory.results)).to.deep.equal(['opened_fd: 4</real.txt>']);
    expect(shown(memory.areas)).to.deep.equal(['path @1000+8 read', 'opened_fd @100+4 written']);
    expect([...(memory.areas[1]?.bytes ?? [])]).to.deep.equal([4, 0, 0, 0]);
    expect(memory.size).to.equal(65536);
    const create = memory.arguments.find(({ name }) => name === 'oflags')?.children[0];
    expect(create?.doc).to.equal('Create the file if it does not exist.');
  });

  it('has each buffer of a read, in the colour of its iovec, with its contents', async () => {
    const { list } = await recordStepList([
      OPEN,
      {
        name: 'fd_read',
        args: [4, 0x2000, 3, 0x110],
        patches: [{ at: 0x2000, bytes: words(0x3000, 4, 0x3100, 8, 0x3200, 1000) }],
      },
    ]);
    const memory = memoryAt(list, 1);
    expect(shown(memory.areas)).to.deep.equal([
      'iovs @2000+24 read',
      'iovs[0] @2000+8 read',
      'iovs[0].buf @2000+4 read',
      'iovs[0].buf_len @2004+4 read',
      'iovs[1] @2008+8 read',
      'iovs[1].buf @2008+4 read',
      'iovs[1].buf_len @200c+4 read',
      'iovs[2] @2010+8 read',
      'iovs[2].buf @2010+4 read',
      'iovs[2].buf_len @2014+4 read',
      '*iovs[0].buf @3000+4 written',
      '*iovs[1].buf @3100+8 written',
      '*iovs[2].buf @3200+1000 written',
      'nread @110+4 written',
    ]);
    expect(memory.areas.slice(0, 4).map(({ item }) => item)).to.deep.equal([undefined, 0, 1, 2]);
    expect(memory.areas[2]?.bytes).to.deep.equal(text('content '));
    const [, iovs] = memory.arguments;
    expect(iovs?.value).to.equal('3 buffers, 1012 bytes');
    expect(lines(iovs?.children.slice(0, 1) ?? [])).to.deep.equal([
      '[0]: 4 bytes, "the "',
      '  buf: 0x3000',
      '  buf_len: 4',
      '  *buf: "the "',
    ]);
    // A field and its bytes are linked: they are one area.
    expect(iovs?.children[0]?.children[1]?.area).to.equal(memory.areas[0]?.children[0]?.children[1]);
    expect(iovs?.children[2]?.children[2]?.doc).to.match(
      /^What the call has put into the buffer: 308 of 1000 bytes\.$/,
    );
  });

  it('has the first bytes of a write, and the buffers that a failed call leaves alone', async () => {
    const { list } = await recordStepList([
      {
        name: 'fd_write',
        args: [1, 0x2000, 2, 0x110],
        patches: [
          { at: 0x2000, bytes: words(0x3000, 40, 0x3100, 2) },
          { at: 0x3000, bytes: text('x'.repeat(40)) },
        ],
      },
      { name: 'fd_read', args: [9, 0x2000, 2, 0x110] },
    ]);
    const written = memoryAt(list, 0);
    const [, first, second] = written.areas;
    expect(first).to.include({ path: '*iovs[0].buf', use: 'read', length: 40 });
    expect(first?.bytes).to.deep.equal(text('x'.repeat(32)));
    expect(second?.bytes).to.equal(undefined);
    const failed = memoryAt(list, 1);
    expect(failed.areas.map(({ use }) => use)).to.deep.equal(['read', 'unwritten', 'unwritten', 'unwritten']);
    expect(failed.results.map(({ value }) => value)).to.deep.equal(['nothing']);
  });

  it('has structs down to their fields', async () => {
    const clock = new Uint8Array(48);
    const view = new DataView(clock.buffer);
    view.setBigUint64(0, 0x77n, true);
    view.setUint32(16, 1, true);
    view.setBigUint64(24, 5n, true);
    const { list } = await recordStepList([
      { name: 'fd_fdstat_get', args: [3, 0x200] },
      { name: 'poll_oneoff', args: [0x2800, 0x2a00, 1, 0x140], patches: [{ at: 0x2800, bytes: clock }] },
      { name: 'fd_readdir', args: [3, 0x4000, 80, 0n, 0x118] },
      { name: 'args_get', args: [0x5000, 0x5100] },
    ]);
    const stat = memoryAt(list, 0);
    expect(lines(stat.results)[1]).to.equal('  fs_filetype: DIRECTORY');
    expect(stat.results[0]?.children[0]?.doc).to.equal('What is behind the descriptor. A directory.');
    expect(shown(stat.areas).slice(1, 3)).to.deep.equal([
      'stat.fs_filetype @200+1 written',
      'stat.fs_flags @202+2 written',
    ]);
    const poll = memoryAt(list, 1);
    expect(lines(poll.arguments.slice(0, 1)).slice(2)).to.deep.equal([
      '    userdata: 0x77',
      '    tag: CLOCK',
      '    clock.id: MONOTONIC',
      '    clock.timeout: 5 ns',
      '    clock.precision: 0 ns',
      '    clock.flags: 0',
    ]);
    // An event of a clock has no bytes and no flags.
    expect(lines(poll.arguments.slice(1, 2)).slice(2)).to.deep.equal([
      '    userdata: 0x77',
      '    error: 0',
      '    type: CLOCK',
    ]);
    const listing = memoryAt(list, 2);
    const buffer = listing.areas[0];
    expect(listing.arguments[1]?.value).to.equal('3 entries, 80 of 80 bytes');
    expect(listing.arguments[1]?.children.map(({ value }) => value)).to.deep.equal([
      '"."',
      '".."',
      '"real."... (cut off by the end of the buffer)',
    ]);
    expect(buffer?.children.map(({ path }) => path).slice(0, 3)).to.deep.equal(['buf[0]', 'buf[0].d_name', 'buf[1]']);
    const args = memoryAt(list, 3);
    expect(shown(args.areas)).to.deep.equal([
      'argv @5000+12 written',
      'argv[0] @5000+4 written',
      'argv[1] @5004+4 written',
      'argv[2] @5008+4 written',
      '*argv[0] @5100+10 written',
      '*argv[1] @510a+6 written',
      '*argv[2] @5110+7 written',
    ]);
    expect(lines(args.results).slice(-2)).to.deep.equal(['  [2]: 0x5110', '    *[2]: "second"']);
  });

  it('covers every byte that changes, with its contents, whatever the guest does', async () => {
    const runs = fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 30 }), async calls => {
      const rest: FuzzCall[] = [...calls];
      const { list, memories } = await recordSteps(instance => {
        const call = rest.shift();
        return call && { ...call, args: rawArguments(call.args, instance) };
      });
      expect(list.length).to.equal(memories.length);
      for (const [index, { before, after }] of memories.entries()) {
        const { areas } = memoryAt(list, index);
        const covered = new Uint8Array(after.length);
        for (const { address, length, use, bytes } of areas.flatMap(flattened)) {
          if (use === 'written') covered.fill(covered[address] === 0 ? 1 : 2, address, address + (bytes?.length ?? 0));
          else if (use === 'read' && bytes !== undefined)
            expect(
              Buffer.from(before.subarray(address, address + bytes.length)).equals(bytes),
              list.line(index),
            ).to.equal(true);
          if (use !== 'unwritten') expect(length).to.be.at.least(bytes?.length ?? 0);
        }
        for (let at = 0; at < after.length; at++)
          if (before[at] !== after[at]) expect(covered[at], `${list.line(index)} at ${at}`).to.be.greaterThan(0);
        const outer = areas.filter(({ use }) => use === 'written');
        for (const area of outer.flatMap(flattened)) {
          const { address, bytes } = area;
          if (bytes === undefined || outer.some(other => overlaps(other, area) && !flattened(other).includes(area)))
            continue;
          expect(
            Buffer.from(after.subarray(address, address + bytes.length)).equals(bytes),
            `${list.line(index)}: ${area.path}`,
          ).to.equal(true);
        }
      }
    });
    await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
  });
});

function flattened(area: MemoryArea): MemoryArea[] {
  return [area, ...area.children.flatMap(flattened)];
}

function overlaps(one: MemoryArea, other: MemoryArea): boolean {
  return one.address < other.address + other.length && other.address < one.address + one.length;
}
