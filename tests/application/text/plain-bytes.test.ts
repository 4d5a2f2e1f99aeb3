import { expect } from 'chai';
import { plainBytes } from '../../../application/text/index.js';

const MEBIBYTE = 2 ** 20;

describe('plainBytes', () => {
  it('writes bytes with the escapes of a trace, without quotes', () => {
    expect(plainBytes(Uint8Array.of(0x61, 0x22, 0x0a, 0xff, 0x31))).to.equal('a\\"\\n\\3771');
    expect(plainBytes(new Uint8Array(0))).to.equal('');
  });

  it('omits what does not fit in a string of the engine, or in a line that can be read again', () => {
    expect(plainBytes(new Uint8Array(150 * MEBIBYTE).fill(0x61))).to.have.lengthOf(8 * MEBIBYTE);
  });
});
