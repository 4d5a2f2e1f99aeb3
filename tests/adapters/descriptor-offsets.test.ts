import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectErrno } from '../../application/contract/index.js';
import { Errno, Whence } from '../../domain/index.js';
import { LINUX, needing } from '../needs.js';
import { streamHosts } from './stream-hosts.js';

const { MAX_SAFE_INTEGER } = Number;

for (const { name, host } of streamHosts) {
  needing(LINUX).describe(`the offset of an open descriptor, on ${name}`, () => {
    it('can be set up to the largest exact integer, and no further', () => {
      // A file system in memory takes any offset.
      const directory = mkdtempSync('/dev/shm/hostcall-offsets-');
      const fd = openSync(join(directory, 'file'), 'w');
      try {
        const calls = host().descriptorCalls(fd);
        // The kernel's calls are loaded first where possible.
        expect(calls.direct).to.equal(name !== 'node');
        expect(calls.seek(MAX_SAFE_INTEGER - 1, Whence.SET)).to.equal(MAX_SAFE_INTEGER - 1);
        expect(calls.seek(1, Whence.CUR)).to.equal(MAX_SAFE_INTEGER);
        expect(calls.seek(0, Whence.CUR)).to.equal(MAX_SAFE_INTEGER);
        expectErrno(calls.seek(1, Whence.CUR), -Errno.EOVERFLOW);
        expect(calls.seek(-MAX_SAFE_INTEGER, Whence.CUR)).to.equal(1);
        expect(calls.seek(MAX_SAFE_INTEGER, Whence.SET)).to.equal(MAX_SAFE_INTEGER);
        expectErrno(calls.seek(MAX_SAFE_INTEGER + 1, Whence.SET), -Errno.EINVAL);
        expectErrno(calls.seek(-1, Whence.SET), -Errno.EINVAL);
        expect(calls.seek(0, Whence.CUR)).to.equal(MAX_SAFE_INTEGER);
        expect(calls.seek(0, Whence.SET)).to.equal(0);
      } finally {
        closeSync(fd);
        rmSync(directory, { recursive: true });
      }
    });

    it('is EBADF for a descriptor that is not open', () => {
      const fd = openSync('/dev/null', 'r');
      const calls = host().descriptorCalls(fd);
      closeSync(fd);
      expectErrno(calls.seek(0, Whence.CUR), -Errno.EBADF);
    });
  });
}
