import { expect } from 'chai';
import { systemCalls } from '../../adapters/system/index.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { LINUX, needing } from '../needs.js';
import { examplesOf, runExample } from './example.js';

describe('docs/system-calls.md', () => {
  needing(LINUX).it('has an example that says why an interface cannot be used', () => {
    const [example, ...others] = examplesOf('docs/system-calls.md') as [string, ...string[]];
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory();
    try {
      const told = (name: 'koffi' | 'node:ffi') => {
        const { stdout, stderr } = runExample(example.replace("'koffi'", `'${name}'`), preopen);
        expect(stdout).to.equal('');
        return stderr;
      };
      for (const name of ['koffi', 'node:ffi'] as const) {
        const reason = systemCalls(name);
        if (typeof reason !== 'string') expect(told(name)).to.equal('');
        else expect(told(name)).to.include(`files cannot be reached through ${name}: it ${reason}`);
      }
    } finally {
      dispose();
    }
  });
});
