import { expect } from 'chai';
import { type CallList, explainFailure, failureText } from '../../../../application/inspection/index.js';
import { Oflag, Right } from '../../../../domain/index.js';
import { recordStepList, type Step } from '../recorded-steps.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function opening(path: string, base: number, { fd = 3, oflags = 0, inheriting = 0 } = {}): Step {
  return {
    name: 'path_open',
    args: [fd, 1, 0x1000, bytes(path).length, oflags, BigInt(base), BigInt(inheriting), 0, 0x100],
    patches: [{ at: 0x1000, bytes: bytes(path) }],
  };
}

const read = (fd: number): Step => ({
  name: 'fd_read',
  args: [fd, 0x2000, 1, 0x110],
  patches: [{ at: 0x2000, bytes: new Uint8Array(Uint32Array.of(0x3000, 8).buffer) }],
});

const textOf = (list: CallList, index: number) => {
  const explained = explainFailure(list, index);
  return explained && failureText(explained);
};

describe('Why a call of a recording failed', () => {
  it('is known for a descriptor that is not open', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt', Right.FD_READ),
      /* 1 */ { name: 'fd_close', args: [4] },
      /* 2 */ read(4),
      /* 3 */ read(9),
      /* 4 */ opening('real.txt', Right.FD_READ),
      /* 5 */ { name: 'fd_renumber', args: [4, 1] },
      /* 6 */ read(4),
      /* 7 */ read(-1),
    ]);
    expect(textOf(list, 0)).to.equal(undefined);
    expect(textOf(list, 2)).to.equal('EBADF: 4 is not open: fd_close (call 1) closed 4</real.txt>.');
    expect(textOf(list, 3)).to.equal('EBADF: 9 is not open, and no call has opened it.');
    expect(textOf(list, 6)).to.equal('EBADF: 4 is not open: fd_renumber (call 5) moved 4</real.txt>.');
    expect(textOf(list, 7)).to.equal('EBADF: -1 is not open, and no call has opened it.');
  });

  it('is known for rights: those needed and held, and which call gave them up', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt', Right.FD_READ),
      /* 1 */ { name: 'fd_seek', args: [4, 1n, 0, 0x120] },
      /* 2 */ opening('dir', Right.PATH_OPEN, { oflags: Oflag.DIRECTORY, inheriting: Right.FD_READ }),
      /* 3 */ opening('x', Right.FD_READ | Right.FD_WRITE, { fd: 5 }),
      /* 4 */ opening('real.txt', Right.FD_READ | Right.FD_SYNC),
      /* 5 */ { name: 'fd_fdstat_set_rights', args: [6, BigInt(Right.FD_READ), 0n] },
      /* 6 */ { name: 'fd_sync', args: [6] },
      /* 7 */ opening('y', Right.FD_READ, { fd: 5, oflags: Oflag.CREAT }),
    ]);
    const seek = explainFailure(list, 1);
    expect(seek?.rights).to.deep.equal([
      {
        ...{ param: 'fd', fd: 4, label: '/real.txt', handedDown: false, exact: false },
        ...{ needed: ['FD_SEEK'], held: ['FD_READ'], missing: ['FD_SEEK'] },
      },
    ]);
    expect(textOf(list, 1)).to.equal('ENOTCAPABLE: 4</real.txt> lacks FD_SEEK: path_open (call 0) did not ask for it.');
    expect(textOf(list, 3)).to.equal(
      'ENOTCAPABLE: 5</dir> does not hand down FD_WRITE: path_open (call 2) did not ask for it.',
    );
    expect(textOf(list, 6)).to.equal(
      'ENOTCAPABLE: 6</real.txt> lacks FD_SYNC: fd_fdstat_set_rights (call 5) gave it up.',
    );
    expect(textOf(list, 7)).to.equal(
      'ENOTCAPABLE: 5</dir> lacks PATH_CREATE_FILE: path_open (call 2) did not ask for it.',
    );
  });

  it('is known for a path that leads out, with the component that is refused', async () => {
    const { list } = await recordStepList([
      opening('dir/../../x', Right.FD_READ),
      opening('../etc', Right.FD_READ),
      opening('/etc/passwd', Right.FD_READ),
    ]);
    const [around, up] = [explainFailure(list, 0), explainFailure(list, 1)];
    expect(around?.paths).to.deep.equal([
      {
        ...{ param: 'path', path: 'dir/../../x', from: '/', refused: 2, certain: false },
        refusal: 'leads out of its directory with ".."',
        steps: [
          { name: 'dir', reached: '/dir' },
          { name: '..', reached: '/' },
          { name: '..', reached: undefined },
        ],
      },
    ]);
    expect(around?.certain).to.equal(false);
    expect(textOf(list, 0)).to.equal('ENOTCAPABLE: "dir/../../x" leads out of its directory with "..", as it seems.');
    expect([up?.certain, up?.paths[0]?.refused]).to.deep.equal([true, 0]);
    expect(textOf(list, 1)).to.equal('ENOTCAPABLE: "../etc" leads out of its directory with "..".');
    expect(textOf(list, 2)).to.equal('ENOTCAPABLE: "/etc/passwd" is absolute, and a path begins at its descriptor.');
  });

  it('is known for invalid pointers and invalid UTF-8', async () => {
    const { list } = await recordStepList([
      { name: 'random_get', args: [0xfff0, 32] },
      {
        name: 'path_unlink_file',
        args: [3, 0x1000, 2],
        patches: [{ at: 0x1000, bytes: Uint8Array.of(0xff, 0xfe) }],
      },
    ]);
    expect(textOf(list, 0)).to.equal('EFAULT: buf lies at 0xfff0 and has 32 bytes, and the memory ends at 0x10000.');
    expect(textOf(list, 1)).to.equal('EILSEQ: path is not UTF-8.');
  });

  it('is unknown where only the host knew it', async () => {
    const { list } = await recordStepList([opening('dir', Right.FD_WRITE)]);
    const explained = explainFailure(list, 0);
    expect([explained?.certain, explained?.findings]).to.deep.equal([false, []]);
    expect(textOf(list, 0)).to.match(/^EISDIR: it is a directory, .*\. The recording does not tell more\.$/);
  });

  it('is probable where an earlier call shows which directories were there', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('a/b', Right.PATH_OPEN, { oflags: Oflag.DIRECTORY }),
      /* 1 */ opening('a/b/none', Right.FD_READ),
      /* 2 */ opening('a/b/none/deeper', Right.FD_READ),
      /* 3 */ opening('x', Right.FD_READ),
    ]);
    expect(textOf(list, 1)).to.equal(
      'ENOENT: "/a/b" is there, as path_open (call 0) shows, and there is no "none" in it, as it seems.',
    );
    expect(textOf(list, 2)).to.equal(
      'ENOENT: "/a/b" is there, as path_open (call 0) shows, and "none/deeper" is not all in it, as it seems.',
    );
    expect(explainFailure(list, 1)?.certain).to.equal(false);
    expect(textOf(list, 3)).to.equal('ENOENT: "/" is there, and there is no "x" in it, as it seems.');
  });
});
