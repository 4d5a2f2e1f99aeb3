import { expect } from 'chai';
import { captureOutput, memoryDirectory } from '../../../adapters/memory/index.js';
import { openFile } from '../../../application/contract/index.js';
import { fileOf, isSeekable, positionedFile, streamOf } from '../../../domain/descriptors/streams.js';
import { type File, Filetype, Open, type Stream } from '../../../domain/index.js';

/** A resource with some of its properties changed. */
function like<Kind extends File | Stream>(resource: Kind, changed: Partial<Kind>): Kind {
  return Object.assign(Object.create(resource), changed);
}

describe('the stream and the file of a resource', () => {
  const directory = memoryDirectory();
  const file = openFile(directory, 'file', Open.READ | Open.WRITE | Open.CREATE);
  const stream: Stream = captureOutput();
  const redirected = like(stream, { file });
  const device = like(file, { filetype: Filetype.CHARACTER_DEVICE, stream });

  for (const [what, resource, as] of [
    ['a file', file, { stream: undefined, file, positioned: file }],
    ['a stream', stream, { stream, file: undefined, positioned: undefined }],
    ['a stream that is redirected to a file', redirected, { stream: redirected, file, positioned: file }],
    ['a device that was opened by name', device, { stream, file: device, positioned: undefined }],
    ['a directory', directory, { stream: undefined, file: undefined, positioned: undefined }],
  ] as const)
    it(`are those of ${what}`, () => {
      expect(streamOf(resource)).to.equal(as.stream);
      expect(fileOf(resource)).to.equal(as.file);
      expect(positionedFile(resource)).to.equal(as.positioned);
    });

  it('have an offset if it is a regular file, or a character device that is not a terminal', () => {
    const terminal = like(stream, { filetype: Filetype.CHARACTER_DEVICE, terminal: true });
    const sought = [file, redirected, device, like(stream, { filetype: Filetype.CHARACTER_DEVICE })];
    expect(sought.map(isSeekable)).to.deep.equal([true, true, true, true]);
    const pipe = like(file, { filetype: Filetype.UNKNOWN });
    expect([pipe, stream, terminal].map(isSeekable)).to.deep.equal([false, false, false]);
  });
});
