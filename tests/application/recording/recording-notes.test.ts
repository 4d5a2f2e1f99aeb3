import { expect } from 'chai';
import { StandardEngine } from '../../../adapters/web/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { BlockWriter } from '../../../application/recording/format/block-writer.js';
import { BlockKind, readBlocks } from '../../../application/recording/format/recording-format.js';
import {
  RecordingError,
  RecordingReader,
  readRecording,
  replay,
  withNotes,
} from '../../../application/recording/index.js';
import { recordSample } from './sample-run.js';

/** The file with a further block before the one of that kind. */
function with_(file: Uint8Array, before: number, kind: number, contents: string): Uint8Array {
  const pieces: Buffer[] = [];
  const writer = new BlockWriter(bytes => pieces.push(Buffer.from(bytes)));
  for (const block of readBlocks(file)) {
    if (block.kind === before) writer.write(kind, new TextEncoder().encode(contents));
    writer.write(block.kind, block.u8.subarray(block.from, block.to));
  }
  return new Uint8Array(Buffer.concat(pieces));
}

describe('Notes on a recording', () => {
  const notes = new Map([
    [7, 'here it opens the file\nwith <b>no</b> rights'],
    [0, 'the beginning: \u00e9\u{1f600}'],
  ]);

  it('are kept in it, and leave everything else unchanged', async () => {
    const { file, wasm } = await recordSample();
    const noted = withNotes(file, notes);
    const [before, after] = [readRecording(file), readRecording(noted)];
    expect([...after.notes]).to.deep.equal([...notes].reverse());
    expect([...before.notes]).to.deep.equal([]);
    const lines = (recording: typeof before) => [...recording.calls()].map(call => call.text());
    expect(lines(after)).to.deep.equal(lines(before));
    expect([after.header, after.end, after.callCount]).to.deep.equal([before.header, before.end, before.callCount]);
    const engine = new StandardEngine();
    expect(await replay(after, await engine.compile(wasm), engine)).to.deep.equal({ exitCode: 3 });
  });

  it('can be replaced, and removed without a trace', async () => {
    const { file } = await recordSample();
    const other = withNotes(withNotes(file, notes), new Map([[3, 'another']]));
    expect([...readRecording(other).notes]).to.deep.equal([[3, 'another']]);
    expect(withNotes(other, new Map())).to.deep.equal(file);
  });

  it('are read piece by piece, too', async () => {
    const noted = withNotes((await recordSample()).file, notes);
    const reader = new RecordingReader();
    for (const byte of noted) {
      reader.add(Uint8Array.of(byte));
      while (reader.nextBlock());
    }
    reader.finish();
    expect(reader.notes.get(7)).to.equal(notes.get(7));
  });

  it('are a kind of block that older readers skip; unknown kinds of others are refused', async () => {
    const { file } = await recordSample();
    const unknown = with_(file, BlockKind.end, 0x78, 'whatever');
    expect([...readRecording(unknown).calls()]).to.have.length(15);
    expect(() => readRecording(with_(file, BlockKind.end, 0x58, 'whatever'))).to.throw(
      RecordingError,
      'has a block of an unknown kind, 88',
    );
    // Unknown blocks stay in place.
    expect(withNotes(withNotes(unknown, notes), new Map())).to.deep.equal(unknown);
  });

  it('are refused in any other form', async () => {
    const { file } = await recordSample();
    for (const text of ['', '{', 'null', '{"notes":3}', '{"notes":[null]}', '{"notes":[{"call":-1,"text":""}]}'])
      expect(() => readRecording(with_(file, BlockKind.end, BlockKind.notes, text)), text).to.throw(
        RecordingError,
        'has notes that cannot be read',
      );
    expect(() => withNotes(file, { 3: 'x' } as never)).to.throw(ConfigurationError, 'the notes on a recording');
    expect(() => withNotes(file, new Map([[-1, 'x']]))).to.throw(ConfigurationError);
    expect(() => withNotes(file.subarray(0, -30), notes)).to.throw(RecordingError, 'is cut off');
    expect(() => withNotes(new Uint8Array(20), notes)).to.throw(RecordingError);
  });
});
