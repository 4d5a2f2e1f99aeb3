import { expect } from 'chai';
import { type Fault, faulty } from '../../../application/composition/index.js';
import { Errno, type HostcallName, Oflag } from '../../../domain/index.js';
import { at, ROOT } from '../hostcalls/fixture.js';
import { READ, RefusedGuest, refusingHosts, WRITE } from './refused-guest.js';

/** What goes wrong, a call that meets it, and why it is refused. */
interface Case {
  readonly fault: Fault;
  readonly call: (guest: RefusedGuest) => readonly [HostcallName, ...(number | bigint)[]];
  readonly text: string;
  readonly kind: string;
}

const opening =
  (path: string, options: Parameters<RefusedGuest['opening']>[1] = {}): Case['call'] =>
  guest => ['path_open', ...guest.opening(path, { base: READ, inheriting: 0n, ...options })];

const cases: readonly Case[] = [
  {
    fault: { operation: 'descend', path: 'dir/sub', errno: 'EACCES' },
    call: opening('dir/sub/x'),
    text: 'refused at "dir/sub": the host\'s permissions do not let the program through (EACCES)',
    kind: 'path',
  },
  {
    fault: { operation: 'descend', path: 'dir', errno: 'EIO' },
    call: opening('dir/inner.txt'),
    text: 'refused at "dir": the host refused it with EIO: I/O error',
    kind: 'path',
  },
  {
    fault: { operation: 'readlink', path: 'link', errno: 'EACCES' },
    call: opening('link'),
    text: 'refused at "link": the host\'s permissions do not let the program through (EACCES)',
    kind: 'path',
  },
  {
    fault: { operation: 'open', path: 'notes.txt', errno: 'EACCES' },
    call: opening('notes.txt'),
    text: 'refused at "notes.txt": EACCES: the host\'s permissions forbid it',
    kind: 'operation',
  },
  {
    fault: { operation: 'open', path: 'new', errno: 'ENOSPC' },
    call: opening('new', { oflags: Oflag.CREAT, base: WRITE }),
    text: 'refused at "new": ENOSPC: the file system is full',
    kind: 'operation',
  },
  {
    fault: { operation: 'unlink', path: 'notes.txt', errno: 'EPERM' },
    call: guest => ['path_unlink_file', ROOT, ...guest.path('notes.txt')],
    text: 'refused at "notes.txt": EPERM: the host forbids it for this file or this user',
    kind: 'operation',
  },
  {
    fault: { operation: 'rename', errno: 'EXDEV' },
    call: guest => ['path_rename', ROOT, ...guest.path('notes.txt'), ROOT, ...guest.path('dir/x', at.path2)],
    text: 'refused at old_path "notes.txt" or new_path "dir/x": EXDEV: the two are on different file systems',
    kind: 'operation',
  },
  {
    fault: { operation: 'read', path: 'notes.txt', errno: 'EIO' },
    call: guest => ['fd_read', guest.open('notes.txt'), ...guest.proxy.iovecs(at.iovecs, [at.buffer, 4]), at.result],
    text: "4</data/notes.txt>: the host's device failed, or the host returned an error that preview1 has no number for (EIO)",
    kind: 'returned',
  },
];

describe('why the host refuses', () => {
  for (const host of refusingHosts) {
    for (const { fault, call, text, kind } of cases) {
      it(`${text} (on ${host.name})`, async () => {
        const guest = await RefusedGuest.open(host, {}, {}, place => faulty(place as string, [fault]));
        try {
          const refused = guest.refused(...call(guest));
          expect(refused.text).to.equal(text);
          expect(refused.denial).to.include({ kind, errno: Errno[fault.errno] });
        } finally {
          guest.close();
        }
      });
    }
  }
});
