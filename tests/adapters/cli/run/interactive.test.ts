import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { systemInterfaces } from '../../../../adapters/system/index.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { LINUX, needing, pythonTerminal, systemInterface } from '../../../needs.js';
import { pythonWasm } from '../../../programs/packages.js';
import { makePipe } from '../../node/scratch.js';
import { atTerminal } from '../at-terminal.js';
import { bin, PATIENCE, Scratch } from '../command-line.js';

const END_OF_INPUT = '\x04';
const INTERRUPT = '\x03';

for (const system of systemInterfaces) {
  needing(LINUX, systemInterface(system)).describe(`an interactive program, through ${system}`, () => {
    let scratch: Scratch;
    let wasm: string;
    const children: ChildProcess[] = [];

    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      scratch = new Scratch();
      wasm = scratch.file('interactive.wasm', await buildC('interactive'));
    });
    after(() => {
      for (const child of children) child.kill('SIGKILL');
      scratch?.remove();
    });

    const words = (name: string) => [process.execPath, bin, 'run', '--system', system, '--argv0', name, wasm];
    const shell = (script: string, name: string) => ['sh', '-c', script, ...words(name)];

    function start([file = '', ...args]: readonly string[], stdio: ('pipe' | 'ignore' | number)[]): ChildProcess {
      const child = spawn(file, args, { stdio, timeout: PATIENCE });
      children.push(child);
      return child;
    }

    async function output({ stdout }: ChildProcess): Promise<Buffer> {
      const chunks: Buffer[] = [];
      for await (const chunk of stdout as NonNullable<typeof stdout>) chunks.push(chunk);
      return Buffer.concat(chunks);
    }

    needing(pythonTerminal()).describe('at a terminal', () => {
      it('reads lines as they are typed, and ends with the input', () => {
        const { status, screen } = atTerminal(words('repl'), [
          ['> ', 'one\n'],
          ['> ', 'two\n'],
          ['> ', END_OF_INPUT],
        ]);
        expect(screen.replaceAll('\r', '')).to.equal('> one\nsaid: one\n> two\nsaid: two\n> bye\n');
        expect(status).to.equal(0);
      });

      it('ends with Ctrl-C as other programs do, and leaves the terminal as it was', () => {
        const script = 'trap : INT; stty -g; "$0" "$@"; echo "status $?"; stty -g';
        const { screen } = atTerminal(shell(script, 'repl'), [['> ', INTERRUPT]]);
        const [settings, ...lines] = screen.replaceAll('\r', '').trim().split('\n');
        expect(lines).to.deep.equal(['> ^Cstatus 130', settings]);
      });

      it('waits with a deadline, and reads what is typed meanwhile', () => {
        const { status, screen } = atTerminal(words('watch'), [
          ['nothing', 'typed\n'],
          ['typed\r\nnothing', END_OF_INPUT],
        ]);
        expect(screen.replaceAll('\r', '')).to.match(
          /^nothing\ntyped\nsomething\ntyped\nnothing\n(\^D)?.*something\nend\n$/s,
        );
        expect(status).to.equal(0);
      });

      it('returns EAGAIN to a program that does not want to wait', () => {
        const { screen } = atTerminal(words('impatient'), [['EAGAIN', 'typed\n']]);
        expect(screen.replaceAll('\r', '')).to.equal('-1 EAGAIN\ntyped\n6\n');
      });

      it('leaves what it has not read to the next program', () => {
        const script = '"$0" "$@"; read line; echo "next: $line"';
        const { screen } = atTerminal(shell(script, 'impatient'), [
          ['EAGAIN', 'first\n'],
          ['6\r\n', 'more\n'],
        ]);
        expect(screen).to.include('next: more');
      });

      it('is Python, which asks by input()', async function () {
        this.timeout(BUILD_TIMEOUT);
        const asking = "name = input('Who? '); print('Hello,', name); print(input('And? '))";
        const { status, screen } = atTerminal(
          [process.execPath, bin, 'run', '--system', system, pythonWasm, '-c', asking],
          [
            ['Who? ', 'Ada\n'],
            ['And? ', 'Grace\n'],
          ],
        );
        expect(screen.replaceAll('\r', '')).to.include('Who? Ada\nHello, Ada\nAnd? Grace\nGrace\n');
        expect(status).to.equal(0);
      });
    });

    for (const [kind, connected] of [
      ['pipes', () => openPipes()],
      ['sockets of a parent Node', () => undefined],
    ] as const) {
      it(`gives back ten thousand small messages through ${kind}`, async () => {
        const pipes = connected();
        const child = start(words('echo'), pipes === undefined ? ['pipe', 'pipe', 'pipe'] : pipes.stdio);
        pipes?.handOver();
        const message = randomBytes(64);
        if (pipes !== undefined) {
          // One thread here and one there: each waits for the other.
          const got = Buffer.alloc(64);
          for (let i = 0; i < 10_000; i++) {
            const part = message.subarray(0, 1 + (i % 64));
            writeSync(pipes.input, part);
            for (let have = 0; have < part.length; )
              have += readSync(pipes.output, got, have, part.length - have, null);
            if (!got.subarray(0, part.length).equals(part)) throw new Error(`message ${i} came back as something else`);
          }
          closeSync(pipes.input);
          expect(readSync(pipes.output, got)).to.equal(0);
          closeSync(pipes.output);
        } else {
          let got = Buffer.alloc(0);
          let expected = 0;
          let wake = () => {};
          child.stdout?.on('data', chunk => {
            got = Buffer.concat([got, chunk]);
            if (got.length >= expected) wake();
          });
          for (let i = 0; i < 10_000; i++) {
            const part = message.subarray(0, 1 + (i % 64));
            got = Buffer.alloc(0);
            expected = part.length;
            const back = new Promise<void>(resolve => {
              wake = resolve;
            });
            child.stdin?.write(part);
            await back;
            if (!got.equals(part)) throw new Error(`message ${i} came back as something else`);
          }
          child.stdin?.end();
        }
        const [status] = child.exitCode === null ? await once(child, 'close') : [child.exitCode];
        expect(status).to.equal(0);
      });
    }

    function openPipes(): {
      readonly stdio: ['pipe' | number, number, 'pipe'];
      readonly input: number;
      readonly output: number;
      handOver(): void;
    } {
      const [inPath, outPath] = [join(scratch.path, 'in'), join(scratch.path, 'out')];
      for (const path of [inPath, outPath]) makePipe(path);
      // A FIFO that is opened for reading and writing needs no other end.
      const [inBoth, outBoth] = [openSync(inPath, 'r+'), openSync(outPath, 'r+')];
      const stdio = [openSync(inPath, 'r'), openSync(outPath, 'w'), 'pipe'] as [number, number, 'pipe'];
      const [input, output] = [openSync(inPath, 'w'), openSync(outPath, 'r')];
      return {
        stdio,
        input,
        output,
        handOver: () => {
          for (const fd of [inBoth, outBoth, stdio[0], stdio[1]]) closeSync(fd);
        },
      };
    }

    it('waits for a slow reader, without spinning', async () => {
      const child = start(shell('"$0" "$@" | (sleep 2; wc -c)', 'much'), ['ignore', 'pipe', 'pipe']);
      const told = output(child);
      await pause(1500);
      const seconds = cpuSeconds(child.pid as number);
      expect(Number(String(await told))).to.equal(4 << 20);
      // It takes some time to start. Who spins uses all of it.
      expect(seconds).to.be.below(1);
    });

    it('waits for input that never arrives, without spinning', async () => {
      const child = start(words('echo'), ['pipe', 'pipe', 'pipe']);
      child.stdin?.write('x');
      await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
      const before = cpuSeconds(child.pid as number);
      await pause(1000);
      expect(cpuSeconds(child.pid as number) - before).to.be.below(0.5);
      child.stdin?.end();
      expect(await once(child, 'close')).to.deep.equal([0, null]);
    });

    it('ends when stdin is closed while it waits', async () => {
      const child = start(words('repl'), ['pipe', 'pipe', 'pipe']);
      await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
      child.stdin?.end('last');
      expect(String(await output(child))).to.equal('said: last> bye\n');
    });

    for (const [what, script, told] of [
      ['is closed', '"$0" "$@" <&-', '> bye\n'],
      ['is /dev/null', '"$0" "$@" </dev/null', '> bye\n'],
      ['is a file', 'echo line > "$FILE"; "$0" "$@" <"$FILE"', '> said: line\n> bye\n'],
    ] as const) {
      it(`has stdin that ${what}`, () => {
        const [file = '', ...args] = shell(script, 'repl');
        const env = { ...process.env, FILE: join(scratch.path, 'file') };
        const { stdout, status, stderr } = spawnSync(file, args, { encoding: 'utf8', env, timeout: PATIENCE });
        expect({ stdout, status, stderr }).to.deep.equal({ stdout: told, status: 0, stderr: '' });
      });
    }

    it('has stdout that is closed', () => {
      const [file = '', ...args] = shell('"$0" "$@" </dev/null >&-', 'repl');
      expect(spawnSync(file, args, { encoding: 'utf8', timeout: PATIENCE }).stderr).to.equal('');
    });

    it('waits on pipes that somebody has made non-blocking', async () => {
      const script = `import os, sys
for fd in (0, 1): os.set_blocking(fd, False)
os.execv(sys.argv[1], sys.argv[1:])`;
      const child = start(
        [
          'sh',
          '-c',
          '(sleep 0.5; echo late) | "$@" | (sleep 0.5; cat)',
          'sh',
          'python3',
          '-c',
          script,
          ...words('echo'),
        ],
        ['ignore', 'pipe', 'pipe'],
      );
      let stderr = '';
      child.stderr?.on('data', chunk => {
        stderr += chunk;
      });
      expect(String(await output(child))).to.equal('late\n');
      expect(stderr).to.equal('');
    });
  });
}

/** Seconds of processor that a process and its children have used, those that run too. */
function cpuSeconds(pid: number): number {
  const own = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
  // utime and stime, in hundredths.
  const used = (Number(own[11]) + Number(own[12])) / 100;
  return used + children.reduce((sum, child) => sum + cpuSeconds(Number(child)), 0);
}
