/**
 * A process that does to its stdio, on the primitives of its first argument, what the others say, and tells on stderr what came of it, a line each:
 * `describe`, `look`, `wait` (until there is something to read), `read`, `nowait` (read without waiting), `write`, `much`
 * (a megabyte), `patient` (0.2 s pass).
 */
import { writeSync } from 'node:fs';
import { NodeStdio } from '../../../adapters/node/index.js';
import { attemptWhenReady, moveRest } from '../../../application/hostcalls/index.js';
import { Errno, NOT_READY, type Stream } from '../../../domain/index.js';
import { streamHost } from '../stream-hosts.js';

const streams = streamHost(process.argv[2] as string);
const { stdin, stdout, stderr } = new NodeStdio(streams.host());
const waiting = streams.waiting();

/** Reads up to a hundred bytes; text, or a negative errno. */
function read(nonblocking: boolean): string | number {
  const array = new Uint8Array(100);
  const room = { array, count: 1, offsets: [0], lengths: [100], total: 100 };
  let got = nonblocking && stdin.readable() === NOT_READY ? -Errno.EAGAIN : stdin.read(room);
  if (got === -Errno.EAGAIN && !nonblocking) {
    got = attemptWhenReady(waiting, { source: stdin, event: 'read' }, () => stdin.read(room));
  }
  return got < 0 ? got : Buffer.from(array.subarray(0, got)).toString();
}

function write(array: Uint8Array): number {
  const all = { array, count: 1, offsets: [0], lengths: [array.length], total: array.length };
  return moveRest(waiting, { source: stdout, event: 'write' }, all, stdout.write(all), rest => stdout.write(rest));
}

const describe = ({ filetype, terminal }: Stream) => [filetype, terminal];

const steps: Record<string, () => unknown> = {
  describe: () => [describe(stdin), describe(stdout), describe(stderr)],
  look: () => stdin.readable(),
  wait: () => {
    for (let looks = 0; looks < 2000; looks++) {
      const readable = stdin.readable();
      if (readable !== NOT_READY) return readable;
      waiting.wait(1e9, [{ source: stdin, event: 'read' }]);
    }
    return 'gave up';
  },
  read: () => read(false),
  nowait: () => read(true),
  write: () => write(Buffer.from('written')),
  much: () => write(new Uint8Array(1_000_000).fill(0x61)),
  patient: () => {
    waiting.wait(200e6, []);
    return 'waited';
  },
};

for (const step of process.argv.slice(3)) writeSync(2, `${JSON.stringify({ [step]: steps[step]?.() })}\n`);
