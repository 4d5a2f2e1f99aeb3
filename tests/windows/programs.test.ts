import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodeHost } from '../../api/node.js';
import { assemble } from '../../application/assembly/index.js';
import { runOn } from '../guests/own-host.js';
import { clangProject, compile, link, linked } from '../programs/clang.js';
import { bundle, esbuildProject } from '../programs/esbuild.js';
import { folderWith } from '../programs/folder.js';
import type { Job } from '../programs/job.js';

// Elsewhere tests/programs does the same, in processes of their own; here each module is compiled once.
if (process.platform === 'win32') {
  describe('whole programs on Windows', function () {
    this.timeout(240_000);
    const runtime = assemble(nodeHost());
    let folder = '';
    afterEach(() => rmSync(folder, { recursive: true }));

    const run = async (
      wasm: Parameters<typeof runtime.run>[0],
      { argv: [argv0 = '', ...args], env = {}, preopens }: Job,
    ) => runOn(runtime, wasm, { argv0, args, env, preopens });

    it('esbuild bundles a TypeScript project', async () => {
      folder = folderWith(esbuildProject);
      const job = bundle(folder, '--minify');
      const { exitCode, stderr } = await run(readFileSync(job.wasm), job);
      expect(exitCode, stderr).to.equal(0);
      expect(readdirSync(join(folder, 'out')).sort()).to.deep.equal(['main.css', 'main.js']);
      expect(readFileSync(join(folder, 'out/main.css'), 'utf8')).to.match(/^:root\{--ink: ?#112233 ?\}/);
    });

    it('clang and wasm-ld compile and link a C program, which then runs', async () => {
      folder = folderWith(clangProject);
      const jobs = [compile(folder, 'main'), compile(folder, 'sum'), link(folder, 'main', 'sum')];
      const llvm = await runtime.compile(readFileSync((jobs[0] as Job).wasm));
      for (const job of jobs) {
        const { exitCode, stderr } = await run(llvm, job);
        expect(stderr).to.equal('');
        expect(exitCode).to.equal(0);
      }
      const program = linked(folder);
      const { exitCode, stdout } = await run(readFileSync(program.wasm), program);
      expect(stdout).to.equal('program: 96 13.714\n');
      expect(exitCode).to.equal(96 % 64);
      expect(readFileSync(join(folder, 'total.txt'), 'utf8')).to.equal('total=96\n');
    });
  });
}
