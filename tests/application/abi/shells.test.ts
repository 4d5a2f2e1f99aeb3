import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { GuestMemory } from '../../../application/abi/guest-memory.js';
import { Lifter } from '../../../application/abi/lifter.js';
import { Lowerer } from '../../../application/abi/lowerer.js';
import { createShells, createUnstableShells } from '../../../application/abi/shells.gen.js';
import { reject } from '../../../application/interception/rejection.js';
import { defaultLimits } from '../../../application/limits.js';
import { hostcallNames, notInUnstable, signatureOf } from '../../../domain/index.js';
import { renderShells } from '../../../tools/codegen/shells.js';
import { renderStructs } from '../../../tools/codegen/structs.js';

describe('The generated shells', () => {
  const memory = new GuestMemory();
  const parts = {
    memory,
    lifter: new Lifter(memory, defaultLimits),
    lowerer: new Lowerer(memory),
    meanings: {} as never,
    tap: { tracer: () => null },
    reject,
  };

  it('are what the table of hostcalls renders to', () => {
    const checkedIn = readFileSync(new URL('../../../../application/abi/shells.gen.ts', import.meta.url), 'utf8');
    expect(checkedIn, 'run `npm run codegen`').to.equal(renderShells());
  });

  it('load and store structs as the layouts render to', () => {
    const checkedIn = readFileSync(
      new URL('../../../../application/abi/struct-access.gen.ts', import.meta.url),
      'utf8',
    );
    expect(checkedIn, 'run `npm run codegen`').to.equal(renderStructs());
  });

  it('are one for each hostcall, with as many parameters as its signature has', () => {
    const shells = createShells(parts);
    expect(Object.keys(shells)).to.deep.equal(hostcallNames);
    for (const name of hostcallNames) expect(shells[name]?.length, name).to.equal(signatureOf(name).params.length);
  });

  it('of wasi_unstable lack what came later', () => {
    const names = Object.keys(createUnstableShells(parts)).sort();
    expect(names).to.deep.equal(hostcallNames.filter(name => !notInUnstable.includes(name)).sort());
  });
});
