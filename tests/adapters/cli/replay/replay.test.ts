import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type RecordingHeader, RecordingWriter, readRecording } from '../../../../application/recording/index.js';
import { SAMPLE, secrets } from '../../../application/recording/sample-run.js';
import { LINUX, needing, POSIX } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE } from '../command-line.js';
import * as programs from '../programs.js';
import { readTable } from '../trace/read-table.js';
import { RecordedSample } from './recorded-sample.js';

const LAST_LINES = [
  'poll_oneoff([{userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=0ns, 0}], 1) = 1 ([{userdata=0x0, CLOCK}])',
  'proc_exit(3)                            = ?',
  '+++ exited with 3 +++',
];
const text = (lines: readonly string[]) => lines.map(line => `${line}\n`).join('');

describe('hostcall replay', () => {
  let sample: RecordedSample;
  const replay = (...words: string[]) => hostcall(['replay', ...words], { cwd: sample.path });

  beforeEach(async () => {
    sample = new RecordedSample();
    await sample.prepare();
    sample.record();
    // Nothing is there any more but the program and its recording.
    rmSync(sample.data, { recursive: true });
  });
  afterEach(() => sample.remove());

  it('prints what the program printed, and ends as it ended', () => {
    expect(replay(sample.output)).to.deep.equal({ status: 3, stdout: secrets.file, stderr: secrets.input });
  });

  it('takes the program from somewhere else', () => {
    const moved = join(sample.path, 'moved.wasm');
    renameSync(sample.program, moved);
    const missing = replay(sample.output);
    expect(missing.status).to.equal(2);
    expect(errorLine(missing)).to.equal(
      `the recorded program was not found at ${sample.program}; name it after the recording: hostcall replay FILE PROGRAM`,
    );
    expect(replay(sample.output, moved).status).to.equal(3);
  });

  it('refuses another program', async () => {
    const other = await sample.module('other.wasm', programs.EMPTY);
    const ended = replay(sample.output, other);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.match(
      /other\.wasm is not the program that was recorded: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}; name the recorded program$/,
    );
    copyFileSync(other, sample.program);
    expect(errorLine(replay(sample.output))).to.match(/; name a copy of the recorded program after the recording$/);
  });

  it('traps as the program trapped', async () => {
    const trapping = await sample.module('trapping.wasm', programs.writing('hi', 1, 'unreachable'));
    const recorded = hostcall(['record', '-o', sample.output, trapping]);
    expect(recorded.status).to.equal(134);
    expect(replay(sample.output)).to.deep.equal(recorded);
  });

  it('calls the function that was called', async () => {
    const library = await sample.module('library.wasm', programs.LIBRARY);
    for (const [name, ...args] of [
      ['add', '2', '3'],
      ['ready'],
      ['swap', '1', '2'],
      ['quit', '9'],
      ['trap'],
    ] as const) {
      const recorded = hostcall(['record', '-o', sample.output, '--invoke', name, library, ...args]);
      expect(replay(sample.output), name).to.deep.equal(recorded);
    }
  });

  needing(LINUX).it('reads nothing but the recording and the program', () => {
    // A permission model lets Node read two files, and no more; opening any other file is an error.
    const flag = Number(process.versions.node.split('.')[0]) < 24 ? '--experimental-permission' : '--permission';
    const allowed = [bin, join(bin, '../*'), sample.output, sample.program].map(path => `--allow-fs-read=${path}`);
    const words = [flag, ...allowed, bin, 'replay', sample.output];
    const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: PATIENCE });
    expect([status, stdout]).to.deep.equal([3, secrets.file]);
  });

  describe('prints calls', () => {
    it('not from a number that comes behind the last one', () => {
      for (const print of [[], ['--print']]) {
        const ended = replay(...print, '--from', '5', '--to', '2', sample.output);
        expect(ended.status).to.equal(2);
        expect(errorLine(ended)).to.equal('--from 5 is greater than --to 2; exchange them');
        const beyond = replay(...print, '--from', '15', sample.output);
        expect(beyond.status).to.equal(2);
        expect(errorLine(beyond)).to.equal(
          `--from 15 is after the last call of ${sample.output}; its calls have the numbers 0 to 14`,
        );
        expect(replay(...print, '--from', '14', sample.output).status).to.equal(print.length === 0 ? 3 : 0);
      }
    });

    it('from a number on, while the program runs', () => {
      const { status, stdout, stderr } = replay('--from', '13', sample.output);
      expect([status, stdout]).to.deep.equal([3, secrets.file]);
      expect(stderr).to.equal(secrets.input + text(LAST_LINES));
    });

    it('up to a number', () => {
      expect(replay('--from', '13', '--to', '13', sample.output).stderr).to.equal(
        secrets.input + text(LAST_LINES.slice(0, 1)),
      );
      expect(replay('--to', '0', sample.output).stderr).to.equal(
        `args_sizes_get([2], [37])               = 0\n${secrets.input}`,
      );
    });

    it('in the forms of trace', () => {
      const { stdout } = replay('--print', '-ttt', '-n', '-X', 'verbose', '-e', 'args_sizes_get', sample.output);
      const [first, last] = stdout.split('\n');
      const { started } = readRecording(readFileSync(sample.output)).header;
      const seconds = (Date.parse(started) / 1000).toFixed(3);
      expect(first).to.equal(`${seconds}000 [   0] args_sizes_get([2], [37]) = 0`);
      expect(last).to.match(/^\d{10}\.\d{6} \[\?{4}\] \+\+\+ exited with 3 \+\+\+$/);
    });

    it('all of them, without running anything, also of a redacted recording', async () => {
      rmSync(sample.program);
      const all = replay('--print', sample.output);
      expect([all.status, all.stderr]).to.deep.equal([0, '']);
      const lines = all.stdout.split('\n');
      expect(lines).to.have.length(17);
      expect(lines[0]).to.equal('args_sizes_get([2], [37])               = 0');
      expect(replay('--print', '--from', '13', sample.output).stdout).to.equal(text(LAST_LINES));
      await sample.prepare();
      sample.record('--redact');
      expect(replay('--print', '--from', '13', sample.output).stdout).to.equal(text(LAST_LINES));
    });

    it('with the time they took when they were recorded', () => {
      const [first, second] = [1, 2].map(() => replay('--print', '-T', sample.output).stdout);
      expect(first).to.match(/^args_sizes_get\(.* = 0 <\d\.\d{6}>\n/);
      expect(second).to.equal(first);
    });

    it('that trace’s options choose, as they have it', () => {
      const print = (...words: string[]) =>
        replay('--print', ...words, sample.output)
          .stdout.split('\n')
          .slice(0, -1);
      expect(print('-Z')).to.deep.equal([
        'path_filestat_get(3</>, SYMLINK_FOLLOW, "missing", 0x180) = -1 ENOENT (No such file or directory)',
        '+++ exited with 3 +++',
      ]);
      expect(print('-e', 'trace=%random,proc_exit', '-e', 'status=unfinished')).to.deep.equal(LAST_LINES.slice(1));
      expect(print('-P', '/notes.txt').map(line => line.split('(')[0])).to.deep.equal([
        'path_open',
        'fd_read',
        '+++ exited with 3 +++',
      ]);
      expect(print('-P', '/notes.txt', '-s', '5')[1]).to.include('{buf="first"..., buf_len=1000}');
      expect(print('-z', '--from', '6', '--to', '6')).to.deep.equal([]);
      expect(errorLine(replay('--print', '-e', 'nosuch', sample.output))).to.match(/nosuch/);
      // Without --print the program runs.
      expect(replay('-Z', sample.output)).to.deep.include({ status: 3, stdout: secrets.file });
    });

    it('into a file, in any format of a trace', () => {
      const file = join(sample.path, 'calls.ndjson');
      expect(replay('--print', '-o', file, sample.output)).to.deep.equal({ status: 0, stdout: '', stderr: '' });
      const events = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      expect(events.filter(({ name }) => name === 'path_open')).to.have.length(1);
      const chrome = join(sample.path, 'calls.json');
      expect(replay('--print', '-o', chrome, sample.output).status).to.equal(0);
      expect(JSON.parse(readFileSync(chrome, 'utf8')).traceEvents).to.have.length.greaterThan(15);
      const text = join(sample.path, 'calls.txt');
      expect(replay('-o', text, '--from', '13', sample.output)).to.deep.equal({
        status: 3,
        stdout: secrets.file,
        stderr: secrets.input,
      });
      expect(readFileSync(text, 'utf8')).to.equal(LAST_LINES.map(line => `${line}\n`).join(''));
    });

    it('as a table, of the calls that are chosen', () => {
      const table = (...words: string[]) => readTable(replay('--print', ...words, sample.output).stdout);
      const { rows, total } = table('-c', '-S', 'name');
      const names = rows.map(row => row.hostcall);
      expect(names).to.deep.equal(names.toSorted());
      expect(total).to.include({ calls: '15', errors: '1' });
      const { bytes, seconds } = rows.find(({ hostcall: name }) => name === 'fd_read') ?? {};
      expect(bytes).to.equal(String(secrets.file.length + secrets.input.length));
      // The time is the recorded one.
      const reads = [...sample.recording().calls()].filter(call => call.name === 'fd_read');
      expect(seconds).to.equal((reads.reduce((sum, { duration }) => sum + duration, 0) / 1e9).toFixed(6));
      expect(table('-c', '-Z').total).to.include({ calls: '1', errors: '1' });
      expect(table('-c', '--from', '3', '--to', '5').total.calls).to.equal('3');
      expect(errorLine(replay('-S', 'time', sample.output))).to.equal(
        '-S has no effect without a summary; add -c or -C',
      );
    });

    it('and a table, beside the program too, and beside another format', () => {
      const { status, stdout, stderr } = replay('-C', '--from', '13', sample.output);
      expect([status, stdout]).to.deep.equal([3, secrets.file]);
      expect(stderr.slice(0, secrets.input.length)).to.equal(secrets.input);
      const printed = stderr.slice(secrets.input.length);
      expect(printed.startsWith(text(LAST_LINES))).to.equal(true);
      expect(readTable(printed.slice(text(LAST_LINES).length)).total.calls).to.equal('2');

      const file = join(sample.path, 'calls.json');
      const beside = replay('--print', '-C', '-o', file, sample.output);
      expect(readTable(beside.stdout).total.calls).to.equal('15');
      expect(JSON.parse(readFileSync(file, 'utf8')).otherData.calls).to.equal(15);
    });

    it('on a line of their own, where the program has left one unfinished', async () => {
      const writing = await sample.module('writing.wasm', programs.writing('hi', 2));
      hostcall(['record', '-o', sample.output, writing]);
      expect(replay('--from', '0', sample.output).stderr).to.equal(
        'hi\nfd_write(2<stderr>, [{buf="hi", buf_len=2}], 1) = 2\n+++ exited with 0 +++\n',
      );
    });
  });

  describe('refuses', () => {
    const refused = (...words: string[]) => {
      const ended = replay(...words);
      expect(ended.status).to.equal(2);
      expect(ended.stdout).to.equal('');
      return errorLine(ended);
    };

    it('forms of trace that show what is not in a recording', () => {
      for (const option of ['-k', '-yy'])
        expect(refused('--print', option, sample.output)).to.equal(
          `${option} shows what is not in a recording; use it with \`hostcall trace\``,
        );
    });

    it('a recording that is cut off, and prints what there is of it', () => {
      const file = readFileSync(sample.output);
      writeFileSync(sample.output, file.subarray(0, file.length - 3));
      expect(refused(sample.output)).to.match(
        new RegExp(
          `run\\.hcr: the recording is cut off: it ends inside the block that begins at byte \\d+ \\(at byte ${file.length - 3}\\); name a complete file that .* has written; \`hostcall replay --print\` prints the calls that this one holds$`,
        ),
      );
      const printed = replay('--print', sample.output);
      expect(printed.status).to.equal(2);
      expect(printed.stdout.split('\n')).to.have.length(16);
      expect(printed.stdout).to.include('\nproc_exit(3) ');
      expect(errorLine(printed)).to.match(/the recording is cut off.*; name a complete file that .* has written$/);
      writeFileSync(sample.output, '');
      expect(refused(sample.output)).to.match(
        /is cut off in its first bytes .*; name a complete file that .* has written$/,
      );
    });

    it('a damaged one, one of another kind, and a file that is not one', () => {
      const file = readFileSync(sample.output);
      file[60] = (file[60] as number) ^ 1;
      writeFileSync(sample.output, file);
      expect(refused(sample.output)).to.match(/the recording is damaged: .* \(at byte 10\);/);
      expect(refused(sample.program)).to.match(/the recording does not begin as recordings do: .* \(at byte 0\);/);
      expect(refused('none.hcr')).to.equal('none.hcr: no such file; check the path of the recording');
      expect(refused('.')).to.equal('.: is a directory; name the .hcr file in it');
    });

    it('a redacted one, and says why', async () => {
      await sample.prepare();
      sample.record('--redact');
      expect(refused(sample.output)).to.equal(
        `${sample.output} is redacted: it lacks what the program read; record it without --redact, or look at it with --print`,
      );
    });

    it('invalid numbers', () => {
      expect(refused('--from', 'x', sample.output)).to.equal(
        "invalid --from 'x'; write a whole number, such as --from 100",
      );
    });
  });

  /** Has the recording say something else about itself. */
  function rewrite(changes: Partial<RecordingHeader>): void {
    const recording = sample.recording();
    const pieces: Buffer[] = [];
    const writer = new RecordingWriter({ ...recording.header, ...changes }, bytes => pieces.push(Buffer.from(bytes)));
    for (const call of recording.calls()) writer.add(call);
    writer.end(recording.end);
    writeFileSync(sample.output, Buffer.concat(pieces));
  }

  needing(POSIX).it('does not block where the recorded program’s path is a named pipe', () => {
    const pipe = join(sample.path, 'pipe.wasm');
    execFileSync('mkfifo', [pipe]);
    rewrite({ program: pipe });
    expect(errorLine(replay(sample.output))).to.match(/^the recorded program was not found at .*pipe\.wasm; /);
  });

  it('stops a program that does not do what was recorded, and shows both', async () => {
    // Another program, whose SHA-256 is in the recording of the first.
    const changed = await sample.module('changed.wasm', SAMPLE.replace('"notes.txt"', '"notes.bin"'));
    const sha256 = createHash('sha256').update(readFileSync(changed)).digest('hex');
    rewrite({ sha256 });

    expect(replay(sample.output, changed)).to.deep.equal({
      status: 125,
      stdout: '',
      stderr: text([
        'hostcall: the replay diverges from the recording at call 7: it names another file; `hostcall replay --print` shows the calls before',
        '  recorded: path_open(3</>, 0, "notes.txt", 0, FD_READ, 0, 0) = 4</notes.txt>',
        '  replayed: path_open(3</>, 0, "notes.bin", 0, FD_READ, 0, 0 <unfinished ...>',
      ]),
    });
  });
});
