/** Palettes of screenshots: pages have few colours, and their mixtures at the edges of letters. */

const key = (rgb: Uint8Array, at: number) =>
  ((rgb[at] as number) << 16) | ((rgb[at + 1] as number) << 8) | (rgb[at + 2] as number);

/** Colours by how many pixels have them. */
function counted(pixels: readonly Uint8Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const rgb of pixels)
    for (let at = 0; at < rgb.length; at += 3) counts.set(key(rgb, at), (counts.get(key(rgb, at)) ?? 0) + 1);
  return counts;
}

/** A colour and how many pixels have it. */
type Counted = readonly [colour: number, count: number];

const channelOf = (colour: number, channel: number) => (colour >>> (16 - 8 * channel)) & 255;

/**
 * A palette for pictures, by median cut: the box of colours that is largest, weighted by its pixels, is divided until there are enough.
 * @param pixels of each picture, three bytes a pixel
 * @returns up to 256 colours, three bytes each
 */
export function paletteFor(pixels: readonly Uint8Array[]): Uint8Array {
  const boxes: Counted[][] = [[...counted(pixels)]];
  while (boxes.length < 256) {
    const widest = boxes
      .map((box, index) => ({ index, ...widthOf(box) }))
      .reduce((best, each) => (each.worth > best.worth ? each : best));
    if (widest.worth === 0) break;
    boxes.push(...divided(boxes.splice(widest.index, 1)[0] as Counted[], widest.channel));
  }
  return Uint8Array.from(boxes.flatMap(meanOf));
}

/** The channel in which a box is widest, and how much it is worth to divide it. */
function widthOf(box: readonly Counted[]): { readonly channel: number; readonly worth: number } {
  const total = box.reduce((sum, [, count]) => sum + count, 0);
  const widths = [0, 1, 2].map(channel => {
    const values = box.map(([colour]) => channelOf(colour, channel));
    return (
      values.reduce((most, value) => Math.max(most, value), 0) -
      values.reduce((least, value) => Math.min(least, value), 255)
    );
  });
  const width = Math.max(...widths);
  return { channel: widths.indexOf(width), worth: width * Math.sqrt(total) };
}

/** Two boxes, each with about half of the pixels. */
function divided(box: readonly Counted[], channel: number): [Counted[], Counted[]] {
  const sorted = box.toSorted(([a], [b]) => channelOf(a, channel) - channelOf(b, channel));
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let sum = 0;
  let at = 0;
  while (at < sorted.length - 1 && sum < half) sum += (sorted[at++] as Counted)[1];
  at = Math.max(1, at);
  return [sorted.slice(0, at), sorted.slice(at)];
}

/** The mean of a box; its commonest colour if that is most of it, so that surfaces stay as they are. */
function meanOf(box: readonly Counted[]): number[] {
  const total = box.reduce((sum, [, count]) => sum + count, 0);
  const [colour, count] = box.reduce((best, each) => (each[1] > best[1] ? each : best));
  return [0, 1, 2].map(channel =>
    count * 2 > total
      ? channelOf(colour, channel)
      : Math.round(box.reduce((sum, [each, times]) => sum + channelOf(each, channel) * times, 0) / total),
  );
}

/** For each pixel the number of the colour of a palette that is nearest to its own. */
export function nearest(rgb: Uint8Array, palette: Uint8Array): Uint8Array {
  const known = new Map<number, number>();
  return Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => {
    const colour = key(rgb, pixel * 3);
    let found = known.get(colour);
    if (found === undefined) {
      found = nearestTo(colour, palette);
      known.set(colour, found);
    }
    return found;
  });
}

function nearestTo(colour: number, palette: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index * 3 < palette.length; index++) {
    let distance = 0;
    for (let channel = 0; channel < 3; channel++)
      distance += (channelOf(colour, channel) - (palette[index * 3 + channel] as number)) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
