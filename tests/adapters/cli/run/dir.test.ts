import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno } from '../../../../domain/index.js';
import { needing, POSIX } from '../../../needs.js';
import { bin, errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;
  let preopensProgram: string;

  before(async () => {
    scratch = new Scratch();
    preopensProgram = await scratch.module('preopens.wasm', programs.PREOPENS);
  });
  after(() => scratch.remove());

  describe('--dir', () => {
    it('gives the program a directory under its own name or another', () => {
      mkdirSync(join(scratch.path, 'd'), { recursive: true });
      const seen = (...options: string[]) =>
        hostcall(['run', ...options, preopensProgram], { cwd: scratch.path })
          .stdout.split('\n')
          .slice(0, -1);
      expect(seen()).to.deep.equal([]);
      expect(seen('--dir', '.', '--dir', 'd::/data', '--dir=d')).to.deep.equal(['.', '/data', 'd']);
    });

    it('lets the program open what is in it', async () => {
      const opening = await scratch.module('opening.wasm', programs.OPENING);
      const directory = join(scratch.path, 'files');
      mkdirSync(directory);
      expect(hostcall(['run', '--dir', directory, opening]).status).to.equal(Errno.ENOENT);
      writeFileSync(join(directory, 'in.txt'), 'text');
      expect(hostcall(['run', '--dir', `${directory}::/`, opening]).status).to.equal(0);
      expect(hostcall(['run', opening]).status).to.equal(Errno.EBADF);
    });

    it('refuses a path that is not a directory', () => {
      const missing = hostcall(['run', '--dir', 'missing::/x', preopensProgram], { cwd: scratch.path });
      expect(missing.status).to.equal(2);
      expect(errorLine(missing)).to.match(
        /^cannot open the directory "missing": it does not exist; create it, or name one that exists$/,
      );
      const file = hostcall(['run', '--dir', preopensProgram, preopensProgram]);
      expect(file.status).to.equal(2);
      expect(errorLine(file)).to.match(/it is not a directory; name a directory$/);
    });

    it('refuses two directories of one name', () => {
      const ended = hostcall(['run', '--dir', '/::/x', '--dir', '/tmp::/x', preopensProgram]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.match(
        /^two directories have the guest path '\/x'; give one of them another: HOST::GUEST$/,
      );
    });
  });

  needing(POSIX).it('says that the host is out of descriptors', () => {
    // A preopen may cost a descriptor, and the file of the program does.
    const limited = (limit: number, ...args: string[]) => {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', process.execPath, bin, 'run', ...args, preopensProgram],
        { encoding: 'utf8', cwd: scratch.path },
      );
      return { status, stderr };
    };
    const directories = Array.from({ length: 100 }, (_, i) => ['--dir', `.::/${i}`]).flat();
    expect(limited(100, ...directories)).to.deep.include({ status: 2 });
    expect(limited(100, ...directories).stderr).to.match(
      /^hostcall: cannot open the directory "\.": the host is out of file descriptors; close some, or raise the limit/,
    );
    expect(limited(1000, ...directories)).to.deep.equal({ status: 0, stderr: '' });
  });
});
