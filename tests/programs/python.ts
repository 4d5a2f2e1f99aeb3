import type { Job } from './job.js';
import { pythonWasm } from './packages.js';

/**
 * Reads, writes, renames, lists, prints what it found as JSON, and exits 3.
 * @param sleep seconds; CPython waits for an absolute time of the monotonic clock
 */
export function pythonScript(sleep: number): string {
  return `
import json, os, sys, time

found = {'argv': sys.argv[1:], 'env': dict(os.environ), 'stdin': sys.stdin.read()}
with open('/data/in.txt') as f:
    found['lines'] = [line.strip() for line in f]
with open('/data/out.bin', 'wb') as f:
    f.write(bytes(range(256)) * 16)
    f.seek(10)
    f.write(b'HERE')
with open('/data/out.bin', 'rb') as f:
    f.seek(-4086, os.SEEK_END)
    found['here'] = f.read(4).decode()
os.mkdir('/data/new')
for n in range(20):
    with open(f'/data/new/{n:02}.txt', 'w') as f:
        print(n * n, file=f)
os.rename('/data/new/03.txt', '/data/new/renamed.txt')
os.unlink('/data/new/04.txt')
os.symlink('renamed.txt', '/data/new/link')
found['link'] = open('/data/new/link').read().strip()
found['list'] = sorted(os.listdir('/data/new'))
found['size'] = os.stat('/data/out.bin').st_size
try:
    open('/data/none')
except FileNotFoundError as e:
    found['missing'] = e.errno
try:
    open('/data/../../etc/passwd')
except OSError as e:
    found['escape'] = type(e).__name__
start = time.monotonic()
${sleep > 0 ? `time.sleep(${sleep})` : ''}
found['slept'] = time.monotonic() - start
print(json.dumps(found))
print('done', file=sys.stderr)
sys.exit(3)
`;
}

/** Runs `script.py` of `folder`. */
export function script(folder: string): Job {
  return {
    wasm: pythonWasm,
    argv: ['python', '/data/script.py', 'one', 'two words'],
    env: { GREETING: 'grüße', PYTHONDONTWRITEBYTECODE: '1' },
    preopens: { '/data': folder },
  };
}
