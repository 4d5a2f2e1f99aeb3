import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryDirectory } from '../../adapters/memory/index.js';
import { nodeHostCalls } from '../../adapters/node/host-calls.js';
import { NodeFileSystem } from '../../adapters/node/index.js';
import { namesInParts } from '../../adapters/node/names-in-parts.js';
import { LinuxFileSystem } from '../../adapters/system/index.js';
import { mounts, overlay, readOnly } from '../../application/composition/index.js';
import { type Directory, Errno } from '../../domain/index.js';
import { LINUX, needing, systemInterface } from '../needs.js';

/** As many entries as need a pause in each adapter that reads directories of the host. */
const COUNT = 3000;

describe('a listing that takes long', function () {
  this.timeout(60_000);
  let path: string;
  before(() => {
    path = mkdtempSync(join(tmpdir(), 'hostcall-listing-'));
    for (let i = 0; i < COUNT; i++) writeFileSync(join(path, `file-${i}`), '');
  });
  after(() => rmSync(path, { recursive: true }));

  const opened = (directory: Directory | number): Directory => {
    if (typeof directory === 'number') throw new Error(`errno ${-directory}`);
    return directory;
  };
  const inNode = () => opened(new NodeFileSystem().openPreopen(path));
  const inMemory = () => memoryDirectory(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`${i}`, ''])));

  function checks(open: () => Directory, count: number): void {
    const directory = open();
    let pauses = 0;
    const entries = directory.list(() => pauses++);
    expect(entries).to.have.lengthOf(count);
    expect(pauses).to.be.within(1, count / 10);
    const why = new Error('stopped');
    expect(() =>
      directory.list(() => {
        throw why;
      }),
    ).to.throw(why);
    expect(directory.list()).to.have.lengthOf(count);
    directory.close();
  }

  it('pauses through fs, and can be left there', () => checks(inNode, COUNT));
  needing(LINUX).it('reads the names of a large directory through fs in parts, and leaves no descriptor open', () => {
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    const why = new Error('stopped');
    let pauses = 0;
    expect(() =>
      namesInParts(path, () => {
        if (++pauses === 2) throw why;
      }),
    ).to.throw(why);
    pauses = 0;
    expect(namesInParts(path, () => pauses++)).to.have.members(readdirSync(path));
    expect(pauses).to.be.within(2, COUNT / 10);
    expect(namesInParts(join(path, 'missing'), () => {})).to.equal(-Errno.ENOENT);
    expect(namesInParts(join(path, 'file-0'), () => {})).to.equal(-Errno.ENOTDIR);
    expect(descriptors()).to.equal(before);
  });

  needing(LINUX).it('can be left while the names are read, if the directory reports a large size', () => {
    const size = statSync(path).size;
    const asked: string[] = [];
    nodeHostCalls.readdir(path, () => asked.push('pause'));
    expect(asked.length > 0).to.equal(size >= 65_536);
  });

  it('pauses in memory', () => checks(inMemory, 20_000));
  it('pauses in compositions', () => {
    checks(() => readOnly(inNode()), COUNT);
    checks(() => overlay(inNode(), memoryDirectory()).openDirectory(), COUNT);
    checks(() => mounts(inNode(), { 'file-0': memoryDirectory() }), COUNT);
  });

  for (const name of ['koffi', 'node:ffi'] as const) {
    needing(LINUX, systemInterface(name)).it(`pauses through ${name}, and leaves no descriptor open`, () => {
      const descriptors = () => readdirSync('/proc/self/fd').length;
      const fileSystem = new LinuxFileSystem(name);
      checks(() => opened(fileSystem.openPreopen(path)), COUNT);
      const before = descriptors();
      checks(() => opened(fileSystem.openPreopen(path)), COUNT);
      expect(descriptors()).to.equal(before);
    });
  }
});
