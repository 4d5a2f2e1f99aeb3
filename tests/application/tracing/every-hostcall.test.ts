import { expect } from 'chai';
import { formatStrace } from '../../../application/formats/index.js';
import { hostcallNames } from '../../../domain/index.js';
import { cases, make } from './hostcall-cases.js';

describe('the line of every hostcall', () => {
  for (const chosen of cases) {
    it(`${chosen.abi === 'unstable' ? 'wasi_unstable: ' : ''}${chosen.line}`, () => {
      const lines: string[] = [];
      make(chosen, call => lines.push(formatStrace(call)));
      expect(lines).to.deep.equal([chosen.line]);
    });
  }

  it('is checked for all 46', () => {
    const checked = new Set(cases.map(({ name }) => name));
    expect(hostcallNames.filter(name => !checked.has(name))).to.deep.equal([]);
    expect(hostcallNames).to.have.length(46);
  });
});
