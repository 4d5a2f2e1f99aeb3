import { type Observation, statsOf } from './observation.js';

/** Looking at names. */
export const LOOKING: readonly Observation[] = [
  {
    call: 'lstat',
    what: 'the number of names of a file that was removed while it is open',
    ask: ({ host, file, opened }) => {
      file('f');
      const fd = opened('f');
      host.unlink(file('f'));
      return Number(statsOf(host.fstat(fd)).nlink);
    },
    answer: 'ok',
    wine: 1,
    source: 'fscc',
  },
  {
    call: 'lstat',
    what: 'the times of 2106-02-07T06:28:15Z and of a second later, in seconds',
    ask: ({ host, file }) =>
      [2 ** 32 - 1, 2 ** 32].map(seconds => {
        const time = BigInt(seconds) * 1_000_000_000n;
        host.lutimes(file('f'), time, time);
        return Number(statsOf(host.lstat(file('f'))).mtimeNs / 1_000_000_000n);
      }),
    answer: [2 ** 32 - 1, 0],
    source: 'libuv',
  },
  {
    call: 'readdir',
    what: 'a file',
    ask: ({ host, file }) => host.readdir(file('f')),
    answer: 'ENOTDIR',
    source: 'libuv',
  },
  {
    call: 'readdir',
    what: 'with a file that was removed while it is open',
    ask: ({ host, file, at, opened }) => {
      file('f');
      opened('f');
      host.unlink(at('f'));
      return host.readdir(at('.'));
    },
    answer: ['f'],
    source: 'DeleteFile',
  },
  {
    call: 'readlink',
    what: 'a file',
    ask: ({ host, file }) => host.readlink(file('f')),
    answer: 'EINVAL',
    source: 'errors',
  },
  {
    call: 'realpath',
    what: 'a path in other letters: how it ends',
    ask: ({ host, directory, at }) => {
      directory('Dir');
      return String(host.realpath(at('dIR'))).slice(-4);
    },
    answer: '\\Dir',
    source: 'libuv',
  },
];
