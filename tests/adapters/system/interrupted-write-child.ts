/**
 * A process whose program writes 1 MiB to a pipe while another process sends it signals that it handles. It tells when it begins; and then how often it was
 * signalled, and what each call has written.
 */
import { writeSync } from 'node:fs';
import { nodePorts, type SystemInterface } from '../../../api/node.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { Right } from '../../../domain/index.js';
import { ProxyGuest } from '../../application/abi/proxy-guest.js';

const STDOUT = 1;
const PREOPEN = 3;
/** Where things are in the guest's memory. */
const IOVEC = 1024;
const RESULT = 2048;
const BYTES = 65_536;
/** What its memory has room for beside. */
const HALF = 2 ** 19;

const [system, directory = '', target] = process.argv.slice(2);
let signals = 0;
process.on('SIGUSR2', () => signals++);
const ports = nodePorts({ system: system as SystemInterface });
const guest = await ProxyGuest.open(createRuntime(ports), { preopens: { '/': directory } });
guest.grow(HALF / 65_536);
let fd = STDOUT;
if (target === 'opened') {
  guest.ok('path_open', PREOPEN, 0, ...guest.text(IOVEC, 'fifo'), 0, BigInt(Right.FD_WRITE), 0n, 0, RESULT);
  fd = guest.view.getUint32(RESULT, true);
}
writeSync(2, 'begins\n');
const counts: number[] = [];
for (const half of [0, 1]) {
  for (let at = 0; at < HALF; at += 4) guest.view.setUint32(BYTES + at, half * HALF + at, true);
  for (let done = 0; done < HALF; ) {
    guest.ok('fd_write', fd, ...guest.iovecs(IOVEC, [BYTES + done, HALF - done]), RESULT);
    const count = guest.view.getUint32(RESULT, true);
    counts.push(count);
    done += count;
  }
}
// Handlers run when the event loop has looked for signals: between two rounds of it, at the latest.
setImmediate(() =>
  setImmediate(() => {
    writeSync(2, `${JSON.stringify({ signals, counts })}\n`);
    process.exit(0);
  }),
);
