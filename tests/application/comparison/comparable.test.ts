import { expect } from 'chai';
import { comparable, parseStrace } from './lines.js';

const of = (line: string, strict = false) => comparable(parseStrace(line), strict);

/** Pairs of lines that are the same call with the same outcome from one run to the next, and are not if counted strictly. */
const volatile: Readonly<Record<string, readonly [string, string]>> = {
  'descriptor numbers': ['fd_close(4</a>) = 0', 'fd_close(5</a>) = 0'],
  'the number of an opened descriptor': [
    'path_open(3</>, 0, "a", 0, 0, 0, 0) = 4</a>',
    'path_open(3</>, 0, "a", 0, 0, 0, 0) = 9</a>',
  ],
  'the time': [
    'clock_time_get(CLOCK_REALTIME, 0ns, [1767225600.000000001]) = 0',
    'clock_time_get(CLOCK_REALTIME, 0ns, [1767225601.000000001]) = 0',
  ],
  'random bytes': ['random_get("\\x01\\x02", 2) = 0', 'random_get("\\x03\\x04", 2) = 0'],
  'where a buffer is': [
    'fd_readdir(4</>, 0x1000 /* 2 entries */, 64, cookie=0) = 50',
    'fd_readdir(4</>, 0x2000 /* 2 entries */, 64, cookie=0) = 50',
  ],
  'where a result would have gone': [
    'fd_prestat_get(5, 0x10) = -1 EBADF (Bad file descriptor)',
    'fd_prestat_get(5, 0x20) = -1 EBADF (Bad file descriptor)',
  ],
  'where strings go': ['args_get(["a"], 0x10) = 0', 'args_get(["a"], 0x20) = 0'],
  'inodes, devices and times of files': [
    'fd_filestat_get(4</a>, {dev=1, ino=2, filetype=REGULAR_FILE, nlink=1, size=5, atim=1.000000000, mtim=2.000000000, ctim=3.000000000}) = 0',
    'fd_filestat_get(4</a>, {dev=9, ino=8, filetype=REGULAR_FILE, nlink=1, size=5, atim=0, mtim=7.000000000, ctim=6.000000000}) = 0',
  ],
  'times that files are given': [
    'path_filestat_set_times(3</>, 0, "a", 1.000000000, 2.000000000, ATIM|MTIM) = 0',
    'path_filestat_set_times(3</>, 0, "a", 3.000000000, 4.000000000, ATIM|MTIM) = 0',
  ],
  'userdata, and deadlines': [
    'poll_oneoff([{userdata=0x10, CLOCK, CLOCK_REALTIME, timeout=5ns, SUBSCRIPTION_CLOCK_ABSTIME}], 1) = 1 ([{userdata=0x10, CLOCK}])',
    'poll_oneoff([{userdata=0x20, CLOCK, CLOCK_REALTIME, timeout=6ns, SUBSCRIPTION_CLOCK_ABSTIME}], 1) = 1 ([{userdata=0x20, CLOCK}])',
  ],
  'which descriptor is waited for': [
    'poll_oneoff([{userdata=0x0, FD_READ, fd=4</a>}], 1) = 0 ([])',
    'poll_oneoff([{userdata=0x0, FD_READ, fd=5</a>}], 1) = 0 ([])',
  ],
};

/** Pairs of lines that are the same call with another outcome. */
const outcomes: Readonly<Record<string, readonly [string, string]>> = {
  'what was read': ['fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2', 'fd_read(4</a>, [{buf="ho", buf_len=9}], 1) = 2'],
  'how much was read': [
    'fd_read(4</a>, [{buf="hi"..., buf_len=99}], 1) = 50',
    'fd_read(4</a>, [{buf="hi"..., buf_len=99}], 1) = 51',
  ],
  'an error': ['fd_close(4</a>) = 0', 'fd_close(4</a>) = -1 EIO (I/O error)'],
  'which error': ['fd_close(4</a>) = -1 EBADF (Bad file descriptor)', 'fd_close(4</a>) = -1 EIO (I/O error)'],
  'an error in place of a struct': [
    'fd_fdstat_get(4</a>, {fs_filetype=REGULAR_FILE, fs_flags=0, fs_rights_base=0, fs_rights_inheriting=0}) = 0',
    'fd_fdstat_get(4</a>, 0x10) = -1 EBADF (Bad file descriptor)',
  ],
  'a size in a struct': [
    'path_filestat_get(3</>, 0, "a", {dev=1, ino=2, filetype=REGULAR_FILE, nlink=1, size=5, atim=0, mtim=0, ctim=0}) = 0',
    'path_filestat_get(3</>, 0, "a", {dev=1, ino=2, filetype=REGULAR_FILE, nlink=1, size=6, atim=0, mtim=0, ctim=0}) = 0',
  ],
  'the target of a link': ['path_readlink(3</>, "l", "a", 9) = 1', 'path_readlink(3</>, "l", "b", 9) = 1'],
  'how many entries': [
    'fd_readdir(4</>, 0x1000 /* 2 entries */, 64, cookie=0) = 50',
    'fd_readdir(4</>, 0x1000 /* 3 entries */, 64, cookie=0) = 50',
  ],
  'what was opened': ['path_open(3</>, 0, "l", 0, 0, 0, 0) = 4</a>', 'path_open(3</>, 0, "l", 0, 0, 0, 0) = 4</b>'],
  arguments: ['args_get(["a"], 0x10) = 0', 'args_get(["b"], 0x10) = 0'],
  'that it had not ended': [
    'fd_read(0<stdin>, 0x10, 1) = -1 EIO (I/O error)',
    'fd_read(0<stdin>, 0x10, 1 <unfinished ...>',
  ],
};

/** Pairs of lines; the second passes something else about the same subject. */
const passed: Readonly<Record<string, readonly [string, string]>> = {
  'what is written': [
    'fd_write(1<stdout>, [{buf="hi", buf_len=2}], 1) = 2',
    'fd_write(1<stdout>, [{buf="ho", buf_len=2}], 1) = 2',
  ],
  'how much may be read': [
    'fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2',
    'fd_read(4</a>, [{buf="hi", buf_len=8}], 1) = 2',
  ],
  'where to': ['fd_seek(4</a>, 0, SEEK_SET) = 0', 'fd_seek(4</a>, 1, SEEK_SET) = 1'],
  'flags and rights': [
    'path_open(3</>, 0, "a", 0, 0, 0, 0) = 4</a>',
    'path_open(3</>, 0, "a", CREAT, 0, 0, 0) = 4</a>',
  ],
  'a status': ['proc_exit(0) = ?', 'proc_exit(1) = ?'],
  'how long to wait': [
    'poll_oneoff([{userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=5ns, 0}], 1) = 0 ([])',
    'poll_oneoff([{userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=6ns, 0}], 1) = 0 ([])',
  ],
};

const other: Readonly<Record<string, readonly [string, string]>> = {
  'another hostcall': ['fd_sync(4</a>) = 0', 'fd_datasync(4</a>) = 0'],
  'another file': ['fd_close(4</a>) = 0', 'fd_close(4</b>) = 0'],
  'another path': ['path_unlink_file(3</>, "a") = 0', 'path_unlink_file(3</>, "b") = 0'],
  'a descriptor that is not open': [
    'fd_close(4) = -1 EBADF (Bad file descriptor)',
    'fd_close(5) = -1 EBADF (Bad file descriptor)',
  ],
};

describe('comparable', () => {
  for (const [what, [one, another]] of Object.entries(volatile)) {
    it(`does not count ${what}, unless strictly`, () => {
      expect(of(one)).to.deep.equal(of(another));
      expect(of(one, true)).to.not.deep.equal(of(another, true));
    });
  }

  for (const [what, [one, another]] of Object.entries(outcomes)) {
    it(`counts ${what} as an outcome`, () => {
      expect(of(one).subject).to.equal(of(another).subject);
      expect(of(one).outcome).to.not.equal(of(another).outcome);
      expect(of(one).call).to.equal(of(another).call);
    });
  }

  for (const [what, [one, another]] of Object.entries(passed)) {
    it(`counts ${what} as passed`, () => {
      expect(of(one).subject).to.equal(of(another).subject);
      expect(of(one).call).to.not.equal(of(another).call);
    });
  }

  for (const [what, [one, another]] of Object.entries(other)) {
    it(`takes ${what} for another subject`, () => {
      expect(of(one).subject).to.not.equal(of(another).subject);
    });
  }

  it('ignores missing buffers of a failed read', () => {
    const [read, failed] = [
      of('fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2'),
      of('fd_read(4</a>, 0x10, 1) = -1 EIO (I/O error)'),
    ];
    expect(read.subject).to.equal(failed.subject);
    expect(read.passed).to.equal(failed.passed);
    expect(read.call).to.not.equal(failed.call);
    expect(read.outcome).to.not.equal(failed.outcome);
  });

  it('distinguishes guests', () => {
    const step = parseStrace('fd_close(4</a>) = 0');
    expect(comparable({ ...step, instance: 1 }, false).call).to.not.equal(comparable(step, false).call);
  });

  it('counts contents beyond the text if asked', () => {
    const step = parseStrace('fd_read(4</a>, [{buf="hi"..., buf_len=99}], 1) = 50');
    const [one, another] = [
      { ...step, contents: '1' },
      { ...step, contents: '2' },
    ];
    expect(comparable(one, false)).to.deep.equal(comparable(another, false));
    expect(comparable(one, false, true).outcome).to.not.equal(comparable(another, false, true).outcome);
    expect(comparable(one, false, true).call).to.equal(comparable(another, false, true).call);
  });
});
