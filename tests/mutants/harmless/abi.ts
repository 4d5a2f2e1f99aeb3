import type { Harmless } from '../harmless-mutation.js';

/** Of `application/abi`. */
export const abi: readonly Harmless[] = [
  {
    file: 'application/abi/call-copies.ts',
    text: '> -> >=',
    within: 'count > this.u8.length',
    why: 'A copy that has just enough room gets a larger one.',
  },
  {
    file: 'application/abi/call-copies.ts',
    text: '> -> >=',
    within: 'size > this.lowered.u8.length',
    why: 'A copy that has just enough room gets another one.',
  },
  {
    file: 'application/abi/guest-memory.ts',
    text: 'no bytes at all are inside of a memory whose view is stale',
    why: 'Nothing is read or written with no bytes. Whatever else a call has to store has its own check, which renews the view.',
  },
  {
    file: 'application/abi/guest-memory.ts',
    text: '<= -> <',
    within: 'end <= this.u8.length &&',
    why: 'What ends with the memory is compared a second time, after the views have been renewed.',
  },
  {
    file: 'application/abi/guest-memory.ts',
    text: '!== -> ===',
    within: 'this.u8.length !== 0',
    why: 'Everything is compared after the views have been renewed, to the same end.',
  },
  {
    file: 'application/abi/lifter.ts',
    text: '< -> <=',
    within: 'value < 0n',
    why: 'A zero of 64 bits is zero.',
  },
  {
    file: 'application/abi/lifter.ts',
    text: '> -> >=',
    within: 'if (total > MAX_TRANSFER) return',
    why: 'Buffers that have as many bytes as one call moves are cut to just these.',
  },
];
