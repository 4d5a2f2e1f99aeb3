import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { ASK } from './ask.js';
import { examplesOf, runExample } from './example.js';

describe('docs/supervising.md', () => {
  const [setup, one, pool, ...others] = examplesOf('docs/supervising.md') as [string, string, string, ...string[]];

  it('has examples that run', async () => {
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory({});
    try {
      writeFileSync(join(preopen, 'ask.wasm'), await buildWat(ASK));
      // A module that imports the package by its name has to be inside of it.
      const resolve = (name: string) => import.meta.resolve(name);
      const code = setup
        .replace("'hostcall'", `'${resolve('hostcall')}'`)
        .replace("'hostcall/node'", `'${resolve('hostcall/node')}'`);
      writeFileSync(join(preopen, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(preopen, 'setup.js'), code);
      const first = runExample(one, preopen);
      expect(first).to.include({ stderr: '', status: 0 });
      expect(first.stdout.split('\n').filter(line => line.startsWith('fd_'))).to.deep.equal([
        'fd_read 0',
        'fd_write 0',
      ]);
      expect(first.stdout).to.contain('Hello, Ada\n').and.contain("{ kind: 'exited', exitCode: 0 }");
      expect(runExample(pool, preopen)).to.deep.include({
        stdout: "[ 'exited', 'exited', 'exited' ]\n",
        stderr: '',
        status: 0,
      });
    } finally {
      dispose();
    }
  });
});
