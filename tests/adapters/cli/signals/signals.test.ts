import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { type Recording, readRecording } from '../../../../application/recording/index.js';
import { keptRecording, someHeader } from '../../../guests/recorded-run.js';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { CREATING, FOREVER, MISSING } from './interrupted-guests.js';

/** How the command ended, and what was on stderr. */
interface Interrupted {
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

describe('A signal to a command whose program', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  const programs = new Map<string, string>();

  before(async () => {
    scratch = new Scratch();
    for (const [name, wat] of Object.entries({ ...FOREVER, creates: CREATING, misses: MISSING }))
      programs.set(name, await scratch.module(`${name.replaceAll(' ', '-')}.wasm`, wat));
  });
  after(() => scratch.remove());

  /**
   * Sends a signal when the program has said that it is about to go on for ever.
   * @param words the command, and its options
   * @param until what has to hold before, too
   */
  async function interrupted(
    signal: NodeJS.Signals,
    program: string,
    words: readonly string[],
    until?: () => Promise<boolean> | boolean,
  ): Promise<Interrupted> {
    const child = spawn(
      process.execPath,
      [bin, ...words, ...(programs.has(program) ? [programs.get(program) as string] : [])],
      { cwd: scratch.path },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    const closed = new Promise<NodeJS.Signals | null>(resolve => child.once('close', (_, by) => resolve(by)));
    try {
      await Promise.race([closed, new Promise(resolve => child.stdout.once('data', resolve))]);
      while (child.exitCode === null && (await until?.()) === false) await setTimeout(10);
    } finally {
      child.kill(signal);
    }
    return { signal: await closed, stderr };
  }

  const lastCalls: Readonly<Record<keyof typeof FOREVER, string>> = {
    computes: 'fd_write',
    calls: 'sched_yield',
    'reads its stdin': 'fd_read',
    sleeps: 'poll_oneoff',
  };

  for (const [program, last] of Object.entries(lastCalls)) {
    const waits = program === 'reads its stdin' || program === 'sleeps';

    describe(program, () => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        it(`prints the table of -c, and ends by ${name}`, async () => {
          const { signal, stderr } = await interrupted(name, program, ['trace', '-c']);
          expect(signal).to.equal(name);
          const rows = stderr.split('\n').map(row => row.trim().split(/ +/));
          expect(rows[0]).to.include('hostcall');
          expect(rows.map(row => row.at(-1))).to.include.members(['fd_write', 'total']);
        });
      }

      for (const file of ['calls.json', 'calls.speedscope.json', 'calls.ndjson']) {
        it(`completes ${file}`, async () => {
          const ended = await interrupted('SIGTERM', program, ['trace', '-o', file]);
          expect(ended).to.deep.equal({ signal: 'SIGTERM', stderr: '' });
          const text = readFileSync(join(scratch.path, file), 'utf8');
          expect(text).to.include('fd_write').and.include('SIGTERM');
          if (!file.endsWith('.ndjson')) JSON.parse(text);
          else {
            const objects = text
              .trimEnd()
              .split('\n')
              .map(line => JSON.parse(line));
            expect(objects.at(-1)).to.deep.equal({ type: 'end', calls: objects.length - 2, signal: 'SIGTERM' });
          }
        });
      }

      it('completes lines and the table of -C, with the call that is under way', async () => {
        const file = join(scratch.path, `${program}.txt`);
        const begun = () => readFileSync(file).includes(waits ? 'unfinished' : last);
        const words = ['trace', '-C', '-o', file, '-e', `fd_write,${last}`];
        const ended = await interrupted('SIGINT', program, words, begun);
        expect(ended).to.deep.equal({ signal: 'SIGINT', stderr: '' });
        const lines = readFileSync(file, 'utf8').split('\n');
        expect(lines[0]).to.equal('fd_write(1<stdout>, [{buf="now\\n", buf_len=4}], 1) = 4');
        const end = lines.indexOf('+++ killed by SIGINT +++');
        expect(lines[end - 1]).to.match(new RegExp(`^${last}\\(.*\\) += ${waits ? '\\?' : '[04]'}$`));
        const rows = lines.slice(end + 1).map(row => row.trim().split(/ +/));
        expect(rows[0]?.slice(0, 2)).to.deep.equal(['%', 'time']);
        expect(rows.map(row => row.at(-1))).to.include.members(['fd_write', last, 'total']);
      });

      it('completes its recording, which can be replayed up to there', async () => {
        const file = join(scratch.path, 'run.hcr');
        // What waits is written when it begins to wait.
        const begun = () => !waits || [...partial(readFileSync(file)).calls()].length > 0;
        const ended = await interrupted('SIGTERM', program, ['record', '-o', file], begun);
        expect(ended).to.deep.equal({ signal: 'SIGTERM', stderr: '' });
        const recording = readRecording(new Uint8Array(readFileSync(file)));
        expect(recording.end).to.deep.equal({ signal: 'SIGTERM' });
        const { name, state } = [...recording.calls()].at(-1) ?? {};
        expect(state).to.equal(waits ? 'left' : 'returned');
        if (waits) expect(name).to.equal(last);
        expect(hostcall(['replay', file])).to.deep.equal({
          status: 143,
          stdout: 'now\n',
          stderr: 'hostcall: the recorded run was ended by SIGTERM here; the recording ends there\n',
        });
      });
    });
  }

  it('has seen calls fail explains the failures', async () => {
    const words = ['trace', '-c', '--explain-failures', '--mem=/'];
    const { signal, stderr } = await interrupted('SIGTERM', 'misses', words);
    expect(signal).to.equal('SIGTERM');
    expect(stderr)
      .to.include('path_open ENOENT (No such file or directory)')
      .and.include('there is nothing of that name');
  });

  for (const command of ['run', 'trace']) {
    it(`has changed an overlay lists the changes (${command})`, async () => {
      mkdirSync(join(scratch.path, 'base'), { recursive: true });
      const { signal, stderr } = await interrupted('SIGINT', 'creates', [command, '--overlay=base::/']);
      expect(signal).to.equal('SIGINT');
      expect(stderr.split('\n').slice(-2)).to.deep.equal(['A base/made.txt', '']);
    });
  }

  it('has changed an overlay does not apply the changes', async () => {
    const base = join(scratch.path, 'base');
    const { signal, stderr } = await interrupted('SIGTERM', 'creates', ['run', '--overlay=base::/', '--apply']);
    expect(signal).to.equal('SIGTERM');
    expect(stderr).to.equal(
      'hostcall: 1 change not written to base, since the program did not end by itself:\nA base/made.txt\n',
    );
    expect(() => readFileSync(join(base, 'made.txt'))).to.throw('ENOENT');
  });

  it('is run by `hostcall run` ends the process as usual', async () => {
    expect(await interrupted('SIGTERM', 'computes', ['run'])).to.deep.equal({ signal: 'SIGTERM', stderr: '' });
  });

  it('is sent twice ends the process at once', async () => {
    // The trace cannot be written yet: opening the pipe waits for a reader.
    const pipe = join(scratch.path, 'pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return;
    const words = ['trace', '-o', pipe, programs.get('computes') as string];
    const child = spawn(process.execPath, [bin, ...words], { stdio: 'ignore' });
    await setTimeout(100);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await new Promise(resolve => child.once('close', (_, by) => resolve(by)))).to.match(/^SIG(INT|TERM)$/);
  });

  it('is blocked in the kernel ends the process after a while, and says what is lost', async () => {
    // Nothing reads from the pipe, so writing the trace blocks when the pipe is full.
    const pipe = join(scratch.path, 'unread');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return;
    const lost = 'hostcall: the program could not be interrupted; what was to be written at its end is lost\n';
    let stderr = '';
    for (let wait = 100; wait < 20_000 && stderr === ''; wait *= 3) {
      const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
      // Nothing tells when it is full: then there has to be more time.
      const filled = setTimeout(wait, true);
      const ended = await interrupted('SIGTERM', 'calls', ['trace', '-o', pipe], () => filled);
      closeSync(reader);
      expect(ended.signal).to.equal('SIGTERM');
      stderr = ended.stderr;
    }
    expect(stderr).to.equal(lost);
  });

  it('is replayed with -c prints the table of what was replayed', async () => {
    // Its recording ends in a trap that does not come: it has to be stopped.
    const file = join(scratch.path, 'forever.hcr');
    const { recording, file: bytes } = keptRecording({
      ...someHeader,
      program: programs.get('computes') as string,
      sha256: createHash('sha256')
        .update(readFileSync(programs.get('computes') as string))
        .digest('hex'),
    });
    await interrupted('SIGTERM', 'computes', ['record', '-o', file]);
    for (const call of partial(readFileSync(file)).calls()) recording.add(call);
    recording.end({ trap: 'unreachable' });
    writeFileSync(file, bytes());
    const { signal, stderr } = await interrupted('SIGINT', '', ['replay', '-c', file]);
    expect(signal).to.equal('SIGINT');
    expect(stderr)
      .to.match(/ 1 +4 fd_write\n/)
      .and.match(/ total\n$/);
  });
});

/** A recording that is being written. */
function partial(content: Buffer): Recording {
  return readRecording(new Uint8Array(content), { partial: true });
}
