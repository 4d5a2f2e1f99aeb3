import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { LINUX, needing } from '../../needs.js';
import { bin, errorLine, Scratch } from './command-line.js';
import * as programs from './programs.js';

needing(LINUX).describe('strings of the host that are not UTF-8', () => {
  let scratch: Scratch;
  before(async () => {
    // Elsewhere the host does not tell, or has no such strings.
    scratch = new Scratch();
    await scratch.module('arguments.wasm', programs.ARGUMENTS);
    await scratch.module('environment.wasm', programs.ENVIRONMENT);
  });
  after(() => scratch?.remove());

  /** A shell can write bytes that Node cannot. */
  const shell = (script: string) =>
    spawnSync('sh', ['-c', script, process.execPath, bin], { encoding: 'utf8', cwd: scratch.path, input: '' });
  const run = '"$0" "$1" run';

  it('are refused as arguments, and in options', () => {
    for (const words of [
      'arguments.wasm ok "$bad"',
      '--env "A=$bad" environment.wasm',
      '--dir ".::/$bad" arguments.wasm',
    ]) {
      const ended = shell(`bad=$(printf 'caf\\351'); exec ${run} ${words}`);
      expect(ended.status, words).to.equal(2);
      expect(errorLine(ended)).to.match(/^the argument '.*caf\ufffd' is not UTF-8; give it in UTF-8$/);
    }
  });

  it('are refused as a variable that is handed on, and only then', () => {
    const set = `A=$(printf 'caf\\351'); export A; exec ${run}`;
    const ended = shell(`${set} --env A environment.wasm`);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal(
      'the environment variable A is not UTF-8; set it to text in UTF-8, or write --env A=VALUE',
    );
    expect(shell(`${set} --env A=b environment.wasm`)).to.include({ status: 0, stdout: 'A=b\0' });
  });

  it('are not taken for text with U+FFFD', () => {
    const text = '\ufffd';
    const ended = shell(`A='${text}'; export A; exec ${run} --env A environment.wasm`);
    expect(ended).to.include({ status: 0, stdout: `A=${text}\0` });
    expect(shell(`exec ${run} arguments.wasm '${text}'`)).to.include({
      status: 0,
      stdout: `arguments.wasm\0${text}\0`,
    });
  });
});
