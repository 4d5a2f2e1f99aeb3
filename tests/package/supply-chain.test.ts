import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { installed, needing, POSIX } from '../needs.js';

/** An entry of package-lock.json. */
interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

const read = (path: string) => readFileSync(new URL(path, repository), 'utf8');
const manifest = JSON.parse(read('package.json'));
const locked = Object.entries<Locked>(JSON.parse(read('package-lock.json')).packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), ...entry }));
const page = read('docs/dependencies.md');

describe('The supply chain', () => {
  it('is in docs/dependencies.md, package by package', () => {
    const rows = [...page.matchAll(/^\| `([^`]+)`(?: \(([^)]+)\))? \|/gm)].map(([, name, kind]) => [name, kind ?? '']);
    const { dependencies, peerDependencies, peerDependenciesMeta, optionalDependencies } = manifest;
    const expected = [
      ...Object.keys(dependencies).map(name => [name, '']),
      ...Object.keys(peerDependencies).map(name => [
        name,
        peerDependenciesMeta[name]?.optional === true ? 'peer, optional' : 'peer',
      ]),
      ...Object.keys(optionalDependencies).map(name => [name, 'optional']),
    ];
    const packages = rows.filter(([name]) => !/^(npm|\.ci)/.test(name ?? ''));
    expect(packages.sort()).to.deep.equal(expected.sort());
  });

  it('has as many packages at run time as docs/dependencies.md says', () => {
    const needed = locked.filter(({ dev, optional, peer }) => !dev && !optional && !peer);
    expect(page).to.contain(`installs ${needed.length} packages that are needed`);
    const own = needed.filter(({ name }) => name.startsWith('@inversifyjs/'));
    expect(page).to.contain(`${own.length} packages of its own`);
    expect(needed.map(({ name }) => name).filter(name => !name.startsWith('@inversifyjs/'))).to.deep.equal(
      Object.keys(manifest.dependencies),
    );
  });

  it('is pinned, with a checksum for each package', () => {
    expect(locked.length).to.be.greaterThan(50);
    for (const { name, integrity } of locked) expect(integrity, name).to.match(/^sha512-/);
  });

  it('needs no install script', () => {
    const scripts = locked.filter(({ hasInstallScript }) => hasInstallScript === true).map(({ name }) => name);
    expect(scripts).to.deep.equal(Object.keys(manifest.allowScripts));
    expect(Object.values(manifest.allowScripts)).to.deep.equal(scripts.map(() => false));
    for (const name of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).to.not.have.property(name);
    // An optional package may have one that is not run.
    const needed = locked.filter(({ dev, optional, hasInstallScript }) => !dev && !optional && hasInstallScript);
    expect(needed).to.deep.equal([]);
  });

  it('has a bill of materials', function () {
    this.timeout(120_000);
    const path = new URL('dist/sbom.cdx.json', repository);
    rmSync(path, { force: true });
    mkdirSync(new URL('dist/', repository), { recursive: true });
    const made = spawnSync('npm', ['run', '--silent', 'sbom'], {
      cwd: fileURLToPath(repository),
      encoding: 'utf8',
      shell: !POSIX.met,
    });
    expect(made.stderr).to.equal('');
    expect(existsSync(path)).to.equal(true);
    const bill = JSON.parse(readFileSync(path, 'utf8'));
    expect(bill).to.include({ bomFormat: 'CycloneDX' });
    expect(bill.metadata.component['bom-ref']).to.equal(`hostcall@${manifest.version}`);
    const names = (bill.components as { name: string; group?: string }[]).map(({ name }) => name);
    for (const name of Object.keys(manifest.dependencies)) expect(names).to.include(name);
    expect(names).to.not.include('mocha');
  });

  needing(POSIX, installed('bash'), installed('git')).it('is published only from a clean commit with a tag', () => {
    const publish = (...words: string[]) =>
      spawnSync('bash', ['.ci/publish', ...words], { cwd: fileURLToPath(repository), encoding: 'utf8' });
    expect(publish('--now')).to.include({
      status: 2,
      stdout: '',
      stderr: "publish: unknown option '--now'; there is only --dry-run\n",
    });
    // Without a tag, or with changes: whichever this is, nothing is built or published.
    const { status, stdout, stderr } = publish();
    expect([status, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^publish: (there are changes|the commit has no tag|there is no identity)[^\n]*\n$/);
  });
});
