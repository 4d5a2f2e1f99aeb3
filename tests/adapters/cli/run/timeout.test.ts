import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { CREATING, FOREVER } from '../signals/interrupted-guests.js';

const ENDED = 'the program was ended after 0.4 s; give it a longer --timeout';

describe('--timeout', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  const programs = new Map<string, string>();
  before(async () => {
    scratch = new Scratch();
    for (const [name, wat] of Object.entries({ ...FOREVER, creates: CREATING }))
      programs.set(name, await scratch.module(`${name.replaceAll(' ', '-')}.wasm`, wat));
  });
  after(() => scratch.remove());

  const inScratch = () => ({ cwd: scratch.path });
  const of = (name: string) => programs.get(name) as string;

  // What reads its stdin is at its end here.
  for (const name of ['computes', 'calls', 'sleeps'] satisfies (keyof typeof FOREVER)[]) {
    it(`ends a program that ${name} with status 124`, () => {
      const ended = hostcall(['run', '--timeout', '400ms', of(name)], inScratch());
      expect(ended).to.include({ status: 124, stdout: 'now\n' });
      expect(errorLine(ended)).to.equal(ENDED);
    });

    it(`has the trace of a program that ${name} end with a line`, () => {
      const { status, stderr } = hostcall(['trace', '--timeout', '0.4', '-e', 'fd_write', of(name)], inScratch());
      expect(status).to.equal(124);
      const [, killed, ended, ...more] = stderr.split('\n');
      expect([killed, ended, more]).to.deep.equal(['+++ killed by SIGALRM +++', `hostcall: ${ENDED}`, ['']]);
    });
  }

  it('ends a recording, which replays', () => {
    expect(hostcall(['record', '-o', 'r.hcr', '--timeout', '400ms', of('calls')], inScratch()).status).to.equal(124);
    const { end } = readRecording(new Uint8Array(readFileSync(join(scratch.path, 'r.hcr'))));
    expect(end).to.deep.equal({ signal: 'SIGALRM' });
  });

  it('lists the changes in an overlay', () => {
    mkdirSync(join(scratch.path, 'data'));
    const { status, stderr } = hostcall(
      ['run', '--timeout', '400ms', '--overlay', 'data::/', of('creates')],
      inScratch(),
    );
    expect(status).to.equal(124);
    expect(stderr).to.match(/\bmade\.txt\b/);
  });

  it('does not affect a program that ends before', async () => {
    await scratch.module('quick.wasm', '(module (memory (export "memory") 1) (func (export "_start")))');
    const { status, stderr } = hostcall(['run', '--timeout', '1h', 'quick.wasm'], inScratch());
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  });

  for (const [given, message] of [
    ['soon', "invalid --timeout 'soon'; write a time, such as --timeout 5s or --timeout 500ms"],
    ['-1', "invalid --timeout '-1'; write a time, such as --timeout 5s or --timeout 500ms"],
    ['1000h', '--timeout 1000h is too long; the maximum is 596h'],
  ] as const) {
    it(`refuses ${given}`, () => {
      const ended = hostcall(['run', `--timeout=${given}`, of('calls')], inScratch());
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(message);
    });
  }
});
