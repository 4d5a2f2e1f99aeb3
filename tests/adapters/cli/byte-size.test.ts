import { expect } from 'chai';
import { byteSize } from '../../../adapters/cli/byte-size.js';

describe('byteSize', () => {
  const read = (text: string) => byteSize('--size', text, '1K', '1G');

  it('reads bytes, and multiples of 1024', () => {
    expect(['1024', '1K', '3k', '64M', '1g'].map(read)).to.deep.equal([1024, 1024, 3072, 2 ** 26, 2 ** 30]);
  });

  it('refuses an invalid size, and one out of bounds', () => {
    for (const text of ['', 'M', '1T', '-1', '1.5M', '0x10', '1 M'])
      expect(() => read(text), text).to.throw(`invalid --size '${text}'; write a number of bytes, such as --size 64M`);
    expect(() => read('1023')).to.throw('--size 1023 is too small; the minimum is 1K');
    expect(() => read('1025M')).to.throw('--size 1025M is too large; the maximum is 1G');
  });
});
