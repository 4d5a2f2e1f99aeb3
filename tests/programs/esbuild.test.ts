import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { bundle, esbuildProject } from './esbuild.js';
import { folderWith } from './folder.js';
import { ourHosts, runJob } from './job.js';

for (const host of ourHosts) {
  describe(`esbuild on ${host}`, function () {
    // Minutes, on a machine that is busy with something else: each program is tens of megabytes to compile.
    this.timeout(240_000);
    let folder = '';
    beforeEach(() => {
      folder = folderWith(esbuildProject);
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('bundles a TypeScript project whose output runs', async () => {
      const { exitCode, stderr } = await runJob(host, bundle(folder, '--sourcemap', '--minify'));
      expect(exitCode, stderr).to.equal(0);
      expect(readdirSync(join(folder, 'out')).sort()).to.deep.equal([
        'main.css',
        'main.css.map',
        'main.js',
        'main.js.map',
      ]);
      const output = execFileSync(process.execPath, [join(folder, 'out/main.js')], { encoding: 'utf8' });
      expect(output).to.equal('v1.2.3 9.00 3.14\n');
      expect(readFileSync(join(folder, 'out/main.js'), 'utf8')).not.to.include('shaken out');
      expect(readFileSync(join(folder, 'out/main.css'), 'utf8')).to.match(
        /^:root\{--ink: ?#112233 ?\}body\{color:var\(--ink\)/,
      );
      const map = JSON.parse(readFileSync(join(folder, 'out/main.js.map'), 'utf8'));
      expect(map.sources).to.include.members(['../src/report.ts', '../src/shapes/area.ts', '../src/main.ts']);
    });

    it('reports what it cannot resolve, writes nothing, and exits 1', async () => {
      rmSync(join(folder, 'src/shapes/area.ts'));
      const { exitCode, stderr } = await runJob(host, bundle(folder));
      expect(exitCode).to.equal(1);
      expect(stderr).to.include('Could not resolve "./area"').and.to.include('src/shapes/index.ts:3:21');
      expect(existsSync(join(folder, 'out'))).to.equal(false);
    });
  });
}

describe('esbuild', function () {
  this.timeout(240_000);

  it('writes the same bytes in memory as on disk', async () => {
    const folders = ourHosts.map(() => folderWith(esbuildProject));
    try {
      for (const [at, host] of ourHosts.entries()) {
        const { exitCode, stderr } = await runJob(host, bundle(folders[at] as string, '--sourcemap', '--minify'));
        expect(exitCode, stderr).to.equal(0);
      }
      const [onDisk, inMemory] = folders.map(contentOf);
      expect(onDisk?.size).to.equal(Object.keys(esbuildProject).length + 4);
      expect(inMemory).to.deep.equal(onDisk);
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true });
    }
  });
});

/** All files below a folder: path → bytes, in hexadecimal. */
function contentOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map(path => [relative(folder, path), readFileSync(path, 'hex')]));
}
