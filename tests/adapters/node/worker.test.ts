import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LINUX, needing, scriptCommand } from '../../needs.js';
import { streamHosts } from '../stream-hosts.js';
import { makePipe } from './scratch.js';

const CHILD = join(import.meta.dirname, 'worker-child.js');
/** Long enough on any machine; what cannot be ended takes for ever. */
const PATIENCE = 200_000;

/** How a child ends whose stdin stays open, and whose stdout has no room. */
function ending(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    const hopeless = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      clearTimeout(hopeless);
      for (const stream of child.stdio) stream?.destroy();
      resolve(status ?? signal);
    });
  });
}

/** Starts a child, given the command line. */
type Start = (file: string, args: string[]) => ChildProcess;

for (const { name: host } of streamHosts) {
  needing(LINUX).describe(`${host}: a worker that waits for stdin or stdout`, function () {
    this.timeout(3 * PATIENCE);
    let base: string;
    before(() => {
      base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    });
    after(() => base === undefined || rmSync(base, { recursive: true }));

    const onSockets: Start = (file, args) => spawn(file, args, { stdio: 'pipe' });

    /** The pipe has both its ends open in this process, and stays empty or full. */
    const onPipes: Start = (file, args) => {
      const [what, how] = args.slice(-2);
      const path = join(base, `pipe-${what}-${how}`);
      makePipe(path);
      const fd = openSync(path, 'r+');
      const child = spawn(file, args, { stdio: what === 'read' ? [fd, 'ignore', 'ignore'] : ['ignore', fd, 'ignore'] });
      child.once('exit', () => closeSync(fd));
      return child;
    };

    const onTerminal: Start = (file, args) => {
      const command = [file, ...args].map(word => `'${word}'`).join(' ');
      return spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] });
    };

    for (const [name, what, start] of [
      ['a socket of a parent Node', 'read', onSockets],
      ['a socket of a parent Node', 'write', onSockets],
      ['a pipe', 'read', onPipes],
      ['a pipe', 'write', onPipes],
      ['a terminal', 'read', onTerminal],
    ] as const) {
      const { it } = start === onTerminal ? needing(scriptCommand()) : needing();
      it(`can be terminated, and ended with the process: ${what} on ${name}`, async () => {
        for (const [how, status] of [
          ['terminate', 0],
          ['exit', 7],
        ] as const) {
          expect(await ending(start(process.execPath, ['--no-warnings', CHILD, host, what, how]))).to.equal(status);
        }
      });
    }
  });
}
