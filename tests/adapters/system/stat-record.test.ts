import { expect } from 'chai';
import { Block } from '../../../adapters/system/block.js';
import type { Ffi } from '../../../adapters/system/ffi.js';
import { STAT_SIZE, StatRecord } from '../../../adapters/system/stat-record.js';
import { blankFilestat } from '../../../application/contract/index.js';

/** Where the members of `struct stat` are that all processors have in the same place, in bytes. */
const DEVICE = 0;
const INODE = 8;
const TIMES = { accessed: 72, modified: 88, changed: 104 } as const;
/** Seconds, and the nanoseconds in the last of them, with which 64 bits end. */
const LAST = [18_446_744_073n, 709_551_615n] as const;
const SECOND = 1_000_000_000n;

describe('a struct stat', () => {
  const block = new Block({ address: () => 0x1000 } as unknown as Ffi, STAT_SIZE);
  const record = new StatRecord(block, 0, 'x64');

  function filled() {
    const into = blankFilestat();
    record.fill(into);
    return into;
  }

  /** Sets all times. */
  function put(seconds: bigint, nanoseconds: bigint): void {
    for (const at of Object.values(TIMES)) {
      block.view.setBigInt64(at, seconds, true);
      block.view.setBigInt64(at + 8, nanoseconds, true);
    }
  }

  it('has times to the nanosecond, or the nearest that 64 bits can hold', () => {
    const cases: (readonly [seconds: bigint, nanoseconds: bigint, time?: bigint])[] = [
      [0n, 0n],
      [0n, 999_999_999n],
      [4n, 294_967_295n],
      [4n, 294_967_296n],
      [4n, 294_967_297n],
      [LAST[0] - 1n, 999_999_999n],
      [LAST[0], 0n],
      LAST,
      [LAST[0], LAST[1] + 1n, 2n ** 64n - 1n],
      [LAST[0], 999_999_999n, 2n ** 64n - 1n],
      [LAST[0] + 1n, 0n, 2n ** 64n - 1n],
      [2n ** 62n, 0n, 2n ** 64n - 1n],
      [-1n, 0n, 0n],
      [-1n, 999_999_999n, 0n],
    ];
    // Where the lower half of the result is 0, and on both sides of that.
    for (let power = 32n; power < 64n; power++)
      for (const time of [2n ** power - 1n, 2n ** power, 2n ** power + 1n]) cases.push([time / SECOND, time % SECOND]);
    for (const [seconds, nanoseconds, time = seconds * SECOND + nanoseconds] of cases) {
      put(seconds, nanoseconds);
      const { accessed, modified, changed } = filled();
      expect([accessed, modified, changed], `${seconds} s ${nanoseconds} ns`).to.deep.equal([time, time, time]);
      expect([record.accessed, record.modified]).to.deep.equal(Array(2).fill(seconds * SECOND + nanoseconds));
    }
  });

  it('has the device of the file, whichever was read before', () => {
    for (const device of [0n, 1n, 2n ** 32n, 2n ** 32n + 1n, 1n, 2n ** 64n - 1n, 0n]) {
      block.view.setBigUint64(DEVICE, device, true);
      expect([record.device, filled().device]).to.deep.equal([device, device]);
    }
  });

  it('is that of one file, of one device', () => {
    block.view.setBigUint64(DEVICE, 5n, true);
    block.view.setBigUint64(INODE, 7n, true);
    const found = [
      [5n, 7n],
      [5n, 8n],
      [6n, 7n],
    ].map(([device = 0n, inode = 0n]) => record.isOf({ device, inode }));
    expect(found).to.deep.equal([true, false, false]);
  });

  it('has the number of links where its processor has it', () => {
    for (const [architecture, at, size] of [
      ['x64', 16, 4],
      ['arm64', 20, 4],
    ] as const)
      for (const links of [0, 1, 2, 2 ** 32 - 1]) {
        block.bytes.fill(0);
        new DataView(block.bytes.buffer, at, size).setUint32(0, links, true);
        const into = blankFilestat();
        new StatRecord(block, 0, architecture).fill(into);
        expect(into.links, `${architecture}: ${links}`).to.equal(BigInt(links));
      }
  });
});
