import { expect } from 'chai';
import { packTar } from 'modern-tar';
import { fromTar, memoryDirectory, snapshot } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { stepsOfJson, stepsOfText, TraceFormatError } from '../../application/comparison/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { functionSymbols, readSections } from '../../application/modules/index.js';
import { RecordingError, readRecording } from '../../application/recording/index.js';
import { recordSample } from '../application/recording/sample-run.js';
import { mechanism } from './mechanisms.js';

/** The memory that a reader may use beside its input: the uncertainty of garbage collection. */
const HOST_BYTES = 64 * 2 ** 20;

/** Runs something that is refused in a sentence, or does what it should, without much memory. */
async function cheaply(what: string, read: () => unknown): Promise<void> {
  const before = process.memoryUsage();
  try {
    await read();
  } catch (error) {
    const kinds = [ConfigurationError, RecordingError, TraceFormatError];
    if (!kinds.some(kind => error instanceof kind)) throw new Error(`${what}: ${(error as Error).stack}`);
    expect((error as Error).message, what).to.have.length.lessThan(5000);
  }
  const after = process.memoryUsage();
  expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers, what).to.be.lessThan(HOST_BYTES);
}

/** A number as LEB128, of five bytes: as much as there can be. */
const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

describe('Files from strangers', () => {
  it(`${mechanism(41)}: a module that says that it has 2^32 of everything`, async () => {
    const runtime = createRuntime(nodePorts());
    for (let section = 0; section <= 13; section++) {
      for (const bytes of [
        [section, ...HUGE],
        [section, 5, ...HUGE],
        [section, 10, ...HUGE, ...HUGE],
        [section, 11, 1, ...HUGE, ...HUGE],
        // Names as long as the file says, and longer than the section.
        [section, 8, 1, ...HUGE, 0x61, 0x61],
        [0, 13, 4, 0x6e, 0x61, 0x6d, 0x65, section, 6, ...HUGE, 0],
      ]) {
        const module = Uint8Array.from([...HEADER, ...bytes]);
        await cheaply(`section ${section}`, () => [readSections(module), functionSymbols(module, 'm').nameOf(1)]);
        await cheaply(`a run of section ${section}`, () => runtime.run(module));
      }
    }
  });

  it(`${mechanism(41)}: a recording with each of its bytes the largest, and cut off anywhere`, async () => {
    const { file } = await recordSample();
    const read = (bytes: Uint8Array) => () => {
      for (const call of readRecording(bytes, { partial: true }).calls()) call.text();
    };
    for (let at = 0; at < file.length; at += at < 300 ? 1 : 7) {
      const changed = file.slice();
      changed.fill(0xff, at, at + 5);
      await cheaply(`bytes ${at} to ${at + 5}`, read(changed));
      await cheaply(`the first ${at} bytes`, read(file.subarray(0, at)));
    }
  });

  it(`${mechanism(41)}: an archive that leads out, goes round, or says that it is larger than it is`, async () => {
    const archive = (...headers: Parameters<typeof packTar>[0]) => packTar(headers);
    for (const name of ['/etc/passwd', '../x', 'a/../../x', 'a/../..', '..', '/', 'a/\0b', `${'n/'.repeat(9000)}n`]) {
      await cheaply(name.slice(0, 20), async () => {
        const tree = await fromTar(await archive({ header: { name, size: 1, type: 'file' }, body: 'x' }));
        for (const path of tree.keys()) expect(path).to.not.match(/(^|\/)\.\.(\/|$)|^\//);
        memoryDirectory(tree);
      });
    }
    for (const linkname of ['../x', '/etc/passwd', 'a', 'missing', 'b/../a', '']) {
      await cheaply(`a hard link to ${linkname}`, async () =>
        memoryDirectory(await fromTar(await archive({ header: { name: 'a', size: 0, type: 'link', linkname } }))),
      );
      await cheaply(`a link to ${linkname}`, async () => {
        const tree = await fromTar(await archive({ header: { name: 'a', size: 0, type: 'symlink', linkname } }));
        expect(snapshot(memoryDirectory(tree)).get('a')).to.deep.include({ kind: 'symlink' });
      });
    }
    const plain = await archive({ header: { name: 'a', size: 3, type: 'file' }, body: 'abc' });
    for (const size of ['77777777777', '\x80\0\0\0\0\x7f\xff\xff\xff\xff\xff', '-0000000001', '           ']) {
      const changed = plain.slice();
      changed.set(Buffer.from(size.padEnd(12, '\0'), 'latin1'), 124);
      // The sum of the header, with spaces in its own place.
      changed.fill(0x20, 148, 156);
      const sum = changed.subarray(0, 512).reduce((all, byte) => all + byte, 0);
      changed.set(Buffer.from(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
      await cheaply(`a size of ${JSON.stringify(size)}`, () => fromTar(changed));
    }
    const times = { mtime: '99999999999.5' };
    const tree = await fromTar(await archive({ header: { name: 'a', size: 0, type: 'file', pax: times } }));
    expect(tree.get('a')).to.include({ modified: 2n ** 64n - 1n });
    memoryDirectory(tree);
  });

  it(`${mechanism(41)}: a trace that is one long line, or deep, or full of quotes`, async () => {
    for (const piece of ['"', '\\', '\\x', '(', '[', '{', '{buf=', 'fd_read(', '1, ', '<', '\u{10ffff}', '\0']) {
      const line = piece.repeat(200_000);
      await cheaply(`lines of ${JSON.stringify(piece)}`, () => [...stepsOfText([line, `fd_read(${line}) = 0`])]);
      await cheaply(`JSON of ${JSON.stringify(piece)}`, () => [
        ...stepsOfJson([line, JSON.stringify({ type: 'call', text: line }), `{"type":${line}`]),
      ]);
    }
  });
});
