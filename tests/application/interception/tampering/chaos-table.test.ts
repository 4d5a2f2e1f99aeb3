import { expect } from 'chai';
import { chaosTable } from '../../../../application/interception/index.js';
import {
  describe as describeHostcall,
  Errno,
  errnosOf,
  type HostcallName,
  paramKinds,
} from '../../../../domain/index.js';

describe('the table of chaos', () => {
  const rows = Object.entries(chaosTable) as [HostcallName, Record<string, number>][];

  for (const [name, effects] of rows) {
    it(`has only effects that are possible for ${name}`, () => {
      const { params, waits = false } = describeHostcall(name);
      for (const [effect, weight] of Object.entries(effects)) {
        expect(weight, effect).to.be.greaterThan(0);
        if (effect === 'short') expect(params.some(({ kind }) => paramKinds[kind].form === 'buffers')).to.equal(true);
        else if (effect === 'back') expect(name).to.equal('clock_time_get');
        else if (effect !== 'slow') expect(errnosOf(name), name).to.include(effect);
        if (effect === 'EAGAIN') expect(waits).not.to.equal(false);
      }
    });

    it(`has no errno for ${name} that only a mistake of the program causes`, () => {
      const mistakes = ['EBADF', 'EFAULT', 'EILSEQ', 'EINVAL', 'ENOTCAPABLE', 'ENAMETOOLONG', 'ESPIPE', 'ENOTSOCK'];
      for (const mistake of mistakes) expect(effects).to.not.have.property(mistake);
    });
  }

  it('has errnos by valid names', () => {
    for (const [, effects] of rows) {
      for (const effect of Object.keys(effects)) {
        if (!['short', 'slow', 'back'].includes(effect)) expect(Errno).to.have.property(effect);
      }
    }
  });
});
