import { expect } from 'chai';
import fc from 'fast-check';
import { plainForm } from '../../../application/comparison/plain-form.js';
import { type HexStrings, quote, quoteLabel } from '../../../application/text/index.js';

const anyHex = fc.constantFrom<HexStrings>('none', 'non-ascii-chars', 'non-ascii', 'all');

describe('plainForm', () => {
  it('writes any bytes as they are without options', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), anyHex, fc.nat(1), (bytes, hex, more) => {
        const size = bytes.length + more;
        expect(plainForm(quote(bytes, size, size, hex))).to.equal(quote(bytes, size, size));
      }),
    );
  });

  it('prints any name of a descriptor in that form, without the details', () => {
    const details = fc.constantFrom(
      '',
      '<DIRECTORY, 0x7 /* 22 rights */>',
      '<UNKNOWN, "/a<b>\\"\\x3e1<c", ~[FD_READ FD_SEEK]>',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), anyHex, details, (label, hex, more) => {
        expect(plainForm(`4<${quoteLabel(label, hex)}${more}>`)).to.equal(`4<${quoteLabel(label)}>`);
      }),
    );
  });

  it('leaves similar text in a string alone', () => {
    for (const text of ['"4</a<DIRECTORY>>"', '"\\\\x41>>"', '[{buf="1<a<b>>", buf_len=7}]', '{a=1}'])
      expect(plainForm(text)).to.equal(text);
  });
});
