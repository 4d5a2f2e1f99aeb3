import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect } from 'chai';
import { Errno, type ErrnoName, errnoName, errnos, errnoText } from '../../../domain/index.js';

describe('the errnos', () => {
  it('are 77, in the order of their values, and the record agrees with the list', () => {
    expect(errnos).lengthOf(77);
    expect(Object.entries(Errno)).eql(errnos.map(({ name }, value) => [name, value]));
  });

  it('have the values that another host gives them', () => {
    const theirs = Object.entries(wasi).filter(([name]) => name.startsWith('ERRNO_'));
    expect(theirs).lengthOf(77);
    for (const [name, value] of theirs) {
      expect(Errno[name.replace('ERRNO_', 'E') as ErrnoName], name).equal(value);
    }
  });

  it('have the values programs are compiled with', () => {
    expect(Errno).include({ ESUCCESS: 0, EBADF: 8, EINVAL: 28, ENOENT: 44, ENOSYS: 52, ENOTSUP: 58, ENOTCAPABLE: 76 });
  });

  it('have a text each, and no two the same', () => {
    expect(new Set(errnos.map(({ text }) => text)).size).equal(77);
    for (const { text } of errnos) expect(text).match(/^[A-Z].*[^.]$/);
  });

  it('are named and explained, also where they do not exist', () => {
    expect(errnoName(0)).equal('ESUCCESS');
    expect(errnoName(44)).equal('ENOENT');
    expect(errnoName(76)).equal('ENOTCAPABLE');
    expect(errnoName(77)).equal('E77');
    expect(errnoText(44)).equal('No such file or directory');
    expect(errnoText(77)).equal('Unknown error');
    expect(errnoText(-1)).equal('Unknown error');
  });
});
