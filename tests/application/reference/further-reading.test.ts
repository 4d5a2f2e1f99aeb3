import { expect } from 'chai';
import { manualPageOf, specificationOf } from '../../../application/reference/index.js';
import { everyHostcall } from '../../../domain/index.js';

describe('further reading', () => {
  it('is the section of the interface description, or the description of an addition to it', () => {
    expect(specificationOf('fd_read').href).to.match(/wasi-0\.1\/preview1\/docs\.md#fd_read$/);
    expect(specificationOf('sock_open').href).to.include('WasmEdge');
    expect(specificationOf('thread-spawn').href).to.include('wasi-threads');
  });

  it('is the manual page of the POSIX function', () => {
    expect(manualPageOf('fd_read')).to.deep.equal({
      text: 'readv(2)',
      href: 'https://man7.org/linux/man-pages/man2/readv.2.html',
    });
    expect(manualPageOf('random_get')?.text).to.equal('getentropy(3)');
    expect(manualPageOf('fd_fdstat_set_flags')?.text).to.equal('fcntl(2)');
    expect(manualPageOf('environ_get')?.text).to.equal('environ(7)');
    expect(manualPageOf('args_get')).to.equal(undefined);
    for (const name of everyHostcall)
      expect(manualPageOf(name)?.href ?? 'none', name).to.match(/^none$|\/man\d\/\w+\.\d\.html$/);
  });
});
