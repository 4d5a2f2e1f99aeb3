import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildExample, exampleNames } from '../../../tools/examples/build-example.js';
import { pages } from '../../docs/pages.js';

describe('buildExample', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'hostcall-examples-'));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  it('copies the folder and compiles the program', async () => {
    const target = join(base, 'deep/notes');
    expect(await buildExample('notes', target)).to.deep.equal([join(target, 'notes.wasm')]);
    expect(readdirSync(target).sort()).to.deep.equal(['here', 'notes.wasm', 'notes.wat', 'there', 'work']);
    expect(readFileSync(join(target, 'notes.wasm')).toString('latin1', 0, 4)).to.equal('\0asm');
    expect(readFileSync(join(target, 'there/notes.txt'), 'utf8')).to.equal('buy bread\n');
  });

  it('restores the folder, whatever a reader has done in it', async () => {
    const target = join(base, 'notes');
    await buildExample('notes', target);
    writeFileSync(join(target, 'here/notes.txt'), 'changed');
    writeFileSync(join(target, 'trace.json'), '');
    await buildExample('notes', target);
    expect(readFileSync(join(target, 'here/notes.txt'), 'utf8')).to.equal('buy milk\n');
    expect(existsSync(join(target, 'trace.json'))).to.equal(false);
  });

  it('passes C programs to the compiler, by their path', async () => {
    const compiled: string[] = [];
    const built = await buildExample('cli', join(base, 'cli'), async source => {
      compiled.push(source.href.replace(/.*\/examples\//, ''));
      return new Uint8Array();
    });
    expect(compiled).to.deep.equal(['cli/attempts.c', 'cli/quotient.c']);
    expect(built).to.deep.equal([join(base, 'cli/attempts.wasm'), join(base, 'cli/quotient.wasm')]);
  });
});

describe('a page with commands', () => {
  // A page whose commands begin in a clone says itself where they are run.
  const shown = [...pages()].filter(([, text]) => /^```console/m.test(text) && !/^\$ npm ci && /m.test(text));
  const named = shown.map(([page, text]) => [
    page,
    /`npm ci && npm link && npm run examples`.*`dist\/examples\/(\w+)`/.exec(text)?.[1],
  ]);

  for (const [page, folder] of named) {
    it(`names the folder where they can be run: ${page}`, () => {
      expect(folder).to.be.oneOf(exampleNames());
    });
  }

  it('exists for each example', () => {
    expect([...new Set(named.map(([, folder]) => folder))].sort()).to.deep.equal(exampleNames().sort());
  });
});
