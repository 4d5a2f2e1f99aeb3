/** PNG files, as far as screenshots need them: read in true colours, written with a palette, as one picture or as an animation. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { nearest } from './palette.js';

/** A picture: three bytes a pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB = 2;
const INDEXED = 3;
const RGBA = 6;

/**
 * Reads a PNG of eight bits a channel, without a palette and not interlaced, as browsers make it. Transparency is left out.
 * @throws Error for another one
 */
export function readPng(file: Buffer): Picture {
  const data: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = SIGNATURE.length; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 8, at + 8 + length);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  const [depth, colour, , , interlace] = header?.subarray(8) ?? [];
  if (header === undefined || depth !== 8 || interlace !== 0 || (colour !== RGB && colour !== RGBA))
    throw new Error('the PNG is not of the kind that browsers make');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = colour === RGB ? 3 : 4;
  const pixels = unfiltered(inflateSync(Buffer.concat(data)), width * channels, height, channels);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < 3; channel++)
      rgb[pixel * 3 + channel] = pixels[pixel * channels + channel] as number;
  return { width, height, rgb };
}

/** Takes the filters off the rows. Source: https://www.w3.org/TR/png-3/#9Filters. */
function unfiltered(filtered: Uint8Array, stride: number, height: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)];
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column < channels ? 0 : (pixels[at - channels] as number);
      const up = row === 0 ? 0 : (pixels[at - stride] as number);
      const corner = row === 0 || column < channels ? 0 : (pixels[at - stride - channels] as number);
      const base = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter as number] ?? 0;
      pixels[at] = (filtered[row * (stride + 1) + 1 + column] as number) + base;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/**
 * Writes pictures of one size as a PNG: one, or several as an animation that is played over and over. Programs that know no animations show the first.
 * @param palette of up to 256 colours, three bytes each
 * @param delay for which each picture is shown, in milliseconds
 */
export function writePng(pictures: readonly Picture[], palette: Uint8Array, delay = 0): Buffer {
  const [{ width, height }] = pictures as readonly [Picture];
  const chunks = [chunk('IHDR', [...u32(width), ...u32(height), 8, INDEXED, 0, 0, 0]), chunk('PLTE', palette)];
  if (pictures.length > 1) chunks.push(chunk('acTL', [...u32(pictures.length), ...u32(0)]));
  let sequence = 0;
  let before: Uint8Array | undefined;
  for (const picture of pictures) {
    const indices = nearest(picture.rgb, palette);
    const changed = changedRows(indices, before, width, height);
    const part = packed(indices, width, changed);
    if (pictures.length > 1)
      chunks.push(
        chunk('fcTL', [
          ...[sequence++, width, changed.end - changed.begin, 0, changed.begin].flatMap(u32),
          ...[...u16(delay), ...u16(1000), 0, 0],
        ]),
      );
    chunks.push(
      before === undefined ? chunk('IDAT', part) : chunk('fdAT', Buffer.concat([Buffer.from(u32(sequence++)), part])),
    );
    before = indices;
  }
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', [])]);
}

/** Rows of a picture, from the first up to but not including the last. */
interface Rows {
  readonly begin: number;
  readonly end: number;
}

/** The rows that are not as they were; at least one. */
function changedRows(indices: Uint8Array, before: Uint8Array | undefined, width: number, height: number): Rows {
  if (before === undefined) return { begin: 0, end: height };
  const differs = (row: number) =>
    indices.subarray(row * width, (row + 1) * width).some((index, column) => index !== before[row * width + column]);
  let begin = 0;
  while (begin < height - 1 && !differs(begin)) begin++;
  let end = height;
  while (end > begin + 1 && !differs(end - 1)) end--;
  return { begin, end };
}

/** Rows without filters, which do not help where numbers are those of colours. */
function packed(indices: Uint8Array, width: number, { begin, end }: Rows): Buffer {
  const rows = new Uint8Array((end - begin) * (width + 1));
  for (let row = begin; row < end; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), (row - begin) * (width + 1) + 1);
  return deflateSync(rows, { level: 9, memLevel: 9 });
}

function chunk(type: string, body: ArrayLike<number>): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), Uint8Array.from(body)]);
  return Buffer.concat([Buffer.from(u32(body.length)), typed, Buffer.from(u32(crc32(typed)))]);
}

function u32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function u16(value: number): number[] {
  return [value >>> 8, value & 255];
}
