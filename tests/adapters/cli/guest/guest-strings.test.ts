import { expect } from 'chai';
import { guestStrings } from '../../../../adapters/cli/guest/guest-strings.js';

const strings = (options: Parameters<typeof guestStrings>[2], hostEnv: Record<string, string> = {}) =>
  guestStrings('/some/where/prog.wasm', ['a'], options, hostEnv);

describe('guestStrings', () => {
  it('passes no variables by default', () => {
    expect(strings({}, { HOME: '/root' })).to.deep.equal({ argv0: 'prog.wasm', args: ['a'], env: {} });
  });

  it('takes the name given for the program', () => {
    expect(strings({ argv0: 'cat' }).argv0).to.equal('cat');
  });

  it('sets variables, and passes the host’s on where there is no value', () => {
    const { env } = strings({ env: ['A=1', 'B=x=y', 'C=', 'HOME', 'MISSING', 'A=2'] }, { HOME: '/root', USER: 'u' });
    expect(env).to.deep.equal({ A: '2', B: 'x=y', C: '', HOME: '/root' });
  });

  it('refuses a variable without a name', () => {
    expect(() => strings({ env: ['=x'] })).to.throw("--env '=x' has no name; write --env NAME=VALUE");
  });

  it('takes __proto__ for a name like any other', () => {
    expect(Object.entries(strings({ env: ['__proto__=x'] }).env)).to.deep.equal([['__proto__', 'x']]);
  });
});
