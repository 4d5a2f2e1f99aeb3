import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { systemCalls } from '../../../adapters/system/index.js';
import { LINUX, needing } from '../../needs.js';
import { bin, PATIENCE, Scratch } from '../cli/command-line.js';
import * as programs from '../cli/programs.js';

const { version } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));

/** Loaded before the command: makes koffi fail to load in a way. */
const without = (how: string) =>
  `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module';
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (name, ...rest) {
    if (name === 'koffi' || name.startsWith('@koromix/')) { ${how} }
    return resolve.call(this, name, ...rest);
  };`)}`;

const MISSING = without(
  "throw Object.assign(new Error(`Cannot find module 'koffi'\\nRequire stack:`), { code: 'MODULE_NOT_FOUND' });",
);
const BROKEN = without("throw new Error('/lib/koffi.node: wrong ELF class.\\nand more');");
const WRONG = without('return process.env.WRONG_KOFFI;');
/** A package of the same form, all of whose functions return 0. */
const WRONG_PACKAGE = `module.exports = {
  version: '0',
  load: () => ({ func: () => () => 0 }),
  address: () => 0n,
  view: (_, length) => new ArrayBuffer(length),
};`;

needing(LINUX).describe('the system interface of the command', () => {
  let scratch: Scratch;
  let program: string;
  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('empty.wasm', programs.EMPTY);
  });
  after(() => scratch.remove());

  const hostcall = (preload: string | undefined, ...args: string[]) => {
    const options = preload === undefined ? [] : ['--import', preload];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...options, bin, ...args], {
      encoding: 'utf8',
      input: '',
      timeout: PATIENCE,
      env: { ...process.env, WRONG_KOFFI: scratch.file('wrong.cjs', WRONG_PACKAGE) },
    });
    return { status, stdout, stderr };
  };
  /** The message about `node:ffi` where koffi is not used. */
  const otherwise = () => {
    const reason = systemCalls('node:ffi');
    return typeof reason === 'string'
      ? { name: 'fs', behind: `; node:ffi ${reason}` }
      : { name: 'node:ffi', behind: '' };
  };

  it('is koffi, where that can be used', () => {
    expect(hostcall(undefined, '--version')).to.deep.equal({
      status: 0,
      stdout: `${version}\nfiles through koffi\n`,
      stderr: '',
    });
  });

  for (const [title, preload, reason] of [
    ['is not installed', MISSING, 'is not installed'],
    ['cannot be loaded', BROKEN, 'cannot be loaded: /lib/koffi.node: wrong ELF class'],
    ['gives wrong answers', WRONG, 'does not give the known answer of __errno_location'],
  ] as const) {
    it(`is the next one where koffi ${title}, and --version says so`, () => {
      const { name, behind } = otherwise();
      const told = `files through ${name} (koffi ${reason}${behind})`;
      expect(hostcall(preload, '--version')).to.deep.equal({ status: 0, stdout: `${version}\n${told}\n`, stderr: '' });
      expect(hostcall(preload, 'run', '--dir', scratch.path, program)).to.deep.equal({
        status: 0,
        stdout: '',
        stderr: '',
      });
    });

    it(`is refused in one line with status 2 if asked for where koffi ${title}`, () => {
      const ended = hostcall(preload, 'run', '--system', 'koffi', program);
      expect(ended).to.deep.equal({
        status: 2,
        stdout: '',
        stderr: `hostcall: files cannot be reached through koffi: it ${reason}; install the package koffi, or do not ask for it\n`,
      });
    });
  }

  it('can be fs, even if others can be used', () => {
    expect(hostcall(BROKEN, 'run', '--system', 'fs', '--dir', scratch.path, program).status).to.equal(0);
    const unknown = hostcall(undefined, 'run', '--system', 'libc', program);
    expect([unknown.status, unknown.stderr]).to.deep.equal([
      2,
      "hostcall: invalid --system 'libc'; write one of koffi, node:ffi, fs\n",
    ]);
  });

  it('is not loaded for a program without directories', () => {
    const loud = without("process.stderr.write('asked for koffi');");
    expect(hostcall(loud, 'run', program)).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    expect(hostcall(loud, 'run', '--mem', '/', program)).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    expect(hostcall(loud, 'run', '--dir', scratch.path, program).stderr).to.equal('asked for koffi');
  });
});
