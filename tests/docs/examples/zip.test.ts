import { expect } from 'chai';
import { strToU8, zipSync } from 'fflate';
import { memoryDirectory } from '../../../adapters/memory/index.js';
import { nodeHost } from '../../../api/node.js';
import { assemble } from '../../../application/assembly/index.js';
import { overlay } from '../../../application/composition/index.js';
import {
  directoryContract,
  expectErrno,
  fileSystemContract,
  type Holdings,
  namesIn,
  readOnlyDirectoryContract,
  statOf,
  take,
} from '../../../application/contract/index.js';
import { ZipFileSystem, zipDirectory, zipFileSystem } from '../../../docs/examples/zip/index.js';
import { Errno, Open } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { runOn } from '../../guests/own-host.js';

/** An archive of these. */
function zipOf(holdings: Holdings): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(holdings).map(([path, content]) =>
        content === null ? [`${path}/`, new Uint8Array()] : [path, strToU8(content)],
      ),
    ),
  );
}

const reading = readOnlyDirectoryContract(holdings => ({ directory: zipDirectory(zipOf(holdings)) }), {
  symlinks: false,
});

describe('zipDirectory', () => {
  for (const { title, run } of reading) it(title, run);
});

const writing = directoryContract(() => ({
  directory: overlay(zipDirectory(zipOf({})), memoryDirectory()).openDirectory(),
}));

describe('zipDirectory, under an overlay', () => {
  for (const { title, run } of writing) it(title, run);
});

describe('the worked adapter', () => {
  const archives = { 'site.zip': zipOf({ 'pages/index.html': '<h1>hello</h1>', readme: 'read me' }) };

  describeContract(
    'ZipFileSystem',
    fileSystemContract(new ZipFileSystem(archives), () => ({
      directory: 'site.zip/pages',
      file: 'site.zip/readme',
      missing: 'other.zip',
    })),
  );

  it('is a file system for programs, once its module is assembled', async function () {
    this.timeout(BUILD_TIMEOUT);
    const runtime = assemble(nodeHost(), zipFileSystem({ 'site.zip': zipOf({ 'data/fs-tests.dir/file': 'x' }) }));
    const files = { argv0: 'fopen-with-access', preopens: { '/': 'site.zip/data' } };
    const result = await runOn(runtime, await buildC('libc'), files);
    expect(result).to.include({ exitCode: 0, stderr: '' });
  });

  it('takes names that objects have for what they are', () => {
    const directory = zipDirectory(zipOf({ constructor: 'a file', 'toString/valueOf': 'another' }), 5n);
    expect(take(directory, 'constructor')).to.equal('a file');
    expect(namesIn(directory)).to.deep.equal(['constructor', 'toString']);
    expectErrno(directory.open('hasOwnProperty', Open.READ), -Errno.ENOENT);
    expect(statOf(directory, 'constructor').modified).to.equal(5n);
  });

  it('refuses archives that lead elsewhere, or contradict themselves', () => {
    for (const path of ['../outside', '/absolute', 'a//b', 'a/./b', 'a/../b', 'nul\0']) {
      expect(() => zipDirectory(zipOf({ [path]: 'x' })), path).to.throw(Error, 'is not a path in a directory');
    }
    expect(() => zipDirectory(zipOf({ a: 'x', 'a/b': 'y' }))).to.throw(Error, 'lies in a file');
    expect(() => zipDirectory(new Uint8Array(100))).to.throw(Error);
  });
});
