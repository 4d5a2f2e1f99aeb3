import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readWholeFile } from '../../../adapters/cli/input-file.js';
import { errorLine, hostcall, Scratch } from './command-line.js';

const WANTED = { what: 'program', inDirectory: 'name the file in it' };

describe('a file that a command reads', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  it('is read to its end, even if its size is unknown', () => {
    for (const size of [0, 1, 1 << 20, (1 << 20) + 1, 5_000_000]) {
      const content = Buffer.alloc(size, 'content of a file ');
      const path = scratch.file('some', content);
      expect(content.equals(readWholeFile(path, WANTED, 1)), String(size)).to.equal(true);
    }
    expect(Buffer.from(readWholeFile('/proc/self/cmdline', WANTED, 1)).toString()).to.contain('mocha');
  });

  it('is refused if it is too large', () => {
    const path = join(scratch.path, 'large');
    writeFileSync(path, '');
    truncateSync(path, 3 * 2 ** 30);
    const denial =
      /^large is larger than \d GiB, the most that hostcall reads of a program; check the path of the program$/;
    for (const command of ['check', 'run']) {
      const ended = hostcall([command, 'large'], { cwd: scratch.path });
      expect(errorLine(ended)).to.match(denial);
      expect(ended.status).to.equal(2);
    }
    // It has no size, and no end.
    expect(() => readWholeFile('/dev/zero', WANTED, 0.01)).to.throw(/^\/dev\/zero is larger than/);
  });
});
