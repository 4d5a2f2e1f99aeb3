import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { crc32 } from '../../../../application/tracing/capture/crc32.js';

describe('crc32', () => {
  it('gives the check value of the algorithm', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).to.equal(0xcbf43926);
    expect(crc32(new Uint8Array(0))).to.equal(0);
  });

  it('gives what zlib gives, for any bytes from any place, also in pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600, size: 'max' }), fc.nat(600), fc.nat(600), (bytes, a, b) => {
        const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        expect(crc32(bytes, from, to)).to.equal(zlibCrc32(bytes.subarray(from, to)));
        expect(crc32(bytes, from, bytes.length, crc32(bytes, 0, from))).to.equal(zlibCrc32(bytes));
      }),
    );
  });
});
