import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clangProject, compile, link, linked } from './clang.js';
import { folderWith } from './folder.js';
import { ourHosts, runJob } from './job.js';
import { clangSysroot } from './packages.js';

for (const host of ourHosts) {
  describe(`clang and wasm-ld on ${host}`, function () {
    // Minutes, on a machine that is busy with something else: each program is tens of megabytes to compile.
    this.timeout(240_000);
    let folder = '';
    before(() => {
      clangSysroot();
    });
    beforeEach(() => {
      folder = folderWith(clangProject);
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('compile and link a C program, which then runs', async () => {
      for (const job of [compile(folder, 'main'), compile(folder, 'sum'), link(folder, 'main', 'sum')]) {
        const { exitCode, stderr } = await runJob(host, job);
        expect(stderr).to.equal('');
        expect(exitCode).to.equal(0);
      }
      const { exitCode, stdout, stderr } = await runJob(host, linked(folder));
      expect(stderr).to.equal('');
      expect(stdout).to.equal('program: 96 13.714\n');
      expect(exitCode).to.equal(96 % 64);
      expect(readFileSync(join(folder, 'total.txt'), 'utf8')).to.equal('total=96\n');
    });

    it('report an error in the source, and leave no object file', async () => {
      writeFileSync(join(folder, 'sum.c'), '#include <stdio.h>\nint f(void) { return undeclared; }\n');
      const { exitCode, stderr } = await runJob(host, compile(folder, 'sum'));
      expect(exitCode).to.equal(1);
      expect(stderr).to.include("/project/sum.c:2:22: error: use of undeclared identifier 'undeclared'");
      expect(() => readFileSync(join(folder, 'sum.o'))).to.throw('ENOENT');
    });
  });
}
