import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { StandardEngine } from '../../adapters/web/index.js';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { ASK } from './ask.js';
import { examplesOf, runExample } from './example.js';

describe('docs/waiting.md', () => {
  const [one, two, ...others] = examplesOf('docs/waiting.md') as [string, string, ...string[]];

  it('has examples that run, or say that this host cannot suspend a program', async () => {
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory({});
    try {
      writeFileSync(join(preopen, 'ask.wasm'), await buildWat(ASK));
      const ran = [runExample(one, preopen), runExample(two, preopen)];
      if (new StandardEngine().suspending === undefined) {
        for (const { stderr, status } of ran) {
          expect(stderr).to.contain("this host cannot suspend a program, as waiting: 'suspend' asks");
          expect(status).to.equal(1);
        }
        return;
      }
      expect(ran[0]).to.deep.include({ stdout: 'Hello, Ada\n', stderr: '', status: 0 });
      expect(ran[1]).to.deep.include({
        stdout: 'Hello, Hello, Grace\n[ { exitCode: 0 }, { exitCode: 0 } ]\n',
        stderr: '',
        status: 0,
      });
    } finally {
      dispose();
    }
  });
});
