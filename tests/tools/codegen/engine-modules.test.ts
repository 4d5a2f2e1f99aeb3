import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { renderEngineModules } from '../../../tools/codegen/engine-modules.js';
import { repository } from '../../guests/build-cache.js';

describe('the modules in the contract of Engine', () => {
  it('are checked in as they are assembled (npm run codegen)', async () => {
    const checkedIn = readFileSync(new URL('application/contract/engine-modules.gen.ts', repository), 'utf8');
    expect(await renderEngineModules()).to.equal(checkedIn);
  });
});
