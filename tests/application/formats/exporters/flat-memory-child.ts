/**
 * Exports a million calls in the format that the argument names, and prints by how many MiB the heap had grown at most, and how many bytes
 * a file would have been written. Node has to be started with --expose-gc.
 */
import { type TraceFormat, traceFormats } from '../../../../application/formats/index.js';
import { TracedGuest } from '../../tracing/traced-guest.js';

const CALLS = 1_000_000;
const CHUNK = 64 * 1024;
const MIB = 2 ** 20;

const [format] = process.argv.slice(2) as [TraceFormat];
const collect = globalThis.gc as () => void;
let pending: string[] = [];
let size = 0;
let written = 0;

function flush(): void {
  written += Buffer.byteLength(pending.join(''));
  pending = [];
  size = 0;
}

const exporter = new traceFormats[format](text => {
  pending.push(text);
  size += text.length;
  if (size >= CHUNK) flush();
});
const guest = new TracedGuest();
guest.u32(0x100, 0x200, 64);
guest.hub.hostcalls$.subscribe(call => exporter.call(call));

function makeCalls(count: number): void {
  for (let i = 0; i < count; i += 4) {
    const name = `directory/file-${guest.now}`;
    guest.text(0x300, name);
    guest.call('path_unlink_file', [3, 0x300, name.length], () => 44);
    guest.call('fd_read', [4, 0x100, 1, 0x80], () => {
      guest.u32(0x80, 64);
      return 0;
    });
    guest.call('fd_filestat_get', [4, 0x400]);
    guest.call('clock_time_get', [0, 1n, 0x80]);
  }
}

/** The memory in use, buffers included. */
function inUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

// Permanent data, such as the table of frames, is complete by then.
makeCalls(CALLS / 10);
const before = inUse();
let most = 0;
for (let part = 1; part < 10; part++) {
  makeCalls(CALLS / 10);
  most = Math.max(most, inUse() - before);
}
exporter.end({ exitCode: 0 });
flush();
console.log(JSON.stringify({ grownMiB: most / MIB, written }));
