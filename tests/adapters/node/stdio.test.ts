import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { streamFromHost } from '../../../adapters/node/index.js';
import { blankFilestat, room, vectors } from '../../../application/contract/index.js';
import { moveRest } from '../../../application/hostcalls/index.js';
import { Errno, Filetype, NOT_READY } from '../../../domain/index.js';
import { LINUX, needing, scriptCommand } from '../../needs.js';
import { streamHosts } from '../stream-hosts.js';
import { makePipe } from './scratch.js';

const CHILD = join(import.meta.dirname, 'stdio-child.js');

type Rest<All extends readonly unknown[]> = All extends readonly [unknown, ...infer Others] ? Others : never;

/** What a child told, step by step. */
type Told = Record<string, unknown>[];

/**
 * Runs steps in a child.
 * @param name of the primitives
 * @param start starts it, given the child's own command line
 * @param react called after each step with what it told
 */
function runOn(
  name: string,
  steps: string[],
  start: (file: string, args: string[]) => ChildProcess,
  react: (step: string, child: ChildProcess) => void = () => {},
): Promise<{ told: Told; output: Buffer; status: number | null }> {
  return new Promise((resolve, reject) => {
    const child = start(process.execPath, [CHILD, name, ...steps]);
    const told: Told = [];
    const output: Buffer[] = [];
    let rest = '';
    const hear = (chunk: Buffer) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const json = /\{.*\}/.exec(line)?.[0];
        if (json === undefined) continue;
        told.push(JSON.parse(json));
        react(Object.keys(told.at(-1) as object)[0] as string, child);
      }
    };
    child.stdout?.on('data', chunk => output.push(chunk));
    (child.stderr ?? child.stdout)?.on('data', hear);
    child.on('error', reject);
    child.on('close', status => resolve({ told, output: Buffer.concat(output), status }));
  });
}

/** A conversation with an input that comes bit by bit. */
const CONVERSATION = ['look', 'wait', 'read', 'nowait', 'read', 'look', 'wait', 'read', 'read'];

function converse(): (step: string, child: ChildProcess) => void {
  const answers = ['hello\n', undefined, undefined, 'more\n', undefined, ''];
  return (_, child) => {
    const answer = answers.shift();
    // The step after `nowait` is to wait for real.
    if (answer === '') child.stdin?.end();
    else if (answer !== undefined) setTimeout(() => child.stdin?.write(answer), 100);
  };
}

const CONVERSED = [
  { look: NOT_READY },
  { wait: 6 },
  { read: 'hello\n' },
  { nowait: -Errno.EAGAIN },
  { read: 'more\n' },
  { look: NOT_READY },
  { wait: 0 },
  { read: '' },
  { read: '' },
];

for (const { name } of streamHosts) {
  describe(`${name}: stdio`, () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    after(() => rmSync(base, { recursive: true }));

    const run = (...[steps, ...others]: Rest<Parameters<typeof runOn>>) => runOn(name, steps, ...others);

    /** Starts the child itself. */
    const direct = (stdio: StdioOptions) => (file: string, args: string[]) => spawn(file, args, { stdio });
    /** Starts the child in a shell's pipe. */
    const piped = (before: string, after: string) => (file: string, args: string[]) =>
      spawn('sh', ['-c', `${before} "$0" "$@" ${after}`, file, ...args], { stdio: 'pipe' });

    let talk = converse();
    beforeEach(() => {
      talk = converse();
    });

    it('from a parent Node: is looked into without waiting, and lets the process end', async () => {
      const { told, status } = await run(['describe', ...CONVERSATION], direct('pipe'), (step, child) => {
        if (step !== 'describe') talk(step, child);
      });
      const stream = [Filetype.UNKNOWN, false];
      expect(told).to.deep.equal([{ describe: [stream, stream, stream] }, ...CONVERSED]);
      expect(status).to.equal(0);
    });
    it('from a shell’s pipe: is looked into without waiting', async () => {
      const { told, status } = await run(['describe', ...CONVERSATION], piped('cat |', ''), (step, child) => {
        if (step !== 'describe') talk(step, child);
      });
      const stream = [Filetype.UNKNOWN, false];
      expect(told).to.deep.equal([{ describe: [stream, stream, stream] }, ...CONVERSED]);
      expect(status).to.equal(0);
    });

    it('is not read before somebody asks', async () => {
      const { told, output } = await run(['describe', 'write'], piped('echo kept | (', '; cat)'));
      expect(told.at(-1)).to.deep.equal({ write: 7 });
      expect(output.toString()).to.equal('writtenkept\n');
    });

    needing(scriptCommand()).it('on a terminal: is one, and is looked into without waiting', async () => {
      let reads = 0;
      const { told, status } = await run(
        ['describe', ...CONVERSATION.slice(0, 5)],
        (file, args) =>
          spawn('script', ['-qec', [file, ...args].join(' '), '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] }),
        (step, child) => {
          if (step !== 'describe') talk(step, child);
          if (step === 'read' && ++reads === 2) child.stdin?.end();
        },
      );
      const terminal = [Filetype.CHARACTER_DEVICE, true];
      expect(told).to.deep.equal([{ describe: [terminal, terminal, terminal] }, ...CONVERSED.slice(0, 5)]);
      expect(status).to.equal(0);
    });

    it('from and to files: is a regular file, always ready', async () => {
      const path = join(base, 'in');
      writeFileSync(path, 'text');
      const [input, output] = [openSync(path, 'r'), openSync(join(base, 'out'), 'w')];
      const { told, status } = await run(
        ['describe', 'look', 'nowait', 'look', 'read', 'write'],
        direct([input, output, 'pipe']),
      );
      closeSync(input);
      closeSync(output);
      const file = [Filetype.REGULAR_FILE, false];
      expect(told).to.deep.equal([
        { describe: [file, file, [Filetype.UNKNOWN, false]] },
        { look: 4 },
        { nowait: 'text' },
        { look: 0 },
        { read: '' },
        { write: 7 },
      ]);
      expect(status).to.equal(0);
      expect(readFileSync(join(base, 'out'), 'utf8')).to.equal('written');
    });

    it('from nowhere: is at its end, and a device that is no terminal', async () => {
      const { told } = await run(['describe', 'look', 'read', 'nowait'], direct(['ignore', 'ignore', 'pipe']));
      const device = [Filetype.CHARACTER_DEVICE, false];
      expect(told).to.deep.equal([
        { describe: [device, device, [Filetype.UNKNOWN, false]] },
        { look: 0 },
        { read: '' },
        { nowait: '' },
      ]);
    });

    needing(LINUX).it('from a directory: says so', async () => {
      const directory = openSync(base, 'r');
      const { told } = await run(['look', 'read'], direct([directory, 'pipe', 'pipe']));
      closeSync(directory);
      expect(told).to.deep.equal([{ look: 0 }, { read: -Errno.EISDIR }]);
    });

    it('writes much, to who reads slowly', async () => {
      const whole = await run(['much', 'write'], direct('pipe'));
      expect(whole.told).to.deep.equal([{ much: 1_000_000 }, { write: 7 }]);
      expect(whole.output.length).to.equal(1_000_007);
      const slow = await run(['much', 'write'], piped('', '| (sleep 0.3; wc -c)'));
      expect(slow.told).to.deep.equal([{ much: 1_000_000 }, { write: 7 }]);
      expect(slow.output.toString().trim()).to.equal('1000007');
    });

    it('is EPIPE when the reader has gone, and does not end the process', async () => {
      const { told } = await run(['patient', 'write', 'write', 'describe'], piped('', '| true'));
      expect(told.slice(0, 3)).to.deep.equal([{ patient: 'waited' }, { write: -Errno.EPIPE }, { write: -Errno.EPIPE }]);
      expect(told).to.have.lengthOf(4);
    });
  });
}

for (const { name, host, waiting } of streamHosts) {
  needing(LINUX).describe(`${name}: a stream on a descriptor of the host’s`, () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    after(() => rmSync(base, { recursive: true }));

    it('waits for a writer that somebody has made non-blocking', done => {
      const path = join(base, 'slow');
      makePipe(path);
      const reader = spawn('sh', ['-c', `exec < ${path}; sleep 0.3; wc -c`], { stdio: ['ignore', 'pipe', 'inherit'] });
      const fd = openSync(path, constants.O_WRONLY);
      const nonblocking = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
      const stream = streamFromHost(nonblocking, 'write', host());
      const [much, more] = [new Uint8Array(700_000), new Uint8Array(300_000)];
      const all = vectors(much, more, 'x');
      const room = { source: stream, event: 'write' } as const;
      expect(moveRest(waiting(), room, all, stream.write(all), rest => stream.write(rest))).to.equal(1_000_001);
      stream.close();
      closeSync(fd);
      closeSync(nonblocking);
      reader.stdout?.on('data', chunk => {
        expect(Number(chunk)).to.equal(1_000_001);
        done();
      });
    });

    it('is EAGAIN for who may not wait, when the pipe is full', () => {
      const path = join(base, 'full');
      makePipe(path);
      const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const writer = openSync(path, constants.O_WRONLY);
      const stream = streamFromHost(writer, 'write', host());
      const big = vectors(new Uint8Array(1_000_000));
      expect(stream.write(big)).to.be.within(4096, 999_999);
      for (let i = 0; i < 300 && stream.write(vectors(new Uint8Array(4096))) > 0; i++);
      expect(stream.write(vectors('x'))).to.equal(-Errno.EAGAIN);
      stream.close();
      closeSync(writer);
      closeSync(reader);
    });

    it('goes both ways if told so, and leaves the descriptor open', () => {
      const path = join(base, 'both');
      writeFileSync(path, 'abc');
      const fd = openSync(path, 'r+');
      const stream = streamFromHost(fd, 'both', host());
      expect(stream.read(room(2))).to.equal(2);
      expect(stream.write(vectors('X'))).to.equal(1);
      expect(stream.sync()).to.equal(0);
      const stat = blankFilestat();
      expect(stream.stat(stat)).to.equal(0);
      expect(stat).to.include({ size: 3n, filetype: Filetype.REGULAR_FILE });
      stream.close();
      expect(readFileSync(path, 'utf8')).to.equal('abX');
      closeSync(fd);
    });

    it('that is not open is EBADF', () => {
      const stream = streamFromHost(987_654, 'both', host());
      expect(stream.filetype).to.equal(Filetype.UNKNOWN);
      expect(stream.terminal).to.equal(false);
      expect(stream.read(room(1))).to.equal(-Errno.EBADF);
      expect(stream.write(vectors('x'))).to.equal(-Errno.EBADF);
      expect(stream.stat(blankFilestat())).to.equal(-Errno.EBADF);
    });
  });
}
