import { expect } from 'chai';
import fc from 'fast-check';
import { BlockWriter } from '../../../application/recording/format/block-writer.js';
import { ByteWriter } from '../../../application/recording/format/byte-writer.js';
import { CallFlag, HAS_FLAGS, LabelCode } from '../../../application/recording/format/call-layout.js';
import { BlockKind, readBlocks } from '../../../application/recording/format/recording-format.js';
import { RecordingError, readRecording } from '../../../application/recording/index.js';
import { encodeJson } from '../../../application/recording/recording-header.js';
import { hostcallNames } from '../../../domain/index.js';
import { someHeader } from '../../guests/recorded-run.js';
import { recordSample } from './sample-run.js';

/** A file of blocks, with checksums that fit. */
function fileOf(...blocks: readonly (readonly [kind: number, contents: Uint8Array])[]): Uint8Array {
  const pieces: Buffer[] = [];
  const writer = new BlockWriter(bytes => pieces.push(Buffer.from(bytes)));
  for (const [kind, contents] of blocks) writer.write(kind, contents);
  return new Uint8Array(Buffer.concat(pieces));
}

const PATH_RENAME = hostcallNames.indexOf('path_rename');
const SCHED_YIELD = hostcallNames.indexOf('sched_yield');
const header = [BlockKind.header, encodeJson(someHeader)] as const;
const end = (calls: number) => [BlockKind.end, encodeJson({ calls, end: { exitCode: 0 } })] as const;
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A recording of one call, with a note on it. */
function noted(text: string): Uint8Array {
  const out = new ByteWriter();
  out.varint(0);
  for (const byte of [SCHED_YIELD | HAS_FLAGS, CallFlag.extras]) out.byte(byte);
  const note = new TextEncoder().encode(text);
  out.varint(note.length);
  out.reserve(note.length);
  out.bytes(note);
  for (let i = 0; i < 3; i++) out.byte(0);
  return fileOf(header, [BlockKind.calls, out.u8.subarray(0, out.length)], end(1));
}

/** Reads all there is, and prints it. @returns the error, if it is one about the file */
function problemOf(file: Uint8Array): RecordingError | undefined {
  try {
    for (const call of readRecording(file).calls()) {
      call.text();
      JSON.stringify(call);
    }
    return undefined;
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
}

describe('A forged file with correct checksums', () => {
  it('is read, or refused with an offset, whatever its calls are', async () => {
    const { file } = await recordSample();
    const [, calls] = readBlocks(file);
    const good = file.slice(calls?.from, calls?.to);
    const change = fc.record({
      at: fc.nat(good.length - 1),
      byte: fc.nat(255),
      remove: fc.nat(2),
      add: fc.uint8Array({ maxLength: 4 }),
    });
    let refused = 0;
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), changes => {
        const contents = [...good];
        for (const { at, byte, remove, add } of changes) contents.splice(at, 1 + remove, byte, ...add);
        const made = fileOf(header, [BlockKind.calls, Uint8Array.from(contents)], end(15));
        const problem = problemOf(made);
        if (problem === undefined) read++;
        else refused++;
        if (problem !== undefined) expect(problem.offset).to.be.within(0, made.length);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(refused, read)).to.be.greaterThan(20);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        problemOf(fileOf(header, [BlockKind.calls, bytes], end(1)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is refused if a required part is missing', () => {
    const denials: readonly (readonly [Uint8Array, string])[] = [
      [fileOf(end(0)), 'does not begin with its header'],
      [fileOf(header, header, end(0)), 'has a block of an unknown kind, 72'],
      [fileOf(header, end(1)), 'has 0 calls, and its trailer says 1'],
      [fileOf([BlockKind.header, json([])], end(0)), 'has a header that cannot be read'],
      [fileOf([BlockKind.header, new Uint8Array([0x7b, 0xff])], end(0)), 'has a header that cannot be read'],
      [fileOf([BlockKind.header, json({ ...someHeader, sha256: 'abc' })], end(0)), 'has a header that cannot be read'],
      [
        fileOf([BlockKind.header, json({ ...someHeader, invoke: { name: 1 } })], end(0)),
        'has a header that cannot be read',
      ],
      [fileOf(header, [BlockKind.end, json({ calls: -1, end: { exitCode: 0 } })]), 'has a trailer that cannot be read'],
      [fileOf(header, [BlockKind.end, json({ calls: 0, end: {} })]), 'has a trailer that cannot be read'],
      [fileOf(header, [BlockKind.calls, new Uint8Array([0, 0x3f])], end(1)), 'has a hostcall that does not exist'],
      [fileOf(header, [BlockKind.calls, new Uint8Array(9).fill(0xff)], end(1)), 'has a number that is too large'],
      // A call that opens nothing, with the label of what it opened.
      [
        fileOf(header, [BlockKind.calls, Uint8Array.of(0, PATH_RENAME, 0, 0, 0, 0, 0, 0, LabelCode.opened)], end(1)),
        'has a label that follows from nothing',
      ],
    ];
    const notes = [
      '5',
      '[]',
      '{"stack":5}',
      '{"stack":"at f"}',
      '{"injected":"yes"}',
      '{"descriptor":"file"}',
      '{"descriptor":{"filetype":4,"rightsBase":"all","rightsInheriting":0}}',
      '{"subscribed":{"length":1e9}}',
      '{"subscribed":[1]}',
      '['.repeat(100_000),
    ];
    for (const text of notes)
      expect(problemOf(noted(text))?.message, text.slice(0, 40)).to.include('has a note on a call');
    for (const text of [
      '{"colour":{"a":1}}',
      '{"__proto__":{"stack":5}}',
      '{"stack":[{"function":"f"}]}',
      '{"denial":{"kind":"x"}}',
    ])
      expect(problemOf(noted(text)), text).to.equal(undefined);
    for (const [file, problem] of denials) expect(problemOf(file)?.message, problem).to.include(problem);
  });

  it('may have unknown fields in its header', () => {
    const more = json({ ...someHeader, colour: 'green' });
    expect(problemOf(fileOf([BlockKind.header, more], end(0)))).to.equal(undefined);
  });
});
