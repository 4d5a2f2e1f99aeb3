import type { Harmless } from '../harmless-mutation.js';

/** Of `adapters/windows`. */
export const windows: readonly Harmless[] = [
  {
    file: 'adapters/windows/calls/console-text.ts',
    text: '< -> <=',
    within: 'for (let i = 0; i < count; i++)',
    why: 'What is put behind the units that are to be written is not written, and put anew before it is.',
  },
  {
    file: 'adapters/windows/calls/descriptor-calls.ts',
    text: '< -> <=',
    within: 'if (result < 0) return written === 0 ? result : written;',
    why: 'A write of nothing ends the others as well, and adds nothing to what is written.',
  },
  {
    file: 'adapters/windows/deferred-unlinks.ts',
    text: 'if ( -> if (false &&',
    within: 'if (hidden.identity.ino !== file.ino ||',
    why: 'Whether a name is gone is then looked at more often than it can be, to the same end.',
  },
  {
    file: 'adapters/windows/deferred-unlinks.ts',
    text: '< -> <=',
    within: 'attempt < ATTEMPTS',
    why: 'One more name is tried where a hundred are taken.',
  },
  {
    file: 'adapters/windows/open.ts',
    text: '< -> <=',
    within: 'attempt < ATTEMPTS',
    why: 'It is tried once more, in vain, where another process wins each time.',
  },
  {
    file: 'adapters/windows/remove.ts',
    text: 'if ( -> if (false &&',
    within: 'if (names.length > 0) return -Errno.ENOTEMPTY;',
    why: 'Windows does not remove a directory that is not empty, and it gets its name back.',
  },
  {
    file: 'adapters/windows/rename.ts',
    text: '< -> <=',
    within: 'if (errno < 0) raw.mkdir(newPath, 0o777);',
    why: 'Where the directory has come, none can be made.',
  },
  {
    file: 'adapters/windows/second-descriptor.ts',
    text: 'if ( -> if (false &&',
    within: 'if (fd < 0) return refused;',
    why: 'What is no descriptor has no attributes, and is refused then.',
  },
  {
    file: 'adapters/windows/sockets/winsock-calls.ts',
    text: '< -> <=',
    within: 'if (buffers < 0) return buffers;',
    pieces: 2,
    why: 'What describes the buffers is in a block, which is never at the address 0.',
  },
  {
    file: 'adapters/windows/sockets/winsock-resolver.ts',
    text: '< -> <=',
    within: 'for (let i = 0; i < text.length; i++)',
    why: 'Behind the end of a text there is NaN, which becomes the NUL that belongs there.',
  },
  {
    file: 'adapters/windows/waiting.ts',
    text: '<= -> <',
    within: 'if (left <= 0) return;',
    why: 'With no time left, the kernel is asked once more and does not wait.',
  },
];
