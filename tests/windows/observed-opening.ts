import { constants } from 'node:fs';
import { contentOf, type Observation } from './observation.js';

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_WRONLY } = constants;
const bytes = new Uint8Array(8);
const letters = new TextEncoder().encode('abc');

/** Opening, reading and writing. */
export const OPENING: readonly Observation[] = [
  {
    call: 'open',
    what: 'a directory, for writing',
    ask: ({ host, directory }) => host.close(host.open(directory('d'), O_RDWR, 0)),
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'open',
    what: 'what is there, exclusively',
    ask: ({ host, file }) => host.open(file('f'), O_WRONLY | O_CREAT | O_EXCL, 0o666),
    answer: 'EEXIST',
    source: 'CreateFile',
  },
  {
    call: 'open',
    what: 'a name below a file',
    ask: ({ host, file }) => host.open(`${file('f')}/x`, O_RDONLY, 0),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'open',
    what: 'a name of 256 characters',
    ask: ({ host, at }) => host.open(at('x'.repeat(256)), O_RDONLY, 0),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'open',
    what: 'a read-only file, for writing',
    ask: ground => {
      ground.file('f');
      ground.protect('f');
      return ground.host.open(ground.at('f'), O_RDWR, 0);
    },
    answer: 'EPERM',
    // The super-user may.
    wine: 'a descriptor',
    source: 'CreateFile',
  },
  {
    call: 'open',
    what: 'a name in other letters',
    ask: ground => {
      ground.file('File', 'x');
      return contentOf(ground, 'fILE');
    },
    answer: 'x',
    source: 'naming',
  },
  {
    call: 'open',
    what: 'a file that was removed while it is open',
    ask: ({ host, file, opened }) => {
      const path = file('f');
      opened('f');
      host.unlink(path);
      return host.open(path, O_RDONLY, 0);
    },
    answer: 'EPERM',
    wine: 'a descriptor',
    source: 'DeleteFile',
  },
  {
    call: 'open',
    what: 'a name with U+10000 in it, to create it: what is listed',
    ask: ({ host, file, at }) => {
      file('a\u{10000}b');
      return host.readdir(at('.'));
    },
    answer: ['a'],
    source: 'libuv',
  },
  {
    call: 'read',
    what: 'from a directory',
    ask: ({ host, directory, opened }) => {
      directory('d');
      return host.read(opened('d'), bytes, 0, 1, 0);
    },
    answer: 'EISDIR',
    source: 'errors',
  },
  {
    call: 'read',
    what: 'through a descriptor that only writes',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.read(opened('f', O_WRONLY), bytes, 0, 1, 0);
    },
    answer: 'EBADF',
    source: 'libuv',
  },
  {
    call: 'write',
    what: 'through a descriptor that only reads',
    ask: ({ host, file, opened }) => {
      file('f');
      return host.write(opened('f'), letters, 0, 3, 0);
    },
    answer: 'EBADF',
    source: 'libuv',
  },
  {
    call: 'write',
    what: 'at offset 0, through a descriptor that appends',
    ask: ground => {
      ground.file('f', 'xyz');
      ground.host.write(ground.opened('f', O_WRONLY | O_APPEND), letters, 0, 3, 0);
      return contentOf(ground, 'f');
    },
    answer: 'xyzabc',
    source: 'libuv',
  },
];
