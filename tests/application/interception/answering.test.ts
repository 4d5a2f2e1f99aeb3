import { expect } from 'chai';
import {
  type Answer,
  answerCall,
  checkAnswer,
  type Interceptor,
  type Interceptors,
  numbersIn,
} from '../../../application/interception/index.js';
import { Errno, type HostcallName } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, type Fixture, open, openFixture, ROOT } from '../hostcalls/fixture.js';

describe('a call that is answered by hand', () => {
  let fixture: Fixture | undefined;
  afterEach(() => fixture?.dispose());

  /** Answers all calls of a hostcall: in place of the host, or after it. */
  async function answering(name: HostcallName, answer: Answer, when: 'before' | 'after') {
    const interceptor: Interceptor = (call, proceed) => {
      if (when === 'before') return answerCall(call, proceed, checkAnswer(call, answer, undefined));
      const result = proceed();
      return answerCall(call, () => result, checkAnswer(call, answer, result), result);
    };
    fixture = await openFixture({}, {}, { interceptors: [{ [name]: interceptor } as Interceptors] });
    return fixture.proxy;
  }

  it('fails without being executed', async () => {
    const proxy = await answering('path_unlink_file', { errno: 'EBUSY' }, 'before');
    proxy.expect('path_unlink_file', [ROOT, ...proxy.text(at.path, 'hi.txt')], {
      errno: Errno.EBUSY,
      line: 'path_unlink_file(3</>, "hi.txt") = -1 EBUSY (Device or resource busy) (INJECTED)',
    });
    expect(open(proxy, 'hi.txt')).to.equal(4);
  });

  it('fails although it was executed', async () => {
    const proxy = await answering('path_unlink_file', { errno: 10 }, 'after');
    const unlink = () => proxy.call('path_unlink_file', ROOT, ...proxy.text(at.path, 'hi.txt'));
    expect(unlink()).to.equal(Errno.EBUSY);
    expect(proxy.call('path_open', ROOT, 0, ...proxy.text(at.path, 'hi.txt'), 0, 2n, 0n, 0, at.result)).to.equal(
      Errno.ENOENT,
    );
  });

  it('succeeds although it failed, if all of its results are given', async () => {
    const proxy = await answering('path_unlink_file', { errno: 0 }, 'after');
    expect(proxy.call('path_unlink_file', ROOT, ...proxy.text(at.path, 'gone.txt'))).to.equal(0);
  });

  it('closes its descriptor nevertheless', async () => {
    const proxy = await answering('fd_close', { errno: 'EIO' }, 'before');
    const fd = open(proxy, 'hi.txt');
    expect(proxy.call('fd_close', fd)).to.equal(Errno.EIO);
    expect(open(proxy, 'hi.txt')).to.equal(fd);
  });

  it('returns other numbers among its results', async () => {
    const proxy = await answering(
      'fd_filestat_get',
      { results: { 'buf.size': '12345678901', 'buf.filetype': 3 } },
      'after',
    );
    proxy.ok('fd_filestat_get', open(proxy, 'hi.txt'), at.out);
    expect(proxy.view.getBigUint64(at.out + 32, true)).to.equal(12_345_678_901n);
    expect(proxy.view.getUint8(at.out + 16)).to.equal(3);
    expect(proxy.view.getBigUint64(at.out + 24, true)).to.equal(1n);
  });

  it('returns another time', async () => {
    const proxy = await answering('clock_time_get', { results: { time: '1700000000123456789' } }, 'before');
    proxy.ok('clock_time_get', 0, 1n, at.result);
    expect(proxy.view.getBigUint64(at.result, true)).to.equal(1_700_000_000_123_456_789n);
  });

  it('reads other bytes, as many as fit', async () => {
    const proxy = await answering('fd_read', { data: Buffer.from('other bytes') }, 'after');
    const fd = open(proxy, 'hi.txt');
    proxy.bytes.set(le([at.buffer, 4], [4, 4], [at.buffer2, 4], [3, 4]), at.iovecs);
    proxy.ok('fd_read', fd, at.iovecs, 2, at.result);
    expect(proxy.view.getUint32(at.result, true)).to.equal(7);
    expect(Buffer.from(proxy.bytes.subarray(at.buffer, at.buffer + 4)).toString()).to.equal('othe');
    expect(Buffer.from(proxy.bytes.subarray(at.buffer2, at.buffer2 + 3)).toString()).to.equal('r b');
  });

  it('returns a smaller count', async () => {
    const proxy = await answering('fd_write', { value: 2 }, 'after');
    proxy.bytes.set(le([at.buffer, 4], [4, 4]), at.iovecs);
    proxy.ok('fd_write', 1, at.iovecs, 1, at.result);
    expect(proxy.view.getUint32(at.result, true)).to.equal(2);
  });

  it('lists its further results, by the names that an answer uses for them', async () => {
    const seen: unknown[] = [];
    const look: Interceptor = (call, proceed) => {
      const result = proceed();
      seen.push(numbersIn(call));
      return result;
    };
    fixture = await openFixture({}, {}, { interceptors: [{ fd_fdstat_get: look, path_open: look } as Interceptors] });
    fixture.proxy.ok('fd_fdstat_get', 1, at.out);
    open(fixture.proxy, 'hi.txt');
    expect(seen[0]).to.include({ 'stat.filetype': '0', 'stat.flags': '0' });
    expect(seen[1]).to.deep.equal({});
  });
});
