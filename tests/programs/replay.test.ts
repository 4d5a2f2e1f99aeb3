import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../application/recording/index.js';
import { clangProject, compile } from './clang.js';
import { bundle, esbuildProject } from './esbuild.js';
import { folderWith } from './folder.js';
import { command, commandWords, type Job } from './job.js';
import { clangSysroot } from './packages.js';
import { pythonScript, script } from './python.js';

const DEADLINE = 200_000;
/** Bytes that a call may take in a recording, on average, without the contents that it gave to the program. */
const CALL_SIZE = 50;

function hostcall(words: readonly string[], input = '') {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [command, ...words], {
    input,
    timeout: DEADLINE,
    maxBuffer: 0x4000000,
  });
  if (error !== undefined) throw error;
  return { status, stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1') };
}

/** Programs, each with what it finds in its folder. */
const programs: Readonly<Record<string, { files: Readonly<Record<string, string>>; job: (folder: string) => Job }>> = {
  esbuild: { files: esbuildProject, job: folder => bundle(folder, '--minify') },
  'esbuild, which finds a mistake': { files: { 'src/main.ts': 'export const a = ;\n' }, job: folder => bundle(folder) },
  clang: { files: clangProject, job: folder => compile(folder, 'main') },
  'clang, which finds a mistake': {
    files: { 'main.c': 'int main(void) { return x; }\n' },
    job: folder => compile(folder, 'main'),
  },
  CPython: {
    files: { 'in.txt': 'first\nsecond\n', 'script.py': pythonScript(0.05) },
    job: folder => script(folder),
  },
  'CPython, which raises an exception': {
    files: { 'script.py': 'import random, time\nprint(random.random(), time.time())\nraise ValueError("so it is")\n' },
    job: folder => script(folder),
  },
};

describe('The replay of', function () {
  // Minutes, on a machine that is busy with something else: each program is tens of megabytes to compile.
  this.timeout(500_000);
  before(() => {
    clangSysroot();
  });

  for (const [name, { files, job }] of Object.entries(programs)) {
    it(`${name}: prints and ends the same, with its files gone`, () => {
      const folder = folderWith(files);
      const gone = `${folder}-gone`;
      const recording = join(folderWith({}), 'run.hcr');
      try {
        const recorded = hostcall(['record', '-o', recording, ...commandWords(job(folder))], 'from stdin\n');
        renameSync(folder, gone);
        expect(hostcall(['replay', recording])).to.deep.equal(recorded);

        const file = new Uint8Array(readFileSync(recording));
        let calls = 0;
        let contents = 0;
        for (const call of readRecording(file).calls()) {
          calls++;
          if (call.name === 'random_get' || /^fd_p?read$/.test(call.name)) contents += call.bytes;
        }
        expect(calls).to.be.greaterThan(50);
        expect((file.length - contents) / calls, 'bytes a call').to.be.lessThan(CALL_SIZE);
      } finally {
        rmSync(gone, { recursive: true, force: true });
        rmSync(join(recording, '..'), { recursive: true });
      }
    });
  }
});
