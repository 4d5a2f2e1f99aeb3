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

  for (const [name, troubles] of rows) {
    it(`has nothing for ${name} that it cannot meet`, () => {
      const { params, waits = false } = describeHostcall(name);
      for (const [trouble, weight] of Object.entries(troubles)) {
        expect(weight, trouble).to.be.greaterThan(0);
        if (trouble === 'short') expect(params.some(({ kind }) => paramKinds[kind].form === 'buffers')).to.equal(true);
        else if (trouble === 'back') expect(name).to.equal('clock_time_get');
        else if (trouble !== 'slow') expect(errnosOf(name), name).to.include(trouble);
        if (trouble === 'EAGAIN') expect(waits).to.equal(true);
      }
    });

    it(`has nothing for ${name} that only a program's mistake leads to`, () => {
      const mistakes = ['EBADF', 'EFAULT', 'EILSEQ', 'EINVAL', 'ENOTCAPABLE', 'ENAMETOOLONG', 'ESPIPE', 'ENOTSOCK'];
      for (const mistake of mistakes) expect(troubles).to.not.have.property(mistake);
    });
  }

  it('has errnos by the names they have', () => {
    for (const [, troubles] of rows) {
      for (const trouble of Object.keys(troubles)) {
        if (!['short', 'slow', 'back'].includes(trouble)) expect(Errno).to.have.property(trouble);
      }
    }
  });
});
