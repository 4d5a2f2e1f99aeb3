import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../../adapters/cli/commands.js';
import { KOFFI_VERSION } from '../../adapters/system/koffi.js';
import { linkedFiles } from '../docs/pages.js';
import { WINDOWS } from '../needs.js';

const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

describe('the package', () => {
  let files: string[];

  before(() => {
    const { stdout, error } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      shell: WINDOWS.met,
    });
    if (error !== undefined) throw error;
    files = (JSON.parse(stdout)[0].files as { path: string }[]).map(({ path }) => path);
  });

  it('holds every entry point, with its types', () => {
    const targets = Object.values<string | Record<string, string>>(manifest.exports)
      .flatMap(target => (typeof target === 'string' ? [target] : Object.values(target)))
      .map(path => path.replace('./', ''));
    expect(targets).to.include('dist/api/node.d.ts');
    for (const path of targets) expect(files, path).to.include(path);
  });

  it('holds the command, and what the command loads', () => {
    expect(manifest.bin).to.deep.equal({ hostcall: 'dist/bin/hostcall.js' });
    for (const name of [
      'hostcall',
      'command-line',
      'special-world',
      'exercise-thread',
      ...commands.map(({ name }) => name).filter(name => name !== 'run'),
    ])
      expect(files).to.include(`dist/bin/${name}.js`);
  });

  it('holds the lessons', () => {
    expect(files).to.include('dist/lessons/lessons.json');
  });

  it('holds the licence, those of what is bundled, and the documents', () => {
    for (const path of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'docs/cli.md',
      'man/hostcall.1',
      'dist/bin/THIRD-PARTY.txt',
    ])
      expect(files).to.include(path);
    const thirdParty = readFileSync(new URL('dist/bin/THIRD-PARTY.txt', root), 'utf8');
    const licensed = [...thirdParty.matchAll(/^(\S+) \d+\.\d+\.\d+ \(/gm)].map(([, name]) => name);
    expect(licensed).to.deep.equal(['commander', 'rxjs', 'wabt']);
  });

  it('holds a declaration beside every module', () => {
    const modules = files.filter(path => /^dist\/(domain|application|adapters)\/.*\.js$/.test(path));
    expect(modules.length).to.be.above(50);
    for (const path of modules) expect(files, path).to.include(path.replace(/\.js$/, '.d.ts'));
  });

  it('holds what its documents link to', () => {
    const documents = files.filter(path => path.endsWith('.md'));
    expect(documents.length).to.be.above(30);
    for (const document of documents) {
      for (const target of linkedFiles(document, readFileSync(new URL(document, root), 'utf8'))) {
        const holds = files.some(path => path === target || path.startsWith(`${target}/`));
        expect(holds, `${target}, to which ${document} links`).to.equal(true);
      }
    }
  });

  it('holds nothing that is only for building and testing', () => {
    for (const path of files) {
      expect(path).to.not.match(
        /^dist\/(tests|docs|examples|tools|adapters\/cli)\/|tsbuildinfo|tsconfig|^tests|node_modules|\.tgz$/,
      );
      if (!/^(docs\/)?examples\//.test(path)) expect(path).to.not.match(/(?<!\.d)\.ts$/);
    }
  });

  it('needs at run time what it says, and no more', () => {
    const imported = new Set<string>();
    for (const path of files.filter(file => /^dist\/.*\.js$/.test(file))) {
      const text = readFileSync(new URL(path, root), 'utf8');
      for (const [, name] of text.matchAll(
        /(?:^(?:import|export)(?: [^'"\n]*? from)? |\bimport\()['"]([^.'"][^'"\n]*)['"]\)?;$/gm,
      ))
        if (name !== undefined && !name.startsWith('node:')) imported.add(name);
    }
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
    expect([...imported].sort()).to.deep.equal(Object.keys({ ...dependencies, ...peerDependencies }).sort());
    // A second copy of rxjs would have an Observable of its own. OpenTelemetry is for one entry point only.
    expect(Object.keys(peerDependencies)).to.deep.equal(['@opentelemetry/api', 'rxjs']);
    expect(peerDependenciesMeta).to.deep.equal({ '@opentelemetry/api': { optional: true } });
    // Of an exact version: one that calls C functions otherwise could end the process. It is loaded by `require`, where it is there.
    expect(Object.keys(optionalDependencies)).to.deep.equal(['koffi']);
    expect(optionalDependencies.koffi).to.equal(KOFFI_VERSION);
  });

  it('is under the licence it names', () => {
    expect(manifest.license).to.equal('Apache-2.0 WITH LLVM-exception');
    const licence = readFileSync(new URL('LICENSE', root), 'utf8');
    expect(licence).to.contain('Apache License');
    expect(licence).to.contain('---- LLVM Exceptions to the Apache 2.0 License ----');
    expect(existsSync(new URL('NOTICE', root))).to.equal(false);
  });
});
