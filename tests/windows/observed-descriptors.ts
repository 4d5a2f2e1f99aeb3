import { constants } from 'node:fs';
import { type Observation, statsOf } from './observation.js';

const { O_APPEND, O_WRONLY } = constants;

/** Operations on open files, and times. */
export const DESCRIPTORS: readonly Observation[] = [
  {
    call: 'truncate',
    what: 'through a descriptor that appends',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.truncate(opened('f', O_WRONLY | O_APPEND), 1);
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'truncate',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.truncate(opened('f'), 1);
    },
    answer: 'EPERM',
    wine: 'EBADF',
    source: 'fsa',
  },
  {
    call: 'sync',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.sync(opened('f'));
    },
    answer: 'EPERM',
    source: 'FlushFileBuffers',
  },
  {
    call: 'sync',
    what: 'a directory',
    ask: ({ host, directory, opened }) => {
      directory('d');
      return host.sync(opened('d'));
    },
    answer: 'EPERM',
    source: 'FlushFileBuffers',
  },
  {
    call: 'lutimes',
    what: 'one microsecond after 1970, in nanoseconds',
    ask: ({ host, file }) => {
      host.lutimes(file('f'), 0n, 1000n);
      return Number(statsOf(host.lstat(file('f'))).mtimeNs);
    },
    answer: 1600,
    source: 'libuv',
  },
  {
    call: 'futimes',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.futimes(opened('f'), 1_000_000_000n, 2_000_000_000n);
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'SetFileTime',
  },
];
