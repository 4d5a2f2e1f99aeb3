import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';
import { MOVING } from './moving.js';

describe('hostcall trace shapes lines', () => {
  let scratch: Scratch;
  let program: string;
  let folder: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('moving.wasm', MOVING);
    folder = join(realpathSync(scratch.path), 'folder');
    mkdirSync(folder);
    writeFileSync(join(folder, 'in.txt'), 'hello, world');
  });
  after(() => scratch.remove());

  /** The lines of a trace, without the last. */
  function traced(...options: string[]): string[] {
    const { status, stderr } = hostcall(['trace', '--seed', '1', ...options, '--dir', `${folder}::/`, program]);
    expect(status, stderr).to.equal(0);
    const lines = stderr.replace('\n\n', '\n').trimEnd().split('\n');
    expect(lines.pop()).to.match(/\+\+\+ exited with 0 \+\+\+$/);
    return lines;
  }

  /** The one line of a hostcall. */
  const line = (call: string, ...options: string[]) => traced('-e', call, ...options)[0];

  const READ =
    'fd_read(4</in.txt>, [{buf="hello", buf_len=5}, {buf="", buf_len=0}, {buf=", world", buf_len=100}], 3) = 12';
  const WRITE = 'fd_write(1<stdout>, [{buf="\\0\\t", buf_len=2}, {buf="plain\\303\\2741", buf_len=8}], 2) = 10';

  it('without any option', () => {
    const lines = traced();
    expect(lines.slice(0, 4)).to.deep.equal([
      'path_open(3</>, 0, "in.txt", 0, FD_READ|FD_FILESTAT_GET, 0, 0) = 4</in.txt>',
      READ,
      WRITE,
      'fd_filestat_get(4</in.txt>, {filetype=REGULAR_FILE, size=12, ...}) = 0',
    ]);
    expect(lines[4]).to.match(/^random_get\("(\\x[0-9a-f]{2}){4}", 4\) += 0$/);
    expect(lines[5]).to.equal(
      'path_open(3</>, SYMLINK_FOLLOW, "n\\377", CREAT, FD_READ, 0, 0) = -1 EILSEQ (Illegal byte sequence)',
    );
  });

  it('-s cuts strings, but no names', () => {
    expect(line('fd_write', '-s', '1')).to.contain('[{buf="\\0"..., buf_len=2}, {buf=""..., buf_len=8}]');
    expect(line('path_open', '--string-limit=2')).to.contain('"in.txt"');
    expect(line('fd_read', '-s', '6')).to.contain('{buf="hello", buf_len=5}, {buf="", buf_len=0}, {buf=","..., ');
  });

  it('-x has strings that are not ASCII in hexadecimal, -xx all', () => {
    const shown = (...options: string[]) =>
      /\[\{buf=(".*"), .*buf=(".*"), .*\]/.exec(line('fd_write', ...options) ?? '');
    expect(shown('-x')?.slice(1)).to.deep.equal(['"\\x00\\x09"', '"\\x70\\x6c\\x61\\x69\\x6e\\xc3\\xbc\\x31"']);
    expect(shown('--strings-in-hex=non-ascii')?.slice(1)).to.deep.equal(shown('-x')?.slice(1));
    expect(shown('--strings-in-hex=non-ascii-chars')?.slice(1)).to.deep.equal(['"\\x00\\t"', '"plain\\xc3\\xbc1"']);
    expect(line('fd_read', '-x')).to.equal(READ);
    for (const option of ['-xx', '--strings-in-hex=all'])
      expect(line('fd_read', option)).to.match(/^fd_read\(4<\\x2f\\x69.*>, \[\{buf="\\x68\\x65\\x6c\\x6c\\x6f", /);
    expect(line('fd_write', '-xx', '--strings-in-hex=none')).to.equal(WRITE);
  });

  it('--decode-fds=none has bare descriptors, and so has none of its other forms', () => {
    expect(line('path_open', '--decode-fds=none')).to.equal(
      'path_open(3, 0, "in.txt", 0, FD_READ|FD_FILESTAT_GET, 0, 0) = 4',
    );
    for (const option of [['-y'], ['--decode-fds=path'], ['-y', '--decode-fds', 'path']])
      expect(line('fd_read', ...option)).to.equal(READ);
  });

  it('-yy also tells types, rights and where a descriptor leads on the host', () => {
    const file = `4</in.txt<REGULAR_FILE, FD_READ|FD_FILESTAT_GET, "${folder}/in.txt">>`;
    for (const option of ['-yy', '--decode-fds=all']) {
      expect(line('path_open', option)).to.match(
        /^path_open\(3<\/<DIRECTORY, 0x[0-9a-f]+ \/\* \d+ rights \*\/, inheriting ~\[.*\], ".*\/folder">>, 0, "in.txt", /,
      );
      expect(line('path_open', option)).to.match(new RegExp(` = ${file}$`));
      expect(line('fd_read', option)).to.contain(`fd_read(${file}, `);
      expect(line('fd_write', option)).to.match(/^fd_write\(1<stdout<\w+, 0x[0-9a-f]+ \/\* \d+ rights \*\/>>, /);
    }
  });

  it('-yy knows no host path in memory', () => {
    expect(line('fd_read', '-yy', '--host', 'memory')).to.contain(
      'fd_read(4</in.txt<REGULAR_FILE, FD_READ|FD_FILESTAT_GET>>, ',
    );
  });

  it('-v abbreviates nothing', () => {
    for (const option of ['-v', '--no-abbrev']) {
      expect(line('fd_filestat_get', option)).to.match(
        /\{dev=\d+, ino=\d+, filetype=REGULAR_FILE, nlink=1, size=12, atim=[\d.]+, mtim=[\d.]+, ctim=[\d.]+\}\) = 0$/,
      );
    }
    const rights = /inheriting ([A-Z_|]+), /.exec(line('fd_read', '-v', '-yy', '-e', 'path_open') ?? '')?.[1];
    expect(rights?.split('|')).to.have.length(28);
  });

  it('-v shows lists that are otherwise cut', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `argument ${i}`);
    const program = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    const list = (...options: string[]) => {
      const { stderr } = hostcall(['trace', '-e', 'args_get', ...options, program, ...many]);
      return /\[(.*)\]/.exec(stderr)?.[1]?.split(', ');
    };
    expect(list()).to.have.length(33);
    expect(list()?.at(-1)).to.equal('...');
    expect(list('-v')).to.have.length(41);
    expect(list('-v')?.at(-1)).to.equal('"argument 39"');
  });

  it('-X raw has numbers, -X verbose both, -X abbrev names', () => {
    expect(line('path_open', '-X', 'raw')).to.equal('path_open(3, 0, 0x40, 6, 0, 2097154, 0, 0, 0x8) = 0');
    expect(traced('-Z', '-X', 'raw')[0]).to.match(/ = 25 EILSEQ$/);
    expect(traced('-Z', '--const-print-style=verbose')[0]).to.equal(
      'path_open(3</>, 0x1 /* SYMLINK_FOLLOW */, "n\\377", 0x1 /* CREAT */, 0x2 /* FD_READ */, 0, 0) = -1 25 /* EILSEQ */ (Illegal byte sequence)',
    );
    expect(line('fd_filestat_get', '-X', 'verbose')).to.contain('{filetype=4 /* REGULAR_FILE */, size=12, ...}');
    expect(line('fd_read', '-X', 'abbrev')).to.equal(READ);
  });

  it('-a moves the =', () => {
    expect(line('random_get', '-a', '60', '--redact')).to.equal(`${'random_get(""..., 4)'.padEnd(59)} = 0`);
    expect(line('random_get', '--columns=1', '--redact')).to.equal('random_get(""..., 4) = 0');
  });

  describe('refuses', () => {
    for (const [options, message] of [
      [['-X', 'pretty'], "invalid --const-print-style 'pretty'; write one of raw, abbrev, verbose"],
      [['-tttt'], '-t is given more than three times; write -t, -tt or -ttt'],
      [
        ['-e', 'read=stdin'],
        "invalid descriptor 'stdin' in -e read=stdin; write numbers separated by commas, such as -e read=3,4, or all",
      ],
      [['-s', 'all'], "invalid -s 'all'; write a whole number, such as -s 256"],
      [['--decode-fds=some'], "invalid --decode-fds 'some'; write one of none, path, all"],
    ] as const) {
      it(options.join(' '), () => {
        const ended = hostcall(['trace', ...options, program]);
        expect(ended.status).to.equal(2);
        expect(errorLine(ended)).to.equal(message);
      });
    }
  });
});
