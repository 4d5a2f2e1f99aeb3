import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { folderWith } from './folder.js';
import { ourHosts, runJob } from './job.js';
import { pythonScript, script } from './python.js';

for (const host of ourHosts) {
  describe(`CPython on ${host}`, function () {
    // Minutes, on a machine that is busy with something else: each program is tens of megabytes to compile.
    this.timeout(240_000);
    let folder = '';
    beforeEach(() => {
      folder = folderWith({ 'in.txt': 'first\nsecond\n', 'script.py': pythonScript(0.05) });
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('runs a script that reads, writes, lists, sleeps 50 ms and exits 3', async () => {
      const { exitCode, stdout, stderr, run } = await runJob(host, script(folder), 'from stdin\n');
      expect(stderr).to.equal('done\n');
      expect(exitCode).to.equal(3);

      const { slept, ...found } = JSON.parse(stdout);
      const names = Array.from({ length: 20 }, (_, n) => `${String(n).padStart(2, '0')}.txt`);
      const listed = [...names.filter(name => name !== '03.txt' && name !== '04.txt'), 'link', 'renamed.txt'];
      expect(found).to.deep.equal({
        argv: ['one', 'two words'],
        env: { GREETING: 'grüße', PYTHONDONTWRITEBYTECODE: '1' },
        stdin: 'from stdin\n',
        lines: ['first', 'second'],
        here: 'HERE',
        link: '9',
        list: listed,
        size: 4096,
        missing: 44,
        escape: 'PermissionError',
      });
      expect(slept).to.be.within(0.05, 30);
      expect(run).to.be.greaterThan(50);

      expect(readdirSync(join(folder, 'new')).sort()).to.deep.equal(listed);
      expect(readlinkSync(join(folder, 'new/link'))).to.equal('renamed.txt');
      expect(readFileSync(join(folder, 'new/19.txt'), 'utf8')).to.equal('361\n');
      const bytes = Buffer.concat(Array.from({ length: 16 }, () => Uint8Array.from({ length: 256 }, (_, n) => n)));
      bytes.write('HERE', 10);
      expect(readFileSync(join(folder, 'out.bin')).equals(bytes)).to.equal(true);
    });

    it('prints a traceback for an exception and exits 1', async () => {
      const raising = folderWith({ 'script.py': 'import sys\nprint("before")\nraise ValueError(sys.argv[2])\n' });
      try {
        const { exitCode, stdout, stderr } = await runJob(host, script(raising));
        expect(exitCode).to.equal(1);
        expect(stdout).to.equal('before\n');
        expect(stderr)
          .to.include('File "/data/script.py", line 3')
          .and.to.match(/ValueError: two words\n$/);
      } finally {
        rmSync(raising, { recursive: true });
      }
    });
  });
}
