import { expect } from 'chai';
import { Errno, type HostcallName, Oflag } from '../../../domain/index.js';
import { at, ROOT } from '../hostcalls/fixture.js';
import { READ, RefusedGuest, refusingHosts, WRITE } from './refused-guest.js';

/** A call about a path, and why it is refused. */
interface Case {
  readonly call: (guest: RefusedGuest) => readonly [HostcallName, ...(number | bigint)[]];
  readonly errno: number;
  readonly text: string;
  /** The data beside the sentence. */
  readonly data: Readonly<Record<string, unknown>>;
}

const opening =
  (path: string, options: Parameters<RefusedGuest['opening']>[1] = { base: READ }): Case['call'] =>
  guest => ['path_open', ...guest.opening(path, { base: READ, ...options })];

const onPath =
  (name: HostcallName, path: string): Case['call'] =>
  guest => [name, ROOT, ...guest.path(path)];

const renaming =
  (from: string, to: string): Case['call'] =>
  guest => ['path_rename', ROOT, ...guest.path(from), ROOT, ...guest.path(to, at.path2)];

const walks: readonly Case[] = [
  {
    call: opening('/etc/passwd'),
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "/etc/passwd": the path is absolute: only paths relative to a descriptor name anything',
    data: { rule: 'absolute', component: '/etc/passwd', path: '/etc/passwd', from: '/data', ofTwo: false },
  },
  {
    call: opening('dir/../../x'),
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "..": the path leads above the directory it starts from',
    data: { rule: 'above', component: '..', path: 'dir/../../x' },
  },
  {
    call: opening('up/x'),
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "..": the path leads above the directory it starts from (via "up" -> "dir/../../outside")',
    data: { rule: 'above', links: [{ at: 'up', target: 'dir/../../outside' }] },
  },
  {
    call: opening('dir/../abs/passwd'),
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "abs": a symbolic link leads to an absolute path (via "abs" -> "/etc")',
    data: { rule: 'absolute-link', component: 'abs' },
  },
  {
    call: opening('abs'),
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "abs": a symbolic link leads to an absolute path (via "abs" -> "/etc")',
    data: { rule: 'absolute-link' },
  },
  {
    call: opening('loop'),
    errno: Errno.ELOOP,
    text: 'refused at "loop": there are too many symbolic links on the way, as in a loop (via "loop" -> "loop/x")',
    data: { rule: 'links' },
  },
  {
    call: opening('dir/sub/none/y/z'),
    errno: Errno.ENOENT,
    text: 'refused at "dir/sub/none": there is no such directory',
    data: { rule: 'host', component: 'dir/sub/none' },
  },
  {
    call: opening('away'),
    errno: Errno.ENOENT,
    text: 'refused at "dir/none": there is no such directory (via "away" -> "dir/none/x")',
    data: { rule: 'host', component: 'dir/none' },
  },
  {
    call: opening('chain/../none/x'),
    errno: Errno.ENOENT,
    text: 'refused at "dir/none": there is no such directory (via "chain" -> "dirlink/sub", "dirlink" -> "dir")',
    data: { component: 'dir/none' },
  },
  {
    call: opening('dir/inner.txt/x/y'),
    errno: Errno.ENOTDIR,
    text: 'refused at "dir/inner.txt": a component before the last one is not a directory',
    data: { rule: 'not-directory' },
  },
  {
    call: opening('a\0b'),
    errno: Errno.EINVAL,
    text: 'refused at "a\\0b": the path contains a NUL character',
    data: { rule: 'nul' },
  },
  {
    call: onPath('path_create_directory', ''),
    errno: Errno.ENOENT,
    text: 'refused at "": the path is empty',
    data: { rule: 'empty' },
  },
  {
    call: renaming('dir/none/x', 'y'),
    errno: Errno.ENOENT,
    text: 'old_path, refused at "dir/none": there is no such directory',
    data: { param: 'old_path', ofTwo: true },
  },
  {
    call: renaming('notes.txt', 'none/y'),
    errno: Errno.ENOENT,
    text: 'new_path, refused at "none": there is no such directory',
    data: { param: 'new_path', ofTwo: true, path: 'none/y' },
  },
  {
    call: guest => ['path_symlink', ...guest.path('x'), ROOT, ...guest.path('../y', at.path2)],
    errno: Errno.ENOTCAPABLE,
    text: 'refused at "..": the path leads above the directory it starts from',
    data: { param: 'new_path', ofTwo: false },
  },
];

const operations: readonly Case[] = [
  {
    call: opening('dir/none'),
    errno: Errno.ENOENT,
    text: 'refused at "dir/none": there is nothing of that name',
    data: {
      finding: 'missing',
      because: [],
      at: [{ param: 'path', path: 'dir/none', component: 'dir/none', links: [] }],
    },
  },
  {
    call: opening('dirlink/none'),
    errno: Errno.ENOENT,
    text: 'refused at "dir/none": there is nothing of that name (via "dirlink" -> "dir")',
    data: { finding: 'missing' },
  },
  {
    call: opening('notes.txt', { oflags: Oflag.CREAT | Oflag.EXCL }),
    errno: Errno.EEXIST,
    text: 'refused at "notes.txt": something has that name already, and CREAT with EXCL asks for a new file',
    data: { finding: 'exists' },
  },
  {
    call: opening('link', { dirflags: 0 }),
    errno: Errno.ELOOP,
    text: 'refused at "link": it is a symbolic link, and SYMLINK_FOLLOW is not set',
    data: { finding: 'link' },
  },
  {
    call: opening('notes.txt', { oflags: Oflag.DIRECTORY }),
    errno: Errno.ENOTDIR,
    text: 'refused at "notes.txt": it is not a directory, and DIRECTORY asks for one',
    data: { finding: 'not-a-directory', because: ['DIRECTORY'] },
  },
  {
    call: opening('dir/inner.txt/'),
    errno: Errno.ENOTDIR,
    text: 'refused at "dir/inner.txt": it is not a directory, and the slash at the end asks for one',
    data: { because: ['/'] },
  },
  {
    call: opening('dir', { base: READ | WRITE }),
    errno: Errno.EISDIR,
    text: 'refused at "dir": it is a directory, and FD_WRITE asks for a file to write to',
    data: { finding: 'a-directory', because: ['FD_WRITE'] },
  },
  {
    call: opening('new/', { oflags: Oflag.CREAT }),
    errno: Errno.EISDIR,
    text: 'refused at "new": the slash at the end makes it a directory, and CREAT creates only files',
    data: { finding: 'a-directory', because: ['CREAT', '/'] },
  },
  {
    call: opening('dir', { oflags: Oflag.TRUNC }),
    errno: Errno.EISDIR,
    text: 'refused at "dir": it is a directory, and TRUNC asks for a file to write to',
    data: { finding: 'a-directory', because: ['TRUNC'] },
  },
  {
    call: onPath('path_create_directory', 'dir'),
    errno: Errno.EEXIST,
    text: 'refused at "dir": something has that name already',
    data: { finding: 'exists', because: [] },
  },
  {
    call: onPath('path_remove_directory', 'dir'),
    errno: Errno.ENOTEMPTY,
    text: 'refused at "dir": it is a directory that has entries',
    data: { finding: 'not-empty' },
  },
  {
    call: onPath('path_remove_directory', 'notes.txt'),
    errno: Errno.ENOTDIR,
    text: 'refused at "notes.txt": it is not a directory, and has to be one',
    data: { finding: 'not-a-directory' },
  },
  {
    call: onPath('path_unlink_file', 'dir'),
    errno: Errno.EISDIR,
    text: 'refused at "dir": it is a directory',
    data: { finding: 'a-directory' },
  },
  {
    call: guest => ['path_readlink', ROOT, ...guest.path('dir/inner.txt'), at.buffer, 10, at.result],
    errno: Errno.EINVAL,
    text: 'refused at "dir/inner.txt": it is not a symbolic link',
    data: { finding: 'not-a-link' },
  },
  {
    call: renaming('none', 'notes.txt'),
    errno: Errno.ENOENT,
    text: 'refused at old_path "none": there is nothing of that name',
    data: { finding: 'missing', at: [{ param: 'old_path', path: 'none', component: 'none', links: [] }] },
  },
  {
    call: renaming('empty', 'dir'),
    errno: Errno.ENOTEMPTY,
    text: 'refused at new_path "dir": it is a directory that has entries',
    data: { finding: 'not-empty' },
  },
  {
    call: renaming('notes.txt', 'dir'),
    errno: Errno.EISDIR,
    text: 'refused at new_path "dir": it is a directory',
    data: { finding: 'a-directory' },
  },
  {
    call: guest => ['path_link', ROOT, 0, ...guest.path('dir'), ROOT, ...guest.path('new', at.path2)],
    errno: Errno.EPERM,
    text: 'refused at old_path "dir": EPERM: the old path is a directory, or the host has no hard links',
    data: { finding: 'refused' },
  },
];

describe('why a path is refused', () => {
  for (const host of refusingHosts) {
    describe(`on ${host.name}`, () => {
      let guest: RefusedGuest;

      before(async () => {
        guest = await RefusedGuest.open(host);
      });
      after(() => guest.close());

      for (const [kind, cases] of [
        ['path', walks],
        ['operation', operations],
      ] as const) {
        for (const { call, errno, text, data } of cases) {
          it(text, () => {
            const refused = guest.refused(...call(guest));
            expect(refused.text).to.equal(text);
            expect(refused.errno).to.equal(errno);
            expect(refused.denial).to.deep.include({ kind, errno, ...data });
          });
        }
      }

      it('never repeats the reason of an earlier call', () => {
        guest.refused('path_open', ...guest.opening('dir/../../x'));
        // The walk of the second path does not begin: its descriptor is not open.
        const renamed = guest.refused(
          'path_rename',
          ROOT,
          ...guest.path('dir/inner.txt'),
          99,
          ...guest.path('y', at.path2),
        );
        expect(renamed.text).to.equal('99 is not open, and was not open since the trace began');
        guest.refused('path_rename', ROOT, ...guest.path('notes.txt'), ROOT, ...guest.path('none/y', at.path2));
        expect(guest.refused('path_open', ...guest.opening('dir/none')).text).to.equal(
          'refused at "dir/none": there is nothing of that name',
        );
        expect(
          guest.refused('path_rename', ROOT, ...guest.path('gone'), ROOT, ...guest.path('y', at.path2)).text,
        ).to.equal('refused at old_path "gone": there is nothing of that name');
      });
    });
  }
});
