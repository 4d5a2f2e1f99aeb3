import { expect } from 'chai';
import { dispositionOf, enumerations } from '../../../domain/index.js';

describe('dispositionOf', () => {
  it('says of every signal what the interface description says', () => {
    const ignored = ['NONE', 'PIPE', 'CHLD', 'CONT', 'URG', 'WINCH'];
    const stopping = ['STOP', 'TSTP', 'TTIN', 'TTOU'];
    for (const name of enumerations.signal) {
      const expected = ignored.includes(name) ? 'ignore' : stopping.includes(name) ? 'stop' : 'terminate';
      expect(dispositionOf(name), name).equal(expected);
    }
  });
});
