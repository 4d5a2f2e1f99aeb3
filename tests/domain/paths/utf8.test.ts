import { isUtf8 } from 'node:buffer';
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeUtf8, encodeUtf8, utf8Length, writeUtf8 } from '../../../domain/index.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The platform's result for the same bytes. */
function expected(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? strict.decode(bytes) : undefined;
}

function decode(...bytes: number[]): string | undefined {
  return decodeUtf8(Uint8Array.from(bytes), 0, bytes.length);
}

/** Any string of UTF-16 units, lone surrogates included. */
const anyUnits = fc
  .string({ unit: 'binary', maxLength: 60 })
  .chain(text =>
    fc.array(
      fc.oneof(
        fc.constant(text),
        fc.integer({ min: 0xd7f0, max: 0xe010 }).map(code => String.fromCharCode(code)),
      ),
      { maxLength: 8 },
    ),
  )
  .map(parts => parts.join(''));

/** Bytes that are nearly UTF-8: characters, some of them cut or changed. */
const nearly = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }).map(text => [...encoder.encode(text)]) },
      {
        weight: 1,
        arbitrary: fc.array(
          fc.constantFrom(
            0x00,
            0x41,
            0x7f,
            0x80,
            0x8f,
            0x90,
            0x9f,
            0xa0,
            0xbf,
            0xc0,
            0xc1,
            0xc2,
            0xdf,
            0xe0,
            0xed,
            0xef,
            0xf0,
            0xf4,
            0xf5,
            0xff,
          ),
          { maxLength: 5 },
        ),
      },
    ),
    { maxLength: 6 },
  )
  .map(parts => Uint8Array.from(parts.flat()));

describe('decodeUtf8', () => {
  it('decodes every length around the limits of its fast paths', () => {
    for (let length = 0; length <= 70; length++) {
      const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
      expect(decodeUtf8(encoder.encode(text), 0, length)).equal(text);
      for (let at = 0; at < length; at++) {
        const accented = `${text.slice(0, at)}é${text.slice(at + 1)}`;
        const bytes = encoder.encode(accented);
        expect(decodeUtf8(bytes, 0, bytes.length)).equal(accented);
      }
    }
  });

  it('decodes only its window', () => {
    const bytes = encoder.encode('éabcé');
    expect(decodeUtf8(bytes, 2, 3)).equal('abc');
    expect(decodeUtf8(bytes, 2, 4), 'cut at the end of the window').equal(undefined);
    expect(decodeUtf8(bytes, 1, 3), 'starts in a character').equal(undefined);
    expect(decodeUtf8(bytes, 3, 0)).equal('');
  });

  it('keeps a byte order mark and NULs: they are characters of a name', () => {
    expect(decode(0xef, 0xbb, 0xbf, 0x61)).equal('\ufeffa');
    expect(decode(0x61, 0, 0x62)).equal('a\0b');
  });

  it('decodes text of any size', () => {
    const text = 'x€𝄞'.repeat(50_000);
    const bytes = encoder.encode(text);
    expect(decodeUtf8(bytes, 0, bytes.length) === text).equal(true);
  });

  it('reads shared memory', () => {
    const bytes = new Uint8Array(new SharedArrayBuffer(64));
    const text = 'a/ü/𝄞/long enough for the other way';
    bytes.set(encoder.encode(text), 3);
    expect(decodeUtf8(bytes, 3, encoder.encode(text).length)).equal(text);
  });

  const edges: readonly (readonly [what: string, bytes: number[], text: string | undefined])[] = [
    ['the last of one byte', [0x7f], '\x7f'],
    ['the first of two bytes', [0xc2, 0x80], '\x80'],
    ['the last of two bytes', [0xdf, 0xbf], '\u07ff'],
    ['the first of three bytes', [0xe0, 0xa0, 0x80], '\u0800'],
    ['the last before the surrogates', [0xed, 0x9f, 0xbf], '\ud7ff'],
    ['the first after the surrogates', [0xee, 0x80, 0x80], '\ue000'],
    ['the last of three bytes', [0xef, 0xbf, 0xbf], '\uffff'],
    ['the first of four bytes', [0xf0, 0x90, 0x80, 0x80], '\u{10000}'],
    ['the last of all', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
    ['a stray continuation', [0x80], undefined],
    ['a second continuation', [0xc3, 0xa9, 0xa9], undefined],
    ['an overlong slash of two bytes', [0xc0, 0xaf], undefined],
    ['an overlong NUL of two bytes', [0xc0, 0x80], undefined],
    ['the last overlong of two bytes', [0xc1, 0xbf], undefined],
    ['an overlong slash of three bytes', [0xe0, 0x80, 0xaf], undefined],
    ['the last overlong of three bytes', [0xe0, 0x9f, 0xbf], undefined],
    ['an overlong slash of four bytes', [0xf0, 0x80, 0x80, 0xaf], undefined],
    ['the last overlong of four bytes', [0xf0, 0x8f, 0xbf, 0xbf], undefined],
    ['the first high surrogate', [0xed, 0xa0, 0x80], undefined],
    ['the last low surrogate', [0xed, 0xbf, 0xbf], undefined],
    ['a pair of surrogates', [0xed, 0xa0, 0xb4, 0xed, 0xb4, 0x9e], undefined],
    ['the first above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], undefined],
    ['a lead of F5', [0xf5, 0x80, 0x80, 0x80], undefined],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80], undefined],
    ['FE', [0xfe], undefined],
    ['FF', [0xff], undefined],
    ['two bytes, cut', [0xc3], undefined],
    ['three bytes, cut', [0xe2, 0x82], undefined],
    ['four bytes, cut', [0xf0, 0x9d, 0x84], undefined],
    ['two bytes, broken off', [0xc3, 0x41], undefined],
    ['three bytes, broken off', [0xe2, 0x82, 0x41], undefined],
    ['four bytes, broken off', [0xf0, 0x9d, 0x84, 0x41], undefined],
    ['a lead after a lead', [0xe2, 0xc3, 0xa9], undefined],
  ];
  for (const [what, bytes, text] of edges) {
    it(`${text === undefined ? 'refuses' : 'takes'} ${what}`, () => {
      const padding = Array.from({ length: 30 }, () => 0x61);
      expect(decode(...bytes)).equal(text);
      expect(decode(...padding, ...bytes), 'after more').equal(text === undefined ? undefined : 'a'.repeat(30) + text);
      expect(decode(...bytes, ...padding), 'before more').equal(text === undefined ? undefined : text + 'a'.repeat(30));
      if (text === undefined) return;
      expect([...encodeUtf8(text)]).eql(bytes);
      expect(utf8Length(text)).equal(bytes.length);
      const into = new Uint8Array(8);
      expect(writeUtf8(text, into, 2, 6)).equal(bytes.length);
      expect([...into.subarray(2, 2 + bytes.length)]).eql(bytes);
    });
  }

  it('agrees with the platform on one, two and three bytes, all of them that differ', () => {
    const interesting = Array.from({ length: 256 }, (_, byte) => byte).filter(
      byte => byte >= 0x7e && (byte < 0x82 || byte % 16 === 15 || byte % 16 === 0 || byte >= 0xbe),
    );
    for (const a of interesting) {
      for (const b of interesting) {
        for (const c of interesting) {
          const bytes = Uint8Array.of(a, b, c);
          for (let length = 1; length <= 3; length++) {
            const cut = bytes.subarray(0, length);
            const decoded = decodeUtf8(bytes, 0, length);
            if (decoded !== expected(cut)) expect.fail(`${[...cut]} gave ${JSON.stringify(decoded)}`);
          }
        }
      }
    }
  });

  it('agrees with the platform on bytes that are nearly right', () => {
    let valid = 0;
    fc.assert(
      fc.property(nearly, fc.nat(9), (bytes, offset) => {
        const within = new Uint8Array(bytes.length + offset + 3).fill(0xbf);
        within.set(bytes, offset);
        const decoded = decodeUtf8(within, offset, bytes.length);
        if (decoded !== undefined) valid++;
        expect(decoded).equal(expected(bytes));
      }),
      { numRuns: 5000 },
    );
    expect(valid, 'some of them are valid, some are not').within(200, 4800);
  });
});

describe('encodeUtf8', () => {
  it('agrees with the platform, lone surrogates included', () => {
    fc.assert(
      fc.property(anyUnits, text => {
        const encoded = encodeUtf8(text);
        expect(encoded).eql(encoder.encode(text));
        expect(utf8Length(text)).equal(encoded.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('is undone by decodeUtf8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const bytes = encodeUtf8(text);
        expect(decodeUtf8(bytes, 0, bytes.length)).equal(text);
      }),
    );
  });

  it('makes U+FFFD of each lone surrogate', () => {
    for (const lone of ['\ud800', '\udbff', '\udc00', '\udfff']) {
      expect(encodeUtf8(`a${lone}b`)).eql(encoder.encode('a\ufffdb'));
      expect(encodeUtf8(lone)).eql(Uint8Array.of(0xef, 0xbf, 0xbd));
    }
    expect(encodeUtf8('\udd1e\ud834')).eql(encoder.encode('\ufffd\ufffd'));
    expect(encodeUtf8('\ud834\ud834\udd1e')).eql(encoder.encode('\ufffd𝄞'));
  });
});

describe('writeUtf8', () => {
  it('fills its window and nothing else, at every size', () => {
    const text = 'a€𝄞\ud800z';
    const bytes = encoder.encode(text);
    for (let room = 0; room <= bytes.length + 2; room++) {
      const into = new Uint8Array(20).fill(0xee);
      const expectedUse = Math.min(room, bytes.length);
      expect(writeUtf8(text, into, 3, room)).equal(expectedUse);
      const untouched = new Uint8Array(20).fill(0xee);
      untouched.set(bytes.subarray(0, expectedUse), 3);
      expect(into).eql(untouched);
    }
  });
});
