/**
 * Run in a mount namespace of its own, with a small file system of its own in memory: has a guest fill it, and then has it mounted read-only while it is in
 * use. Prints what the guest was answered.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';

/** A guest's results on a small file system. */
export interface MountedReport {
  /** How many bytes were acknowledged before the disk was full, and the errno then. */
  readonly full: readonly [bytes: number, errno: string];
  /** How many bytes are there. */
  readonly size: number;
  /** Whether each byte that was acknowledged is there. */
  readonly whole: boolean;
  /** What making something else gave: a directory, a file. */
  readonly others: readonly string[];
  /** A write after room was made. */
  readonly again: string;
  /** Calls after the file system was mounted read-only: two that change something, one that reads, one that looks. */
  readonly readOnly: readonly string[];
  /** Descriptors of the process at the beginning and at the end. */
  readonly descriptors: readonly [before: number, after: number];
}

const BLOCK = 4096;

async function use(directory: string, reach: string): Promise<MountedReport> {
  const fileSystem = hostFileSystems.find(({ name }) => name === reach)?.create();
  if (fileSystem === undefined) throw new Error(`there is no file system '${reach}'`);
  writeFileSync(join(directory, 'ballast'), Buffer.alloc(10 * BLOCK));
  const guest = await ProxyGuest.open(createRuntime({ ...nodePorts(), fileSystem }), { preopens: { '/': directory } });
  guest.ok('fd_close', open(guest, 'ballast', { base: READING }));
  const before = readdirSync('/proc/self/fd').length;
  const fd = open(guest, 'filled', { oflags: 1 });
  const write = () => {
    guest.bytes.fill(0x61, at.out, at.out + BLOCK);
    const errno = guest.call('fd_write', fd, ...guest.iovecs(at.iovecs, [at.out, BLOCK]), at.result);
    return [errno === 0 ? guest.view.getUint32(at.result, true) : 0, errnoName(errno)] as const;
  };
  let bytes = 0;
  let errno = 'ESUCCESS';
  for (let block = 0; errno === 'ESUCCESS' && block < 10_000; block++) {
    const [written, answer] = write();
    bytes += written;
    errno = answer;
  }
  guest.ok('fd_filestat_get', fd, at.result2);
  const size = Number(guest.view.getBigUint64(at.result2 + 32, true));
  const content = readFileSync(join(directory, 'filled'));
  const whole = content.length >= bytes && content.subarray(0, bytes).every(byte => byte === 0x61);
  const made = (name: string) => {
    const [pointer, length] = guest.text(at.path, name);
    const answer = guest.call('path_open', ROOT, 0, pointer, length, 1, 0n, 0n, 0, at.result);
    if (answer === 0) guest.ok('fd_close', guest.view.getUint32(at.result, true));
    return errnoName(answer);
  };
  const others = [errnoName(guest.call('path_create_directory', ROOT, ...guest.text(at.path, 'dir'))), made('file')];
  guest.ok('path_unlink_file', ROOT, ...guest.text(at.path, 'ballast'));
  const [, again] = write();
  guest.ok('fd_close', fd);
  const reading = open(guest, 'filled', { base: READING });
  execFileSync('mount', ['-o', 'remount,ro', directory]);
  const readOnly = [
    made('another'),
    errnoName(guest.call('path_unlink_file', ROOT, ...guest.text(at.path, 'filled'))),
    errnoName(guest.call('fd_read', reading, ...guest.iovecs(at.iovecs, [at.buffer, 8]), at.result)),
    errnoName(guest.call('path_filestat_get', ROOT, 0, ...guest.text(at.path, 'filled'), at.result2)),
  ];
  guest.ok('fd_close', reading);
  const after = readdirSync('/proc/self/fd').length;
  guest.close();
  return { full: [bytes, errno], size, whole, others, again, readOnly, descriptors: [before, after] };
}

const [, main = '', directory, reach] = process.argv;
if (main.endsWith('mounted-child.js') && directory !== undefined && reach !== undefined)
  process.stdout.write(JSON.stringify(await use(directory, reach)));
