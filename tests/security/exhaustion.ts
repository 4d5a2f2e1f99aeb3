import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';

/** The results of a process with few descriptors. */
export interface ExhaustionReport {
  /** How many files the guest could open. */
  opened: number;
  /** What it was answered afterwards. */
  refusals: string[];
  /** What calls gave while there were no descriptors left. */
  meanwhile: Record<'read' | 'stat' | 'close', string>;
  /** How many files could be opened after all had been closed. */
  again: number;
  /** What another guest was answered then. */
  other: string;
}

/** Run in a process of its own, whose descriptors are limited. @param scratch a directory to work in. @param reach how the host's files are reached */
async function exhaust(scratch: string, reach: string): Promise<ExhaustionReport> {
  mkdirSync(join(scratch, 'dir/deep/er'), { recursive: true });
  writeFileSync(join(scratch, 'file'), 'content');
  writeFileSync(join(scratch, 'dir/deep/er/file'), 'content');
  const fileSystem = hostFileSystems.find(({ name }) => name === reach)?.create();
  if (fileSystem === undefined) throw new Error(`there is no file system '${reach}'`);
  const runtime = createRuntime({ ...nodePorts(), fileSystem });
  const guest = await ProxyGuest.open(runtime, { preopens: { '/': scratch } });
  const other = await ProxyGuest.open(runtime, { preopens: { '/': scratch } });
  const first = open(guest, 'file', { base: READING });
  const take = (path: string) =>
    guest.call('path_open', ROOT, 0, ...guest.text(at.path, path), 0, READING, 0n, 0, at.result);
  const takeAll = () => {
    let taken = 0;
    while (take('file') === 0) taken++;
    return taken;
  };
  const giveAll = () => {
    for (const [fd] of [...guest.descriptors]) if (fd > first) guest.ok('fd_close', fd);
  };

  const opened = takeAll();
  const refusals = ['file', 'dir', 'dir/deep/er/file', 'file', 'dir/deep/../deep/er'].map(path =>
    errnoName(take(path)),
  );
  const meanwhile = {
    read: errnoName(guest.call('fd_read', first, ...guest.iovecs(at.iovecs, [at.buffer, 8]), at.result)),
    stat: errnoName(guest.call('path_filestat_get', ROOT, 1, ...guest.text(at.path, 'file'), at.result)),
    close: errnoName(guest.call('fd_close', first + 1)),
  };
  giveAll();
  const again = takeAll();
  giveAll();
  const fd = open(other, 'dir/deep/er/file', { base: READING });
  return { opened, refusals, meanwhile, again, other: errnoName(other.call('fd_close', fd)) };
}

const [, main = '', scratch, reach] = process.argv;
if (main.endsWith('exhaustion.js') && scratch !== undefined && reach !== undefined) {
  process.stdout.write(JSON.stringify(await exhaust(scratch, reach)));
}
