import type { Harmless } from '../harmless-mutation.js';

/** Of `domain`. */
export const domain: readonly Harmless[] = [
  {
    file: 'domain/descriptors/descriptor-table.ts',
    text: '< -> <=',
    within: 'fd < this.#slots.length',
    why: 'Behind the last slot there is undefined, as for a number that is not open.',
  },
  {
    file: 'domain/descriptors/listings.ts',
    text: 'the count of what listings hold drifts upwards',
    why: 'When the count passes the limit, the listings are counted again, and dropped only if they hold too much. A count that is too high has them counted more often.',
  },
  {
    file: 'domain/descriptors/listings.ts',
    text: '> -> >=',
    within: 'this.#held > this.#limit',
    why: 'At the limit, listings are counted again, and none is dropped.',
  },
  {
    file: 'domain/descriptors/listings.ts',
    text: '< -> <=',
    within: 'at < end; index++',
    why: 'With no room left, entries are written as no bytes.',
  },
  {
    file: 'domain/descriptors/listings.ts',
    text: '>= -> >',
    within: 'if (room >= 0) {',
    why: 'A header for which there is just room is put together elsewhere and copied, to the same end.',
  },
  {
    file: 'domain/descriptors/times.ts',
    text: '< -> <=',
    within: 'nanoseconds < 0n',
    why: 'The time 0 is the time 0.',
  },
  {
    file: 'domain/descriptors/times.ts',
    text: '> -> >=',
    within: 'nanoseconds > LAST_TIME',
    why: 'The last time is the last time.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: '< -> <=',
    within: 'for (let i = 0; i < length; i++) {',
    why: 'Behind the end of a path there is NaN, which is neither a slash nor a dot nor a NUL.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: '=== -> !==',
    within: 'if (slash === i - 1) plain = false;',
    why: 'A path that is not taken for a plain run goes through its components one by one, to the same end. With the change, that is any path with a slash, and so each with two in a row.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: '> -> >=',
    within: 'if (steps > 0) this.#passed',
    why: 'No names that were gone through, put behind those before, are those before.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: '> -> >=',
    within: 'if (last > MAX_EXPANDED) return false;',
    why: 'A path that is not known for a run is walked, to the same end.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: '< -> <=',
    within: 'if (end < length && path.charCodeAt(end) === DOT) end++;',
    why: 'Behind the end of a path there is NaN, which is no dot.',
  },
  {
    file: 'domain/paths/path-walk.ts',
    text: 'if ( -> if (false &&',
    within: "if (this.name === '.') return this.#refuse(-Errno.ELOOP",
    why: 'A directory that is asked for its target has none, and the call is tried again until the 40 links of the walk are used up: ELOOP all the same.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '> -> >=',
    within: 'if (length > SHORT)',
    why: 'Short text is decoded in two ways to the same end; one of them is faster.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: 'if ( -> if (false &&',
    within: 'if (length > SHORT)',
    why: 'Short text is decoded in two ways to the same end; one of them is faster.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '<= -> <',
    within: 'at + 8 <= end',
    why: 'The last eight bytes are decoded one by one, to the same end.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '> -> >=',
    within: '(a | b | c | d | e | f | g | h) > 0x7f',
    why: 'A DEL is decoded the longer way, to the same end.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '> -> >=',
    within: 'if (byte > 0x7f)',
    why: 'A DEL is decoded the longer way, to the same end.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '>= -> >',
    within: 'codes.length >= CHUNK',
    why: 'A piece is longer by one character.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '< -> <=',
    within: 'i < text.length; i++) {\n    let code',
    why: 'Behind the end of a text there is NaN, whose bytes are written behind the end of the array, where nothing is kept.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: 'if ( -> if (false &&',
    within: 'if (at === plain) return plain;',
    why: 'Plain text is encoded and written once more, to the same end.',
  },
  {
    file: 'domain/paths/utf8.ts',
    text: '< -> <=',
    within: 'written < bytes.length',
    why: 'As many of the bytes as there are, are all of them.',
  },
  {
    file: 'domain/paths/windows-naming.ts',
    text: '< -> <=',
    within: 'i < name.length; i++) {',
    why: 'Behind the end of a name there is NaN, which is below no number, and no character.',
  },
  {
    file: 'domain/paths/windows-naming.ts',
    text: '< -> <=',
    within: 'i < name.length; i++) key',
    why: 'Behind the end of a name there is no character, and nothing is what it is turned into.',
  },
];
