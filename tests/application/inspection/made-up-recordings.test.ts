import { expect } from 'chai';
import fc from 'fast-check';
import {
  askAbout,
  CallList,
  explainFailure,
  failureText,
  memoryOfCall,
  originText,
  Selection,
  searchOrigin,
  traceByte,
  tracedText,
} from '../../../application/inspection/index.js';
import { BlockWriter } from '../../../application/recording/format/block-writer.js';
import { BlockKind, readBlocks } from '../../../application/recording/format/recording-format.js';
import { RecordingError } from '../../../application/recording/index.js';
import { parseFilter } from '../../../application/tracing/index.js';
import { recordSample } from '../recording/sample-run.js';
import { recordRounds } from './many-calls.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 4000);

/** The file with other calls, and checksums that fit. */
function withCalls(file: Uint8Array, change: (calls: Uint8Array) => Uint8Array): Uint8Array {
  const pieces: Buffer[] = [];
  const writer = new BlockWriter(bytes => pieces.push(Buffer.from(bytes)));
  for (const { kind, u8, from, to } of readBlocks(file)) {
    const contents = u8.subarray(from, to);
    writer.write(kind, kind === BlockKind.calls ? change(contents) : contents);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** Looks at everything in a recording; what is wrong with it is a RecordingError. */
function lookAtAll(file: Uint8Array): void {
  const list = new CallList();
  try {
    list.add(file);
    list.finish();
    while (list.advance());
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
  }
  const selection = new Selection(list, parseFilter('status=failed path=/ fd=3'));
  while (selection.advance());
  for (let index = 0; index < list.length; index++) {
    const event = list.event(index);
    if (event === undefined) throw new Error('there is no such call');
    expect(list.line(index)).to.match(/^[ -~]+$/);
    const { areas } = memoryOfCall(event);
    for (const row of list.descriptors?.at(index) ?? []) list.descriptors?.chain(row.life);
    const failure = explainFailure(list, index);
    if (failure !== undefined) expect(failureText(failure)).to.match(/^[ -~\u2019]+$/);
    const question = askAbout(list, index, 3);
    if (question !== undefined) expect(question.choices[question.answer]).to.be.a('string');
    for (const { address } of areas.slice(0, 2)) {
      const origin = searchOrigin(list, address, index + 1, event.instance).all();
      if (origin !== undefined) expect(originText(list, origin)).to.match(/^[ -~]+$/);
      const traced = traceByte(list, index, address);
      if (traced !== undefined) expect(tracedText(list, traced.all())).to.match(/^[ -~]+$/);
    }
  }
}

describe('A forged recording', () => {
  it('can be inspected, whatever its calls are', async () => {
    const files = [(await recordSample()).file, await recordRounds(3)];
    for (const file of files) lookAtAll(file);
    const edit = fc.record({
      at: fc.nat(100_000),
      byte: fc.nat(255),
      remove: fc.nat(2),
      add: fc.uint8Array({ maxLength: 4 }),
    });
    const runs = fc.property(
      fc.constantFrom(...files),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      (file, edits) => {
        lookAtAll(
          withCalls(file, calls => {
            const contents = [...calls];
            for (const { at, byte, remove, add } of edits)
              contents.splice(at % contents.length, 1 + remove, byte, ...add);
            return Uint8Array.from(contents);
          }),
        );
      },
    );
    fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS });
  });
});
