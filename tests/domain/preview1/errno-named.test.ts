import { expect } from 'chai';
import { Errno, errnoNamed, errnos, nearestErrnos } from '../../../domain/index.js';

describe('the errno of a name', () => {
  for (const text of ['ENOSPC', 'NOSPC', 'nospc', 'enospc', 'ERRNO_NOSPC', '__WASI_ERRNO_NOSPC', '51']) {
    it(`is ENOSPC for ${text}`, () => {
      expect(errnoNamed(text)).to.equal(Errno.ENOSPC);
    });
  }

  it('is found for every name of the table, with and without its E, and never success', () => {
    for (const [value, { name }] of errnos.entries()) {
      expect(errnoNamed(name), name).to.equal(value === 0 ? undefined : value);
      expect(errnoNamed(name.slice(1)), name).to.equal(value === 0 ? undefined : value);
    }
  });

  for (const text of ['', 'E', 'ENOSPCE', '0', '77', '-1', '1.5', 'constructor', 'toString', '__proto__', ' ENOSPC']) {
    it(`is undefined for '${text}'`, () => {
      expect(errnoNamed(text)).to.equal(undefined);
    });
  }

  it('is suggested for a misspelt one', () => {
    expect(nearestErrnos('ENOSPCE')[0]).to.equal('ENOSPC');
    expect(nearestErrnos('nospace')).to.include('ENOSPC');
    expect(nearestErrnos('agian')[0]).to.equal('EAGAIN');
    expect(nearestErrnos('xylophone')).to.deep.equal([]);
  });
});
