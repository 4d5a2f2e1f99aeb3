import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { expect } from 'chai';
import { errnoOf } from '../../../adapters/node/index.js';
import { Errno } from '../../../domain/index.js';

describe('node: errors of the host', () => {
  it('are known by number, every one that preview1 has', () => {
    for (const [name, number] of Object.entries(constants.errno)) {
      const known = (Errno as Record<string, number>)[name];
      if (known !== undefined) expect([name, errnoOf({ errno: -number })]).to.deep.equal([name, -known]);
    }
  });

  it('are known by libuv’s number and by name', () => {
    for (const [number, [name]] of getSystemErrorMap()) {
      const known = (Errno as Record<string, number>)[name];
      if (known === undefined) continue;
      expect([name, errnoOf({ errno: number })]).to.deep.equal([name, -known]);
      expect([name, errnoOf({ code: name })]).to.deep.equal([name, -known]);
    }
  });

  it('are EIO only where preview1 has no name: look-ups of hosts, streams of System V, and what libuv itself does not know', () => {
    const unknown = new Set<string>();
    for (const [number, [name]] of getSystemErrorMap())
      if (errnoOf({ errno: number }) === -Errno.EIO) unknown.add(name);
    const few = ['EIO', 'ENODATA', 'ENONET', 'EREMOTEIO', 'EUNATCH', 'UNKNOWN'];
    expect([...unknown].filter(name => !name.startsWith('EAI_')).sort()).to.deep.equal(few);
  });

  it('are known by the names of Winsock', () => {
    for (const [name, number] of Object.entries(constants.errno)) {
      if (!name.startsWith('WSAE')) continue;
      const known = (Errno as Record<string, number>)[name.slice(3)];
      if (known !== undefined) expect([name, errnoOf({ errno: -number })]).to.deep.equal([name, -known]);
    }
    expect(errnoOf({ code: 'WSAENOTSOCK' })).to.equal(-Errno.ENOTSOCK);
    expect(errnoOf({ code: 'WSASYSNOTREADY' })).to.equal(-Errno.EIO);
  });

  it('have one name here where hosts have two', () => {
    expect(errnoOf({ code: 'EWOULDBLOCK' })).to.equal(-Errno.EAGAIN);
    expect(errnoOf({ code: 'EOPNOTSUPP' })).to.equal(-Errno.ENOTSUP);
    expect(errnoOf({ code: 'ESOCKTNOSUPPORT' })).to.equal(-Errno.EPROTONOSUPPORT);
    expect(errnoOf({ code: 'WSAEPFNOSUPPORT' })).to.equal(-Errno.EAFNOSUPPORT);
    expect(errnoOf({ errno: -constants.errno.EOPNOTSUPP })).to.equal(-Errno.ENOTSUP);
    expect(errnoOf({ code: 'ERR_INVALID_ARG_VALUE' })).to.equal(-Errno.EINVAL);
  });

  it('are EPIPE for a pipe that nobody reads, which older libuvs know as the end of file on Windows', () => {
    const [number] = [...getSystemErrorMap()].find(([, [name]]) => name === 'EOF') as [number, unknown];
    expect(errnoOf({ errno: number, code: 'EOF' })).to.equal(-Errno.EPIPE);
    expect(errnoOf({ code: 'EOF' })).to.equal(-Errno.EPIPE);
  });

  it('are EIO if unknown, and for whatever is no error', () => {
    for (const thrown of [
      undefined,
      null,
      1,
      'ENOENT',
      {},
      new Error('x'),
      { code: 'EWHAT' },
      { errno: -99_999 },
      { code: 5 },
    ]) {
      expect(errnoOf(thrown)).to.equal(-Errno.EIO);
    }
    expect(errnoOf({ code: 'toString' })).to.equal(-Errno.EIO);
    expect(errnoOf({ code: '__proto__' })).to.equal(-Errno.EIO);
  });

  it('come out of what Node throws', () => {
    for (const [path, expected] of [
      ['/nothing-here', Errno.ENOENT],
      ['/', Errno.EISDIR],
      ['a\0b', Errno.EINVAL],
    ] as const) {
      let errno = 0;
      try {
        readFileSync(path);
      } catch (error) {
        errno = errnoOf(error);
      }
      expect(errno).to.equal(-expected);
    }
  });
});
