import { readFileSync, statSync } from 'node:fs';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { paletteFor } from '../../../tools/screenshots/palette.js';
import { type Picture, readPng, writePng } from '../../../tools/screenshots/png.js';
import { repository } from '../../guests/build-cache.js';

const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function chunk(type: string, body: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type), body]);
  return Buffer.concat([Buffer.from(u32(body.length)), typed, Buffer.from(u32(crc32(typed)))]);
}

/** A PNG in true colours, each row with the filter that is its number modulo five. */
function truecolour({ width, height, rgb }: Picture): Buffer {
  const stride = width * 3;
  const rows: number[] = [];
  for (let row = 0; row < height; row++) {
    const filter = row % 5;
    rows.push(filter);
    for (let column = 0; column < stride; column++) {
      const byte = (r: number, c: number) => (r < 0 || c < 0 ? 0 : (rgb[r * stride + c] as number));
      const [left, up, corner] = [byte(row, column - 3), byte(row - 1, column), byte(row - 1, column - 3)];
      const nearest = [left, up, corner].toSorted(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )[0] as number;
      const guess = [0, left, up, Math.floor((left + up) / 2), nearest][filter] as number;
      rows.push((byte(row, column) - guess) & 255);
    }
  }
  const header = Uint8Array.from([...u32(width), ...u32(height), 8, 2, 0, 0, 0]);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Uint8Array.from(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', new Uint8Array())]);
}

/** The chunks of a PNG, each checked by its CRC-32. */
function chunksOf(file: Buffer): { readonly type: string; readonly body: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    expect(file.readUInt32BE(at + 8 + length)).to.equal(crc32(file.subarray(at + 4, at + 8 + length)));
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), body: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** A gradient with a square of one colour. */
function sample(shift = 0): Picture {
  const [width, height] = [40, 25];
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y, channel] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3];
    return x > 10 + shift && x < 20 + shift && y > 5 && y < 15
      ? ([65, 80, 192][channel] ?? 0)
      : (x * 5 + y * 3 * channel) & 255;
  });
  return { width, height, rgb };
}

describe('PNG files of screenshots', () => {
  it('are read whatever filters their rows have', () => {
    expect(readPng(truecolour(sample()))).to.deep.equal(sample());
  });

  it('are refused if they are not in the format of browsers', () => {
    const indexed = writePng([sample()], paletteFor([sample().rgb]));
    expect(() => readPng(indexed)).to.throw('not of the kind that browsers make');
  });

  it('keep the colours of surfaces exactly, and others nearly', () => {
    const { width, height, rgb } = sample();
    const palette = paletteFor([rgb]);
    expect(palette.length).to.be.at.most(256 * 3);
    const chunks = chunksOf(writePng([sample()], palette));
    expect(chunks.map(({ type }) => type)).to.deep.equal(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    const rows = inflateSync(chunks[2]?.body ?? Buffer.alloc(0));
    for (let pixel = 0; pixel < width * height; pixel++) {
      const index = rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] as number;
      const [wanted, found] = [rgb.subarray(pixel * 3, pixel * 3 + 3), palette.subarray(index * 3, index * 3 + 3)];
      const off = Math.max(...wanted.map((value, channel) => Math.abs(value - (found[channel] as number))));
      expect(off).to.be.at.most(wanted[0] === 65 && wanted[2] === 192 ? 0 : 24);
    }
  });

  it('are animations of the rows that change', () => {
    const frames = [sample(), sample(4), sample(4)];
    const chunks = chunksOf(writePng(frames, paletteFor(frames.map(({ rgb }) => rgb)), 500));
    const names = ['IHDR', 'PLTE', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND'];
    expect(chunks.map(({ type }) => type)).to.deep.equal(names);
    const controls = chunks.filter(({ type }) => type === 'fcTL').map(({ body }) => body);
    // The sequence number, width, height, and the offset from above.
    const place = (body: Buffer) => [0, 4, 8, 16].map(at => body.readUInt32BE(at));
    expect(controls.map(place)).to.deep.equal([
      [0, 40, 25, 0],
      [1, 40, 9, 6],
      [3, 40, 1, 24],
    ]);
    expect(controls.map(body => body.readUInt16BE(20))).to.deep.equal([500, 500, 500]);
  });
});

describe('the pictures in docs/images', () => {
  for (const [name, largest] of [
    ['inspector-light.png', 150_000],
    ['inspector-dark.png', 150_000],
    ['stepping.png', 1_000_000],
  ] as const)
    it(`${name} is there, and small`, () => {
      const path = new URL(`docs/images/${name}`, repository);
      expect(statSync(path).size).to.be.at.most(largest);
      const types = chunksOf(readFileSync(path)).map(({ type }) => type);
      expect(types.filter(type => type === 'fcTL').length > 1).to.equal(name === 'stepping.png');
    });
});
