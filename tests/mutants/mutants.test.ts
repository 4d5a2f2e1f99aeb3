import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { guardMutations } from './guard-mutations.js';
import { excuseFor, harmless } from './harmless/index.js';
import { isMeant } from './harmless-mutation.js';
import type { Mutation } from './source-mutations.js';
import { switchedCode } from './switched-code.js';
import { filesNamed, TestSelection } from './test-selection.js';
import { TABLE_STAGES, testsNear } from './tests-near.js';
import { Verdicts } from './verdicts.js';

describe('The mutations of guards', () => {
  const all = [...guardMutations(repository)];
  const build = fileURLToPath(repository);
  const originalOf = (file: string) => readFileSync(new URL(file, repository), 'utf8');

  it('are changes of the line that they name, in files whose tests are known', () => {
    expect(all.length).to.be.greaterThan(1000);
    for (const { file, line, text, source } of all) {
      expect(source, `${file}:${line}: ${text}`).to.not.equal(originalOf(file));
    }
    const stages = [...new Set(all.map(({ file }) => testsNear(file))), TABLE_STAGES].flat();
    for (const stage of stages) expect(filesNamed(build, stage)).to.not.deep.equal([]);
    const { file, line, source } =
      all.find(({ text, file }) => file.endsWith('path-walk.ts') && text === '=== -> !==') ?? (all[0] as Mutation);
    const [before, after] = [originalOf(file), source].map(text => text.split('\n'));
    expect(after?.findIndex((each, index) => each !== before?.[index])).to.equal(line - 1);
  });

  it('that are known to be harmless exist, each as often as is said', () => {
    for (const known of harmless) {
      const meant = all
        .filter(({ file }) => file === known.file)
        .filter(mutation => isMeant(known, mutation, originalOf(known.file)));
      const { file, text, within, pieces = 1 } = known;
      expect(meant, `${file}: ${text}, ${within}`).to.have.length(pieces);
      expect(excuseFor(meant[0] as Mutation, originalOf(file))).to.equal(known.why);
    }
  });

  it('are not tried again while their file is as it was', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hostcall-'));
    try {
      const path = join(folder, 'below/verdicts');
      const verdicts = new Verdicts(path);
      verdicts.kill('a.ts', 'one', '1: x');
      verdicts.kill('a.ts', 'one', '2: y');
      const again = new Verdicts(path);
      expect(again.isKilled('a.ts', 'one', '1: x')).to.equal(true);
      expect(again.isKilled('a.ts', 'one', '2: y')).to.equal(true);
      expect(again.isKilled('a.ts', 'one', '3: z')).to.equal(false);
      expect(again.isKilled('a.ts', 'two', '1: x')).to.equal(false);
      expect(again.isKilled('b.ts', 'one', '1: x')).to.equal(false);
      // As another run does, for another file and for this one.
      again.kill('b.ts', 'one', '1: x');
      verdicts.kill('a.ts', 'one', '3: z');
      expect(again.isKilled('a.ts', 'one', '3: z')).to.equal(true);
      expect(verdicts.isKilled('b.ts', 'one', '1: x')).to.equal(true);
      again.kill('a.ts', 'two', '3: z');
      expect(new Verdicts(path).isKilled('a.ts', 'two', '1: x')).to.equal(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are switched on one by one in a script that has all of them', () => {
    const code = 'globalThis.sum = (a, b) => Math.min(a, (b >>> 0) + 1) < 9 && a !== b;\n';
    const changes = [
      ['min', 'max'],
      [' >>> 0', ''],
      ['<', '<='],
      ['!==', '==='],
      ['globalThis', 'window'],
    ] as const;
    const mutations = changes.map(([from, to], number) => ({ number, code: code.replace(from, to) }));
    const switched = switchedCode(code, mutations);
    expect([...switched.left]).to.deep.equal([4]);
    const results = [undefined, 0, 1, 2, 3].map(chosen => {
      const context: Record<string, unknown> = { isMutationOn: (number: number) => number === chosen };
      runInNewContext(switched.code, context);
      const sum = context.sum as (a: number, b: number) => boolean;
      return [sum(9, 8), sum(2, 2), sum(3, -5)];
    });
    expect(results).to.deep.equal([
      [false, false, true],
      [false, false, false],
      [false, false, true],
      [true, false, true],
      [false, true, false],
    ]);
  });

  it('are noticed by the first test that is red with them, of those that run their place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hostcall-'));
    const code =
      'export const isSmall = n => n < 3;\nexport const isBig = n => n > 9;\nlet kept;\nexport const isKept = n => (kept ??= n > 3);\nconst known = new Map();\nexport function isKnown(n) {\n  let is = known.get(n);\n  if (is === undefined) known.set(n, (is = n > 6));\n  return is;\n}\n';
    const mutations = ['n <= 3', 'n >= 3'].map((text, number) => ({ number, code: code.replace('n < 3', text) }));
    const bigger = { number: 2, code: code.replace('n > 9', 'n >= 9') };
    const knownBefore = { number: 4, code: code.replace('=== undefined', '!== undefined') };
    const keptOnce = { number: 3, code: code.replace('n > 3', 'n <= 3') };
    let tests: TestSelection | undefined;
    try {
      mkdirSync(join(folder, 'dist/tests/mutants'), { recursive: true });
      for (const name of ['run-tests', 'switched-code']) {
        const from = new URL(`./${name}.js`, import.meta.url);
        copyFileSync(from, join(folder, `dist/tests/mutants/${name}.js`));
      }
      symlinkSync(fileURLToPath(new URL('node_modules', repository)), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      writeFileSync(
        join(folder, 'dist/sizes.js'),
        switchedCode(code, [...mutations, bigger, keptOnce, knownBefore]).code,
      );
      writeFileSync(
        join(folder, 'dist/tests/sizes.test.js'),
        `import { isKept, isKnown, isSmall } from '../sizes.js';
        describe('a size', () => {
          it('has a limit', () => { if (isSmall(4)) throw new Error('4'); });
          it('has a limit that is reached', () => { if (isSmall(3)) throw new Error('3'); });
          it('is kept', () => { if (!isKept(4)) throw new Error('4'); });
          it('is known', () => { if (!isKnown(7)) throw new Error('7'); });
        });`,
      );
      tests = await TestSelection.of(folder, ['*.test.js']);
      expect(await tests.verdictOn(0)).to.deep.equal({
        kind: 'red',
        test: 'a size has a limit that is reached',
      });
      expect(await tests.verdictOn(1)).to.deep.equal({ kind: 'red', test: 'a size has a limit' });
      expect(await tests.verdictOn(2)).to.deep.equal({ kind: 'not reached' });
      expect(await tests.verdictOn(3)).to.deep.equal({ kind: 'red', test: 'a size is kept' });
      expect(await tests.verdictOn(4)).to.deep.equal({ kind: 'red', test: 'a size is known' });
      expect(await tests.verdictOn(2, { elsewhere: true })).to.deep.equal({ kind: 'green' });
    } finally {
      tests?.close();
      rmSync(folder, { recursive: true });
    }
  });
});
