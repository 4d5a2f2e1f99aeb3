import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { faulty, mounts, overlay, type Place, quota, readOnly } from '../../../application/composition/index.js';
import { descendTo, expectErrno, namesIn, openFile, put, take } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { PreopenOptions } from '../../../application/runtime/index.js';
import { type Directory, Errno, Open, Right } from '../../../domain/index.js';
import { descriptors } from '../../adapters/node/scratch.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { runOn } from '../../guests/own-host.js';
import { bundle, esbuildProject } from '../../programs/esbuild.js';
import { folderWith } from '../../programs/folder.js';

const runtime = createRuntime(nodePorts());

/** Opens a preopen as a program would have it. */
function withPreopen(place: Place | PreopenOptions, use: (directory: Directory) => void): void {
  const guest = runtime.createImports({ preopens: { '/': place } });
  try {
    const { resource } = guest.descriptors.peek(3) as { resource: unknown };
    use(resource as Directory);
  } finally {
    guest.close();
  }
}

/** Everything below a folder of the host's: path → content. */
function contentsOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.substring(folder.length + 1)] = readFileSync(path, 'utf8');
  }
  return found;
}

describe('preopens that are compositions', () => {
  let folder: string;
  let before: string[];
  beforeEach(() => {
    before = descriptors();
    folder = folderWith({ 'work/file': 'content', 'work/dir/inner': 'inner', 'more/name': 'more' });
  });
  afterEach(() => {
    expect(descriptors()).to.deep.equal(before);
    rmSync(folder, { recursive: true });
  });

  it('open the host paths in them, and close them with the program', () => {
    const work = join(folder, 'work');
    const more = join(folder, 'more');
    withPreopen(readOnly(work), root => {
      expect(take(root, 'file')).to.equal('content');
      expectErrno(root.createDirectory('new'), -Errno.EROFS);
    });
    withPreopen(mounts(work, { mnt: more, 'dir/tmp': memoryDirectory({ a: 'b' }) }), root => {
      expect(take(descendTo(root, 'mnt'), 'name')).to.equal('more');
      expect(take(descendTo(root, 'dir/tmp'), 'a')).to.equal('b');
    });
    withPreopen(quota(work, { bytes: 12 }), root => {
      const file = openFile(root, 'file', Open.WRITE);
      expectErrno(file.setSize(8), -Errno.EDQUOT);
      file.close();
    });
    withPreopen(faulty(readOnly(work), [{ path: 'file', operation: 'stat', errno: 'EIO' }]), root => {
      expect(take(descendTo(root, 'dir'), 'inner')).to.equal('inner');
    });
    expect(contentsOf(work)).to.deep.equal({ file: 'content', 'dir/inner': 'inner' });
  });

  it('take rights away too, if that is asked for', () => {
    const guest = runtime.createImports({
      preopens: { '/': { directory: mounts(join(folder, 'work'), {}), readOnly: true } },
    });
    const rights = guest.descriptors.peek(3)?.rightsBase ?? Right.FD_WRITE;
    expect(rights & Right.PATH_CREATE_DIRECTORY).to.equal(0);
    guest.close();
  });

  it('tell which path is wrong, and leave nothing open', () => {
    const work = join(folder, 'work');
    for (const place of [
      readOnly(join(folder, 'missing')),
      mounts(work, { a: join(folder, 'more'), b: join(folder, 'missing') }),
      overlay(work, join(folder, 'missing')),
      overlay(join(folder, 'missing'), work),
      quota(faulty(join(folder, 'missing'), []), {}),
    ]) {
      expect(() => withPreopen(place, () => {})).to.throw(
        ConfigurationError,
        /cannot open the directory ".*missing": it does not exist; create it/,
      );
    }
  });

  it('keep an overlay from program to program, and between two folders of the host', () => {
    const changes = join(folder, 'changes');
    mkdirSync(changes);
    const kept = overlay(join(folder, 'work'), changes);
    withPreopen(kept, root => {
      put(root, 'new', 'x');
      expectErrno(root.unlink('file'), 0);
    });
    withPreopen(kept, root => expect(namesIn(root)).to.deep.equal(['dir', 'new']));
    expect(contentsOf(changes)).to.deep.equal({ new: 'x' });
    expect(kept.changes().removed.map(({ path }) => path)).to.deep.equal(['file']);
    writeFileSync(join(folder, 'work/late'), 'y');
    kept.apply();
    expect(contentsOf(join(folder, 'work'))).to.deep.equal({ new: 'x', late: 'y', 'dir/inner': 'inner' });
    expect(contentsOf(changes)).to.deep.equal({});
    expect(kept.changes()).to.deep.equal({ added: [], changed: [], removed: [] });
  });

  it('let a C program write all over an overlay and a mount, and leave the folder as it was', async function () {
    this.timeout(BUILD_TIMEOUT);
    const wasm = await buildC('linking');
    const work = join(folder, 'work');
    const composed = overlay(work, memoryDirectory());
    const result = await runOn(runtime, wasm, {
      argv0: 'path_rename',
      preopens: { '/': mounts(composed, { tmp: memoryDirectory() }) },
    });
    expect(result).to.include({ exitCode: 0, stderr: '' });
    expect(contentsOf(work)).to.deep.equal({ file: 'content', 'dir/inner': 'inner' });
  });

  it('let esbuild bundle on an overlay: the project stays as it was until the changes are applied', async function () {
    this.timeout(240_000);
    const project = folderWith(esbuildProject);
    try {
      const { wasm, argv, env = {} } = bundle(project);
      const [argv0 = '', ...args] = argv;
      const upper = memoryDirectory();
      const composed = overlay(project, upper);
      const preopens = { '/': composed };
      const { exitCode, stderr } = await runOn(runtime, readFileSync(wasm), { argv0, args, env, preopens });
      expect(exitCode, stderr).to.equal(0);
      expect(existsSync(join(project, 'out'))).to.equal(false);
      const { added, changed, removed } = composed.changes();
      expect(added.map(({ path }) => path)).to.deep.equal(['out', 'out/main.css', 'out/main.js']);
      expect([changed, removed]).to.deep.equal([[], []]);
      expect(namesIn(upper), 'what is only read is not copied').to.deep.equal(['out']);
      composed.apply();
      const output = execFileSync(process.execPath, [join(project, 'out/main.js')], { encoding: 'utf8' });
      expect(output).to.equal('v1.2.3 9.00 3.14\n');
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
