import { expect } from 'chai';
import { guestSetting } from '../../../adapters/cli/guest-options.js';

const setting = (options: Parameters<typeof guestSetting>[2], hostEnv: Record<string, string> = {}) =>
  guestSetting('/some/where/prog.wasm', ['a'], options, hostEnv);

describe('guestSetting', () => {
  it('gives nothing that was not asked for', () => {
    expect(setting({}, { HOME: '/root' })).to.deep.equal({ argv0: 'prog.wasm', args: ['a'], env: {}, preopens: {} });
  });

  it('takes the name given for the program', () => {
    expect(setting({ argv0: 'cat' }).argv0).to.equal('cat');
  });

  it('preopens under the same name unless another is given', () => {
    expect(setting({ dir: ['.', 'a/b::/', 'C:\\x::/y::z'] }).preopens).to.deep.equal({
      '.': '.',
      '/': 'a/b',
      '/y::z': 'C:\\x',
    });
  });

  it('refuses a directory without a name, and two of one name', () => {
    for (const dir of ['', '::/x', 'x::'])
      expect(() => setting({ dir: [dir] }), dir).to.throw(/^--dir '.*' lacks a path; write --dir HOST/);
    expect(() => setting({ dir: ['a::/x', 'b::/x'] })).to.throw(/two directories named '\/x'; give one of them/);
  });

  it('sets variables, and passes the host’s on where there is no value', () => {
    const { env } = setting({ env: ['A=1', 'B=x=y', 'C=', 'HOME', 'MISSING', 'A=2'] }, { HOME: '/root', USER: 'u' });
    expect(env).to.deep.equal({ A: '2', B: 'x=y', C: '', HOME: '/root' });
  });

  it('refuses a variable without a name', () => {
    expect(() => setting({ env: ['=x'] })).to.throw("--env '=x' has no name; write --env NAME=VALUE");
  });

  it('knows no special names', () => {
    const { env, preopens } = setting({ env: ['__proto__=x'], dir: ['d::__proto__'] });
    expect(Object.entries(env)).to.deep.equal([['__proto__', 'x']]);
    expect(Object.entries(preopens)).to.deep.equal([['__proto__', 'd']]);
  });
});
