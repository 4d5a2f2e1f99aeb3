import { expect } from 'chai';
import fc from 'fast-check';
import {
  type CallList,
  type MemoryArea,
  memoryOfCall,
  originText,
  searchOrigin,
  traceByte,
  tracedText,
} from '../../../../application/inspection/index.js';
import { hostWrites } from '../../../../application/inspection/origins/host-writes.js';
import type { RecordedCall } from '../../../../application/recording/index.js';
import { recordOf } from '../../../../application/tracing/index.js';
import { ALL_RIGHTS, Oflag, Right } from '../../../../domain/index.js';
import { anyCall, type FuzzCall, rawArguments } from '../../../fuzz/calls.js';
import { recordStepList, recordSteps, type Step } from '../recorded-steps.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 3000);

const bytes = (text: string) => new TextEncoder().encode(text);
const words = (...numbers: number[]) => new Uint8Array(Uint32Array.from(numbers).buffer);

function opening(path: string, { fd = 3, oflags = 0, inheriting = 0 } = {}): Step {
  const rights = BigInt(Right.FD_READ | Right.FD_SEEK | (oflags === 0 ? 0 : Right.PATH_OPEN));
  return {
    name: 'path_open',
    args: [fd, 1, 0x1000, bytes(path).length, oflags, rights, BigInt(inheriting), 0, 0x100],
    patches: [{ at: 0x1000, bytes: bytes(path) }],
  };
}

/** Moves bytes through buffers; `patches` are put into the memory before. */
function moving(
  name: 'fd_read' | 'fd_write',
  fd: number,
  table: readonly number[],
  patches: Step['patches'] = [],
): Step {
  return {
    name,
    args: [fd, 0x2000, table.length / 2, 0x110],
    patches: [{ at: 0x2000, bytes: words(...table) }, ...patches],
  };
}

const originOf = (list: CallList, address: number, before: number) => searchOrigin(list, address, before, 0).all();
const tracedOf = (list: CallList, index: number, address: number) => traceByte(list, index, address)?.all();

describe('Where a byte comes from', () => {
  it('is the last call that wrote it, with the file, the offset in it, and what it was opened through', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('dir', { oflags: Oflag.DIRECTORY, inheriting: ALL_RIGHTS & 0xfffffff }),
      /* 1 */ opening('inner.txt', { fd: 4 }),
      /* 2 */ moving('fd_read', 5, [0x3000, 2]),
      /* 3 */ moving('fd_read', 5, [0x3000, 1, 0x3100, 8]),
      /* 4 */ { name: 'random_get', args: [0x3800, 4] },
      /* 5 */ { name: 'args_get', args: [0x4000, 0x4100] },
      /* 6 */ { name: 'fd_pread', args: [5, 0x2100, 1, 3n, 0x110], patches: [{ at: 0x2100, bytes: words(0x3200, 8) }] },
    ]);
    // "inner": two bytes, then one and two.
    const second = originOf(list, 0x3101, 4);
    expect(second).to.deep.include({ call: 3, path: '*iovs[1].buf', offset: 1, value: 'r'.charCodeAt(0) });
    expect(second?.from?.fileOffset).to.equal(4);
    expect(second?.from?.chain.map(({ label }) => label)).to.deep.equal(['/dir/inner.txt', '/dir', '/']);
    expect(originText(list, second as NonNullable<typeof second>)).to.equal(
      'fd_read (call 3) wrote it: byte 1 of *iovs[1].buf. It came from 5</dir/inner.txt>, at offset 4 of the file, which path_open (call 1) opened below 4</dir>, which path_open (call 0) opened below 3</>, which the program had from the start.',
    );
    // Each call counts that was before, and not one behind.
    expect(originOf(list, 0x3000, 3)?.call).to.equal(2);
    expect(originOf(list, 0x3000, 4)).to.include({ call: 3, offset: 0 });
    expect(originOf(list, 0x3001, 4)).to.include({ call: 2, offset: 1 });
    expect(originOf(list, 0x3000, 2)).to.equal(undefined);
    expect(originOf(list, 0x3100 + 2, 5)).to.equal(undefined);
    expect(originOf(list, 0x3801, 5)).to.include({ call: 4, path: 'buf', from: undefined });
    expect(originOf(list, 0x110, 4)).to.include({ call: 3, path: 'nread', value: 3, from: undefined });
    expect(originOf(list, 0x4100, 6)).to.include({ call: 5, path: '*argv', offset: 0 });
    expect(originOf(list, 0x4000, 6)).to.include({ call: 5, path: 'argv', value: 0x00 });
    expect(originOf(list, 0x3200, 7)?.from?.fileOffset).to.equal(3);
    expect(originText(list, originOf(list, 0x3801, 5) as NonNullable<ReturnType<typeof originOf>>)).to.equal(
      'random_get (call 4) wrote it: byte 1 of buf.',
    );
  });

  it('is certain for what a program passes on, by its bytes or their checksum', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt'),
      /* 1 */ moving('fd_read', 4, [0x3000, 300]),
      /* 2 */ moving('fd_write', 1, [0x3005, 20]),
      /* 3 */ moving('fd_write', 1, [0x3000, 300]),
    ]);
    expect(tracedOf(list, 2, 0x3007)).to.include({ call: 1, certainty: 'certain', offset: 7 });
    // Behind the 32 bytes that are recorded.
    const far = tracedOf(list, 3, 0x3000 + 250);
    expect(far).to.include({ call: 1, certainty: 'certain', offset: 250 });
    expect(far?.from?.fileOffset).to.equal(250);
    expect(tracedText(list, far)).to.match(/at offset 250 of the file, .* The program has passed it on unchanged\.$/);
    expect(traceByte(list, 3, 0x2000)).to.equal(undefined);
  });

  it('is marked as overwritten where the program has replaced it', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt'),
      /* 1 */ moving('fd_read', 4, [0x3000, 300]),
      /* 2 */ moving('fd_write', 1, [0x3000, 20], [{ at: 0x3003, bytes: bytes('X') }]),
      /* 3 */ moving(
        'fd_write',
        1,
        [0x3000, 300],
        [
          { at: 0x3003, bytes: bytes('c') },
          { at: 0x3100, bytes: bytes('X') },
        ],
      ),
      /* 4 */ moving('fd_write', 1, [0x3000, 100, 0x3080, 100]),
    ]);
    expect(tracedOf(list, 2, 0x3005)).to.include({ call: 1, certainty: 'overwritten' });
    expect(tracedOf(list, 3, 0x3000 + 250)?.certainty).to.equal('overwritten');
    // Of several buffers that are longer than what is recorded, only the first bytes are known.
    expect(tracedOf(list, 4, 0x3080)?.certainty).to.equal('unknown');
    expect(tracedText(list, tracedOf(list, 4, 0x3080))).to.match(
      /Whether the program has changed it since is not recorded\.$/,
    );
  });

  it('is possible where the same bytes were read to another place, and nothing where they were not', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt'),
      /* 1 */ moving('fd_read', 4, [0x3000, 300]),
      /* 2 */ moving('fd_write', 1, [0x5000, 14], [{ at: 0x5000, bytes: bytes('> content of a') }]),
      /* 3 */ moving('fd_write', 1, [0x5000, 14], [{ at: 0x5000, bytes: bytes('something else') }]),
      /* 4 */ moving('fd_write', 1, [0x5000, 14], [{ at: 0x5000, bytes: new Uint8Array(14) }]),
    ]);
    const copied = tracedOf(list, 2, 0x5000 + 5);
    expect(copied).to.include({ call: 1, certainty: 'possible', offset: 'the content'.indexOf('content') + 3 });
    expect(copied?.value).to.equal('t'.charCodeAt(0));
    expect(tracedText(list, copied)).to.match(/^It may come from there: /);
    expect(tracedOf(list, 3, 0x5000 + 5)).to.equal(undefined);
    expect(tracedText(list, undefined)).to.match(/^No call has put it there/);
    expect(tracedOf(list, 4, 0x5000 + 5)).to.equal(undefined);
  });

  it('is searched in steps', async () => {
    const { list } = await recordStepList([
      { name: 'random_get', args: [0x3800, 4] },
      ...Array.from({ length: 9 }, (): Step => ({ name: 'sched_yield', args: [] })),
    ]);
    const search = searchOrigin(list, 0x3800, 10, 0);
    expect(search.advance(4)).to.equal(true);
    expect([search.left, search.found]).to.deep.equal([6, undefined]);
    expect(search.advance(100)).to.equal(false);
    expect(search.found?.call).to.equal(0);
  });

  it('is in what calls wrote, to the last byte, whatever the guest does', async () => {
    const runs = fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 30 }), async calls => {
      const rest: FuzzCall[] = [...calls];
      const { list, memories } = await recordSteps(instance => {
        const call = rest.shift();
        return call && { ...call, args: rawArguments(call.args, instance) };
      });
      for (const [index, { before, after }] of memories.entries()) {
        const call = list.event(index) as RecordedCall;
        const replayed = before.slice();
        for (const { address, bytes: written } of hostWrites(recordOf(call))) replayed.set(written, address);
        expect(Buffer.from(replayed).equals(after), list.line(index)).to.equal(true);
        // The page shows areas of the same extent.
        const areas = memoryOfCall(call).areas.flatMap(flattened);
        for (const { address, bytes: written } of hostWrites(recordOf(call)))
          expect(
            areas.some(
              area => area.address === address && area.use === 'written' && area.length >= (area.bytes?.length ?? 0),
            ),
            list.line(index),
          ).to.equal(written.length > 0);
      }
    });
    await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
  });
});

function flattened(area: MemoryArea): MemoryArea[] {
  return [area, ...area.children.flatMap(flattened)];
}
