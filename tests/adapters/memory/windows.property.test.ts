import { expect } from 'chai';
import fc from 'fast-check';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { expectErrno, namesIn, put, take } from '../../../application/contract/index.js';
import { type Directory, Errno, type File, Open, windowsNaming } from '../../../domain/index.js';

/** Few names, in many spellings, and some that are refused. */
const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'A', 'éa', 'Éa', 'éA', 'ж', 'Ж') },
  { weight: 2, arbitrary: fc.constantFrom('ß', 'SS', 'ı', 'I', 'aa', 'Aa', 'ss') },
  { weight: 1, arbitrary: fc.constantFrom('NUL', 'a.', 'A:x', 'é\\', 'con.a', 'A~1', ' ') },
);

type Step =
  | { readonly kind: 'write'; readonly name: string; readonly text: string }
  | { readonly kind: 'remove' | 'mkdir' | 'rmdir' | 'symlink' | 'open'; readonly name: string }
  | { readonly kind: 'rename' | 'link'; readonly name: string; readonly to: string }
  | { readonly kind: 'close' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), name: anyName, text: fc.string({ maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('remove', 'mkdir', 'rmdir', 'symlink', 'open'), name: anyName }),
  fc.record({ kind: fc.constantFrom('rename', 'link'), name: anyName, to: anyName }),
  fc.constant({ kind: 'close' as const }),
);

/** Does a step. @returns 0 or a negative errno */
function play(root: Directory, step: Step, open: File[]): number {
  switch (step.kind) {
    case 'write': {
      const file = root.open(step.name, Open.WRITE | Open.CREATE | Open.TRUNCATE);
      if (typeof file === 'number') return file;
      file.close();
      put(root, step.name, step.text);
      return 0;
    }
    case 'open': {
      const file = root.open(step.name, Open.READ);
      if (typeof file === 'number') return file;
      if (file.kind === 'file') open.push(file);
      return 0;
    }
    case 'close':
      open.pop()?.close();
      return 0;
    case 'remove':
      return root.unlink(step.name);
    case 'mkdir':
      return root.createDirectory(step.name);
    case 'rmdir':
      return root.removeDirectory(step.name);
    case 'symlink':
      return root.symlink(step.name, 'target');
    case 'rename':
      return root.rename(step.name, root, step.to);
    case 'link':
      return root.link(step.name, root, step.to);
  }
}

/** As the rules have it for these letters, by other means. */
function folded(name: string): string {
  return name.toLowerCase();
}

/** No two names are one, and every one may be used. */
function expectDistinct(root: Directory): void {
  const names = namesIn(root);
  expect(new Set(names.map(folded)).size, names.join(' ')).to.equal(names.length);
  for (const name of names) expect(windowsNaming.violation(name)).to.equal(undefined);
}

describe('memory by the rules of Windows, for any names and steps', () => {
  it('never has two names that differ in case alone, and never one that is refused', () => {
    const outcomes = new Set<number>();
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), steps => {
        const root = memoryDirectory({}, { rules: 'windows' });
        const open: File[] = [];
        for (const step of steps) {
          const errno = play(root, step, open);
          outcomes.add(-errno);
          const names = step.kind === 'close' ? [] : 'to' in step ? [step.name, step.to] : [step.name];
          if (names.some(name => windowsNaming.violation(name) !== undefined)) expect(errno).to.not.equal(0);
          expectDistinct(root);
        }
        for (const file of open) file.close();
        expectDistinct(root);
      }),
      { numRuns: 1000 },
    );
    expect([...outcomes]).to.include.members([
      0,
      Errno.EINVAL,
      Errno.EEXIST,
      Errno.EACCES,
      Errno.EPERM,
      Errno.ENOENT,
      Errno.EISDIR,
    ]);
  });

  it('gives what was written last under a name, in any spelling of it, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyName, fc.string({ maxLength: 5 })), { maxLength: 20, size: 'max' }), writes => {
        const root = memoryDirectory({}, { rules: 'windows' });
        const texts = new Map<string, string>();
        const spellings = new Map<string, string>();
        for (const [name, text] of writes) {
          const opened = root.open(name, Open.WRITE | Open.CREATE | Open.TRUNCATE);
          if (windowsNaming.violation(name) !== undefined) {
            expectErrno(opened, -Errno.EINVAL);
            continue;
          }
          (opened as File).close();
          put(root, name, text);
          const key = folded(name);
          texts.set(key, text);
          if (!spellings.has(key)) spellings.set(key, name);
        }
        expect(namesIn(root)).to.deep.equal([...spellings.values()].sort());
        for (const [name] of writes) {
          const text = texts.get(folded(name));
          if (text !== undefined) expect(take(root, name)).to.equal(text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
