import type { Harmless } from '../harmless-mutation.js';

/** Of `adapters/memory`. */
export const memory: readonly Harmless[] = [
  {
    file: 'adapters/memory/byte-queue.ts',
    text: '> -> >=',
    within: 'this.#length + length > this.#ring.length',
    why: 'A ring with just enough room is exchanged for a larger one, which holds the same bytes.',
  },
  {
    file: 'adapters/memory/byte-queue.ts',
    text: '> -> >=',
    within: 'left > 0; i++',
    why: 'With nothing left, a part of no bytes is appended for each length that is still in the list.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '> -> >=',
    within: 'left > 0; i++',
    pieces: 2,
    why: 'With nothing left, a part of no bytes is moved for each length that is still in the list.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '< -> <=',
    within: 'if (size < this.#size) this.#cut(size);',
    why: 'Behind the end there are neither pages to be dropped nor bytes to be cleared.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '< -> <=',
    within: 'if (there < part) array.fill',
    why: 'No bytes are filled with zeros.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: 'if ( -> if (false &&',
    within: 'if (index === this.#index) return this.#page;',
    why: 'The page used last is found among all pages as well.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '< -> <=',
    within: 'if (end - first < this.#pages.size) {',
    why: 'Where the range has as many pages as there are, both ways drop the same ones.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '< -> <=',
    within: 'index < end; index++',
    why: 'There is no page behind the end of the file.',
  },
  {
    file: 'adapters/memory/content.ts',
    text: '< -> <=',
    within: '(order[middle] as number) < least',
    why: 'A page with the number that is looked from has been found before: it is not among them.',
  },
  {
    file: 'adapters/memory/directory.ts',
    text: '<= -> <',
    within: 'at <= path.length; into.steps++',
    why: 'Only a path that is empty or ends with a slash makes a difference, and neither is given to descend.',
  },
  {
    file: 'adapters/memory/directory.ts',
    text: '> -> >=',
    within: 'name.length * WIDEST > LONGEST_NAME',
    why: 'A name that is short enough whatever its characters are is measured without need.',
  },
  {
    file: 'adapters/memory/network-memory.ts',
    text: '< -> <=',
    within: 'buffer.byteLength < HEADER_WORDS * 4',
    why: 'A memory that ends with its header has no connections. No network is made so small.',
  },
  {
    file: 'adapters/memory/network-memory.ts',
    text: '< -> <=',
    within: '<< 0 < 0) oldest',
    why: 'No two connections have the same number.',
  },
  {
    file: 'adapters/memory/network.ts',
    text: '> -> >=',
    within: 'if (got > 0 && !peek)',
    why: 'At the end of what comes, those who wait look once more, in vain.',
  },
  {
    file: 'adapters/memory/network.ts',
    text: '> -> >=',
    within: 'if (sent > 0)',
    why: 'When nothing was to be sent, those who wait look once more, in vain.',
  },
  {
    file: 'adapters/memory/scaled-clock.ts',
    text: '< -> <=',
    within: 'return resolution < 0 ||',
    why: 'No clock has the resolution 0: the port tells at least a nanosecond, or an errno.',
  },
  {
    file: 'adapters/memory/seeded-random.ts',
    text: '> -> >=',
    within: 'at < end && this.#left > 0',
    why: 'Single bytes are given in the same order as four at once.',
  },
  {
    file: 'adapters/memory/seeded-random.ts',
    text: '<= -> <',
    within: 'at + 4 <= end',
    why: 'Single bytes are given in the same order as four at once.',
  },
];
