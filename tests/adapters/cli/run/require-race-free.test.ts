import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { LINUX, mountNamespace, needing } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;

  before(async () => {
    scratch = new Scratch();
  });
  after(() => scratch.remove());

  describe('--require-race-free', () => {
    let program: string;
    before(async () => {
      program = await scratch.module('empty.wasm', programs.EMPTY);
    });

    it('is met on Linux, and refused where paths are checked', () => {
      const { status, stderr } = hostcall(['run', '--require-race-free', '--dir', scratch.path, program]);
      expect([status, stderr.includes('--require-race-free refuses')]).to.deep.equal(
        LINUX.met ? [0, false] : [2, true],
      );
      expect(hostcall(['run', '--require-race-free', '--mem', '/', program]).status).to.equal(0);
    });

    describe('on a platform that has no handles of directories', () => {
      /** As if this were macOS, whose primitives are Node's own. */
      const there = (...args: string[]) => {
        const preload = "data:text/javascript,Object.defineProperty(process, 'platform', { value: 'darwin' })";
        const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', preload, bin, ...args], {
          encoding: 'utf8',
          input: '',
          timeout: PATIENCE,
        });
        return { status, stdout, stderr };
      };

      it('is refused, with status 2', () => {
        const ended = there('run', '--require-race-free', '--dir', scratch.path, program);
        expect(ended.status).to.equal(2);
        expect(errorLine(ended)).to.match(
          /^another process .*, which --require-race-free refuses; run it on Linux, or/,
        );
      });

      it('left out, stderr says once that the sandbox is weaker', () => {
        const ended = there('run', '--dir', `${scratch.path}::/a`, '--overlay', `${scratch.path}::/b`, program);
        expect(ended.status).to.equal(0);
        expect(errorLine(ended)).to.equal(
          'another process that exchanges directories can lead the program out of its own here; use --require-race-free to refuse that',
        );
      });

      it('does not matter without directories of the host', () => {
        const nothing = { status: 0, stdout: '', stderr: '' };
        expect(there('run', program)).to.deep.equal(nothing);
        expect(there('run', '--require-race-free', '--mem', '/', program)).to.deep.equal(nothing);
        expect(there('run', '--host', 'memory', '--dir', scratch.path, program)).to.deep.equal(nothing);
      });
    });

    needing(mountNamespace()).describe('where /proc does not show the process', () => {
      /** Hides it in a mount namespace of its own. */
      const hidden = (...args: string[]) => {
        const { status, stdout, stderr } = spawnSync(
          'unshare',
          ['-rm', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh', process.execPath, bin, ...args],
          { encoding: 'utf8', input: '', timeout: PATIENCE },
        );
        return { status, stdout, stderr };
      };
      it('does not matter where the kernel’s own calls can be made', () => {
        for (const option of [[], ['--require-race-free']])
          expect(hidden('run', '--system', 'koffi', ...option, '--dir', scratch.path, program)).to.deep.equal({
            status: 0,
            stdout: '',
            stderr: '',
          });
      });

      it('is refused through fs, with status 2', () => {
        for (const place of ['--dir', '--overlay']) {
          const ended = hidden('run', '--system', 'fs', '--require-race-free', place, scratch.path, program);
          expect(ended.status).to.equal(2);
          expect(errorLine(ended)).to.match(/^another process .*, which --require-race-free refuses; mount \/proc/);
        }
      });

      it('left out, stderr says once of fs that the sandbox is weaker', () => {
        const ended = hidden(
          ...['run', '--system', 'fs', '--dir', `${scratch.path}::/a`, '--dir', `${scratch.path}::/b`, program],
        );
        expect(ended.status).to.equal(0);
        expect(errorLine(ended)).to.equal(
          'another process that exchanges directories can lead the program out of its own here; mount /proc, or use --require-race-free to refuse that',
        );
        expect(hidden('run', '--system', 'fs', '--dir', `${scratch.path}::/:ro`, program).stderr).to.match(
          /^hostcall: another process/,
        );
        expect(hidden('trace', '--system', 'fs', '--dir', scratch.path, program).stderr).to.match(
          /^hostcall: another process/,
        );
      });

      it('does not matter without directories of the host', () => {
        expect(hidden('run', '--require-race-free', '--mem', '/', program)).to.deep.equal({
          status: 0,
          stdout: '',
          stderr: '',
        });
        expect(hidden('run', '--host', 'memory', '--dir', scratch.path, program).stderr).to.equal('');
      });
    });
  });
});
