import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { buildC } from '../guests/build-c.js';

const bin = fileURLToPath(new URL('../../bin/hostcall.js', import.meta.url));

/** Windows has no way to open names below a directory handle. */
const WEAKER =
  'hostcall: another process that exchanges directories can lead the program out of its own here; use --require-race-free to refuse that\n';

if (process.platform === 'win32') {
  describe('hostcall on Windows', function () {
    this.timeout(240_000);
    let base = '';
    let program = '';
    before(async () => {
      base = mkdtempSync(join(tmpdir(), 'hostcall-command-'));
      program = join(base, 'libc.wasm');
      writeFileSync(program, await buildC('libc'));
      populate(join(base, 'work'));
    });
    after(() => rmSync(base, { recursive: true }));

    /** Makes a directory with the file that the program looks for. */
    function populate(directory: string): string {
      mkdirSync(join(directory, 'fs-tests.dir'), { recursive: true });
      writeFileSync(join(directory, 'fs-tests.dir/file'), 'content');
      return directory;
    }

    function run(args: readonly string[], options: Partial<SpawnSyncOptionsWithStringEncoding> = {}) {
      const all = { encoding: 'utf8', input: '', timeout: 60_000, ...options } as const;
      return spawnSync(process.execPath, [bin, 'run', ...args], all);
    }

    function opens(directory: string, options?: Partial<SpawnSyncOptionsWithStringEncoding>) {
      const { status, stderr } = run(['--argv0', 'fopen-with-access', `--dir=${directory}::/`, program], options);
      expect({ directory, status, stderr }).to.deep.equal({ directory, status: 0, stderr: WEAKER });
    }

    it('accepts directories in the notation of Windows', () => {
      const work = join(base, 'work');
      expect(work).to.match(/^C:\\/);
      opens(work);
      opens(`${work.replaceAll('\\', '/').toLowerCase()}/`);
      opens('..\\work', { cwd: join(base, 'work') });
      opens(work.slice(2), { cwd: base });
      opens(`\\\\?\\${work}`);
    });

    it('accepts directories on another drive, and long paths', () => {
      const long = populate(join(base, 'n'.repeat(120), 'n'.repeat(120)));
      opens(long);
      const other = populate(mkdtempSync('Z:\\tmp\\hostcall-command-'));
      opens(other);
      rmSync(other, { recursive: true });
    });

    it('reports in one line which directory is not available', () => {
      const { status, stderr } = run(['--dir=C:\\no\\such::/', program]);
      expect(stderr).to.match(
        /\nhostcall: cannot open the directory "C:\\no\\such": it does not exist; create it, or name one that exists\n$/,
      );
      expect(status).to.be.above(0);
    });

    it('says once that the sandbox is weaker, and refuses to run on request', () => {
      const work = join(base, 'work');
      const twice = run(['--argv0', 'fopen-with-access', `--dir=${work}::/`, `--dir=${work}::/b`, program]);
      expect([twice.status, twice.stderr]).to.deep.equal([0, WEAKER]);
      const refused = run(['--require-race-free', `--dir=${work}::/`, program]);
      expect(refused.stderr).to.match(/here, which --require-race-free refuses; run it on Linux, or in memory with/);
      expect(refused.status).to.equal(2);
      const none = run(['--argv0', 'fopen-with-access', '--require-race-free', '--mem', '/', program]);
      expect(none.stderr).not.to.contain('another process');
    });

    it('reads stdin from a file and from a pipe, and writes stdout to a file', async () => {
      const reader = join(base, 'traps-io.wasm');
      writeFileSync(reader, await buildC('traps-io'));
      const text = 'line of input\n'.repeat(5000);
      const args = ['--argv0', 'read-to-end', reader, '1000'];
      const piped = run(args, { input: text });
      expect([piped.status, piped.stdout, piped.stderr]).to.deep.equal([0, `${text.length}`, '']);
      const input = join(base, 'input');
      const output = join(base, 'output');
      writeFileSync(input, text);
      const from = openSync(input, 'r');
      const to = openSync(output, 'w');
      const filed = spawnSync(process.execPath, [bin, 'run', ...args, 'file'], {
        stdio: [from, to, 'ignore'],
        timeout: 60_000,
      });
      closeSync(from);
      closeSync(to);
      expect([filed.status, readFileSync(output, 'utf8')]).to.deep.equal([0, `${text.length}`]);
    });
  });
}
