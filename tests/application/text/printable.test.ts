import { expect } from 'chai';
import fc from 'fast-check';
import { abridged, printable, printableJson, printableLines } from '../../../application/text/index.js';
import { UNSAFE, unsafeCharacters } from './unsafe.js';

describe('Printable text', () => {
  it('contains only visible characters', () => {
    for (const text of ['', 'prog.wasm', 'a\\b', 'é', '日本語.txt', '😀', 'e\u0301', '❤\ufe0f', 'שלום'])
      expect(printable(text), text).to.equal(text);
  });

  it('has the others by their number', () => {
    expect(printable('a\x1b[2Jb\r\n')).to.equal('a\\u{1b}[2Jb\\u{d}\\u{a}');
    expect(printable('\u202egpj.exe\u{e0041}\ud800')).to.equal('\\u{202e}gpj.exe\\u{e0041}\\u{d800}');
    for (const character of unsafeCharacters) {
      expect(printable(`a${character}b`)).to.equal(`a\\u{${character.codePointAt(0)?.toString(16)}}b`);
      expect(printableLines(character)).not.to.match(UNSAFE);
      expect(JSON.parse(printableJson(JSON.stringify(character)))).to.equal(character);
    }
  });

  it('contains no other character, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(printable(text)).not.to.match(UNSAFE);
        expect(printable(text)).not.to.contain('\n');
        expect(printableLines(text)).not.to.match(UNSAFE);
        expect(printableLines(text).split('\n')).to.have.length(text.split('\n').length);
        const json = printableJson(JSON.stringify(text));
        expect(json).not.to.match(UNSAFE);
        expect(JSON.parse(json)).to.equal(text);
      }),
    );
  });

  it('is abridged in the middle', () => {
    expect(abridged('0123456789', 10)).to.equal('0123456789');
    expect(abridged('0123456789abc', 10)).to.equal('0123456…bc');
    expect(abridged('0123456789abc', 3)).to.equal('01…');
  });
});
