import { expect } from 'chai';
import { BlockWriter } from '../../../application/recording/format/block-writer.js';
import { ByteWriter } from '../../../application/recording/format/byte-writer.js';
import { LabelCode, NameCode } from '../../../application/recording/format/call-layout.js';
import { BlockKind } from '../../../application/recording/format/recording-format.js';
import { LABEL_LIMIT } from '../../../application/recording/format/reference-budget.js';
import { RecordingError, RecordingWriter, readRecording } from '../../../application/recording/index.js';
import { encodeJson } from '../../../application/recording/recording-header.js';
import { recordOf } from '../../../application/tracing/index.js';
import { hostcallNames } from '../../../domain/index.js';
import { someHeader } from '../../guests/recorded-run.js';
import { recordSample } from './sample-run.js';

const FD_CLOSE = hostcallNames.indexOf('fd_close');
const PATH_OPEN = hostcallNames.indexOf('path_open');
const PATH_UNLINK = hostcallNames.indexOf('path_unlink_file');
/** A call that succeeded, took no time, and was passed what the one before it was. */
const head = (call: number) => [call, 0, 0, 0];

/** A recording of one block of calls, with checksums that fit. */
function recordingOf(fill: (out: ByteWriter) => number): Uint8Array {
  const out = new ByteWriter();
  out.varint(0);
  const calls = fill(out);
  const pieces: Buffer[] = [];
  const writer = new BlockWriter(bytes => pieces.push(Buffer.from(bytes)));
  writer.write(BlockKind.header, encodeJson(someHeader));
  writer.write(BlockKind.calls, out.u8.subarray(0, out.length));
  writer.write(BlockKind.end, encodeJson({ calls, end: { exitCode: 0 } }));
  return new Uint8Array(Buffer.concat(pieces));
}

function put(out: ByteWriter, ...bytes: readonly number[]): void {
  out.reserve(bytes.length);
  for (const byte of bytes) out.byte(byte);
}

function putText(out: ByteWriter, code: number, length: number): void {
  put(out, code);
  out.varint(length);
  out.reserve(length);
  out.bytes(new Uint8Array(length).fill(0x61));
}

/** How much text its calls make, in every form they have, until it is refused; and why it is. */
function printed(file: Uint8Array): { size: number; problem: string | undefined } {
  let size = 0;
  try {
    for (const call of readRecording(file).calls()) size += call.text().length + JSON.stringify(call).length;
    return { size, problem: undefined };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    return { size, problem: error.message };
  }
}

const MANY = 50_000;
/** Bytes of text for a byte of a recording. */
const MOST = 300;

describe('A small recording', () => {
  it('cannot expand to any amount of labels', () => {
    const file = recordingOf(out => {
      put(out, ...head(FD_CLOSE));
      putText(out, LabelCode.added, 40_000);
      for (let i = 1; i < MANY; i++) put(out, ...head(FD_CLOSE), LabelCode.known);
      return MANY;
    });
    const { size, problem } = printed(file);
    expect(problem).to.contain('repeats its labels too often');
    expect(size).to.be.lessThan(MOST * file.length);
  });

  it('cannot expand to labels that grow with every call', () => {
    const file = recordingOf(out => {
      for (let i = 0; i < MANY; i++) {
        put(out, ...head(PATH_OPEN));
        if (i === 0) putText(out, LabelCode.added, 100);
        else out.varint(LabelCode.known + i);
        if (i === 0) putText(out, NameCode.added, 1000);
        else put(out, NameCode.known);
        put(out, LabelCode.opened, 4);
      }
      return MANY;
    });
    const { size, problem } = printed(file);
    expect(problem).to.match(/repeats its (?:labels|names) too often|has a label that is too long/);
    expect(size).to.be.lessThan(MOST * file.length);
  });

  it('cannot expand to any amount of names', () => {
    const file = recordingOf(out => {
      for (let i = 0; i < MANY; i++) {
        put(out, ...head(PATH_UNLINK), LabelCode.none);
        if (i === 0) putText(out, NameCode.added, 40_000);
        else put(out, NameCode.known);
      }
      return MANY;
    });
    const { size, problem } = printed(file);
    expect(problem).to.contain('repeats its names too often');
    expect(size).to.be.lessThan(MOST * file.length);
  });

  it('cannot have a label that is too long to be printed', () => {
    const file = recordingOf(out => {
      put(out, ...head(FD_CLOSE));
      putText(out, LabelCode.added, LABEL_LIMIT + 1);
      return 1;
    });
    expect(printed(file).problem).to.contain('has a label that is too long');
  });
});

describe('A program’s use of long names', () => {
  const LONG = 'x'.repeat(5000);

  it('is recorded, however often they occur', async () => {
    const { file } = await recordSample();
    const [read] = [...readRecording(file).calls()].filter(({ name }) => name === 'fd_read');
    if (read === undefined) throw new Error('the sample reads no file');
    const pieces: Buffer[] = [];
    const writer = new RecordingWriter(someHeader, bytes => pieces.push(Buffer.from(bytes)));
    const labels = Array.from({ length: 3000 }, (_, i) => `${LONG}${i % 7}`);
    for (const label of labels) writer.add(Object.assign(read, { label }));
    writer.add(Object.assign(read, { label: 'y'.repeat(LABEL_LIMIT + 5) }));
    writer.end({ exitCode: 0 });
    const found = [...readRecording(new Uint8Array(Buffer.concat(pieces))).calls()].map(call => recordOf(call).label);
    expect(found.slice(0, -1)).to.deep.equal(labels);
    expect(found.at(-1)).to.equal('y'.repeat(LABEL_LIMIT));
  });
});
