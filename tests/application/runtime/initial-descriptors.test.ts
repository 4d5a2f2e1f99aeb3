import { expect } from 'chai';
import {
  bytesInput,
  callbackOutput,
  captureStdio,
  MemoryFileSystem,
  memoryDirectory,
} from '../../../adapters/memory/index.js';
import { WrappedStream } from '../../../application/composition/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { defaultLimits } from '../../../application/limits.js';
import { initialDescriptors } from '../../../application/runtime/initial-descriptors.js';
import type { ProgramOptions } from '../../../application/runtime/program-options.js';
import { type Descriptor, Fdflag, Filetype, Right, WRITING_RIGHTS } from '../../../domain/index.js';
import { watchDirectory } from '../../guests/watched-directory.js';

class AppendingStream extends WrappedStream {
  override get appending(): boolean {
    return true;
  }
}

const newCounts = () => ({ opened: 0, closed: 0, listed: 0 });
const counting = (counts = newCounts()) => watchDirectory(memoryDirectory({}), counts);

function open(options: ProgramOptions, descriptors = defaultLimits.descriptors): Descriptor[] {
  const limits = { ...defaultLimits, descriptors };
  const table = initialDescriptors(options, captureStdio(), new MemoryFileSystem({ work: {} }), limits, error => {
    throw error;
  });
  return [...table].map(([, descriptor]) => descriptor);
}

describe('the descriptors that a program starts with', () => {
  it('are its streams, and then its preopens in their order', () => {
    const all = open({ preopens: { '/': memoryDirectory({}), '/work': '/work', '.': counting() } });
    expect(all.map(({ label }) => label)).to.deep.equal(['stdin', 'stdout', 'stderr', '/', '/work', '.']);
    expect(all.map(({ preopenName }) => preopenName && new TextDecoder().decode(preopenName))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      '/',
      '/work',
      '.',
    ]);
    for (const { filetype } of all.slice(3)) expect(filetype).to.equal(Filetype.DIRECTORY);
  });

  it('have the runtime’s streams, or the given ones', () => {
    const stdin = bytesInput(new Uint8Array(3));
    const stdout = callbackOutput(() => true);
    const [first, second, third] = open({ stdin, stdout });
    expect([first?.resource, second?.resource]).to.deep.equal([stdin, stdout]);
    expect(third?.resource.kind).to.equal('stream');
  });

  it('hold no right to write to stdin, nor to read from stdout and stderr', () => {
    const [stdin, stdout, stderr] = open({});
    expect((stdin?.rightsBase ?? 0) & WRITING_RIGHTS).to.equal(0);
    expect((stdin?.rightsBase ?? 0) & Right.FD_READ).to.equal(Right.FD_READ);
    for (const output of [stdout, stderr]) {
      expect((output?.rightsBase ?? 0) & (Right.FD_READ | Right.FD_WRITE)).to.equal(Right.FD_WRITE);
    }
  });

  it('record that a stream appends', () => {
    const [, stdout, stderr] = open({ stdout: new AppendingStream(callbackOutput(() => true)) });
    expect([stdout?.flags, stderr?.flags]).to.deep.equal([Fdflag.APPEND, 0]);
  });

  it('have no right that changes something where a preopen is read-only, nor hand one down', () => {
    const [, , , plain, restricted] = open({
      preopens: { '/plain': counting(), '/restricted': { directory: counting(), readOnly: true } },
    });
    expect((plain?.rightsBase ?? 0) & WRITING_RIGHTS).not.to.equal(0);
    expect((plain?.rightsInheriting ?? 0) & WRITING_RIGHTS).not.to.equal(0);
    expect((restricted?.rightsBase ?? 0) & WRITING_RIGHTS).to.equal(0);
    expect((restricted?.rightsInheriting ?? 0) & WRITING_RIGHTS).to.equal(0);
    expect((restricted?.rightsBase ?? 0) & Right.PATH_OPEN).to.equal(Right.PATH_OPEN);
  });

  it('are closed again where one cannot be opened', () => {
    for (const [name, wrong] of [
      ['/missing', '/missing'],
      ['/nothing', null],
      ['a\0b', '/work'],
      ['\ud800', '/work'],
    ] as const) {
      const counts = newCounts();
      const options = { preopens: { '/': counting(counts), [name]: wrong } } as ProgramOptions;
      expect(() => open(options), name).to.throw(ConfigurationError);
      expect(counts.closed, name).to.equal(1);
    }
  });

  it('are closed again where the limit has no room for all', () => {
    const counts = newCounts();
    const preopens = { '/one': counting(counts), '/other': counting(counts) };
    expect(open({ preopens }, 5)).to.have.length(5);
    expect(() => open({ preopens }, 4)).to.throw(ConfigurationError, 'limits.descriptors');
    expect(counts.closed).to.equal(2);
  });

  it('cannot be anything but streams', () => {
    for (const wrong of [5, {}, memoryDirectory({})]) {
      expect(() => open({ stdout: wrong } as unknown as ProgramOptions)).to.throw(ConfigurationError, /^stdout /);
    }
  });
});
