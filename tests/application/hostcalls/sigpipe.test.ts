import { expect } from 'chai';
import { captureOutput } from '../../../adapters/memory/index.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import { Errno, type Stream } from '../../../domain/index.js';
import { alteredStream } from '../../guests/altered-stream.js';
import { at, type Fixture, openFixture } from './fixture.js';

/** A pipe whose reader goes away after some writes. */
function broken(after = 0): Stream {
  let left = after;
  const stream = captureOutput();
  return alteredStream(stream, {
    write: from => (left-- > 0 ? stream.write(from) : -Errno.EPIPE),
  });
}

describe('A write to a pipe whose reader has closed', () => {
  let fixture: Fixture;
  afterEach(() => fixture.dispose());

  const opened = async (options: ProgramOptions) => {
    fixture = await openFixture(options);
    const { proxy } = fixture;
    const iovecs = proxy.iovecs(at.iovecs, [at.buffer, 2]);
    return { proxy, write: (fd: number) => proxy.call('fd_write', fd, ...iovecs, at.result) };
  };

  for (const sigpipe of [undefined, 'ignore'] as const)
    it(`returns EPIPE with sigpipe: ${sigpipe}, and the guest continues`, async () => {
      const { write } = await opened({ stdout: broken(), sigpipe });
      expect(write(1)).to.equal(Errno.EPIPE);
      expect(write(2)).to.equal(0);
    });

  it("ends the guest with sigpipe: 'terminate', with the status that shells report for SIGPIPE", async () => {
    const { write, proxy } = await opened({ stdout: broken(1), sigpipe: 'terminate' });
    expect(write(1)).to.equal(0);
    expect(() => write(1))
      .to.throw()
      .with.property('exitCode', 141);
    expect(proxy.lines.at(-1)).to.match(/^fd_write\(1<stdout>, .*\) = \?$/);
  });

  it('leaves every other error to the guest', async () => {
    const full = alteredStream(captureOutput(), { write: () => -Errno.ENOSPC });
    const { write } = await opened({ stdout: full, sigpipe: 'terminate' });
    expect(write(1)).to.equal(Errno.ENOSPC);
    expect(write(0)).to.equal(Errno.EBADF);
  });
});
