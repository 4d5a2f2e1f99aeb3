import { expect } from 'chai';
import { describe as describeHostcall, hostcallNames } from '../../../domain/index.js';
import { uses } from './uses-of-rights.js';

describe('the rights of the table', () => {
  for (const name of hostcallNames) {
    for (const { name: param, kind, rights = [] } of describeHostcall(name).params) {
      if (kind !== 'fd') continue;
      it(`are for ${name}, ${param}, those of the specification`, () => {
        const [first, ...others] = uses.filter(use => use.call === name && use.param === param && use.inTable);
        if (first === undefined) throw new Error('no use of it is listed');
        // FD_SEEK stands in for FD_TELL; the table names what the call is for.
        const expected = first.needs.map(([right]) => right);
        expect([...rights].sort()).to.deep.equal([...expected].sort());
        for (const other of others) expect(other.needs).to.deep.equal(first.needs);
      });
    }
  }
});
