import { expect } from 'chai';
import {
  type RecordedCall,
  RecordingError,
  RecordingReader,
  readRecording,
  readStoredRecording,
} from '../../../application/recording/index.js';
import { someHeader } from '../../guests/recorded-run.js';
import { recordRounds } from '../inspection/many-calls.js';

describe('A reader of a recording', () => {
  let file: Uint8Array;
  let lines: readonly string[];
  before(async () => {
    // Several blocks of 64 KiB.
    file = await recordRounds(1500);
    lines = [...readRecording(file).calls()].map(call => call.text());
  });

  /** Reads what there is, and gives the calls. */
  function* calls(reader: RecordingReader): Generator<RecordedCall> {
    while (reader.nextBlock()) yield* reader.callsOf(reader.blocks - 1);
  }

  for (const size of [1, 777, 100_000]) {
    it(`has all calls, whether its bytes come in one piece or in pieces of ${size}`, () => {
      const reader = new RecordingReader();
      const read: string[] = [];
      for (let at = 0; at < file.length; at += size) {
        reader.add(file.subarray(at, at + size));
        for (const call of calls(reader)) read.push(call.text());
      }
      reader.finish();
      expect(read).to.deep.equal(lines);
      expect(reader.blocks).to.be.greaterThan(2);
      expect(reader.header).to.deep.equal(someHeader);
      expect(reader.end).to.deep.equal({ exitCode: 0 });
      expect(reader.callCount).to.equal(lines.length);
      expect([reader.taken, reader.size]).to.deep.equal([file.length, file.length]);
    });
  }

  it('reads one stored elsewhere, one block of calls at a time once it has been checked', () => {
    const asked: number[] = [];
    const stored = {
      size: file.length,
      read: (from: number, to: number) => {
        asked.push(to - from);
        return file.slice(from, to);
      },
    };
    const recording = readStoredRecording(stored);
    expect(recording.callCount).to.equal(lines.length);
    asked.length = 0;
    let read = 0;
    for (const call of recording.calls()) {
      expect(call.text()).to.equal(lines[read++]);
      // One more block for each: none is read before it is needed.
      expect(asked.length).to.be.at.most(1 + read / 100);
    }
    expect(read).to.equal(lines.length);
    expect(asked.length).to.be.greaterThan(2);
    // A block is written when it has reached 64 KiB.
    expect(Math.max(...asked)).to.be.lessThan(2 * 0x10000);
    expect([...recording.calls()]).to.have.length(lines.length);
  });

  it('reads the available part of one stored elsewhere', () => {
    const cut = file.slice(0, -10);
    const stored = { size: cut.length, read: (from: number, to: number) => cut.slice(from, to) };
    expect(() => readStoredRecording(stored)).to.throw(RecordingError, 'is cut off');
    expect([...readStoredRecording(stored, { partial: true }).calls()]).to.have.length(lines.length);
  });

  it('reads a block again, without those before it', () => {
    const reader = new RecordingReader();
    reader.add(file);
    while (reader.nextBlock());
    const counts = Array.from({ length: reader.blocks }, (_, block) => [...reader.callsOf(block)].length);
    const [first = 0] = counts;
    expect([...reader.callsOf(1)].map(call => call.text())).to.deep.equal(lines.slice(first, first + (counts[1] ?? 0)));
  });

  it('reports a missing end only on request, and damage at once, after the calls before it', () => {
    const half = new RecordingReader();
    half.add(file.subarray(0, -10));
    expect([...calls(half)]).to.have.length(lines.length);
    expect(half.end).to.equal(undefined);
    expect(() => half.finish()).to.throw(RecordingError, `is cut off: it ends inside the block`);

    const damaged = new RecordingReader();
    const bytes = file.slice();
    bytes[bytes.length - 20] = 0xff & ~(bytes[bytes.length - 20] as number);
    // The second piece has the damage: offsets count from the beginning of the file.
    damaged.add(bytes.subarray(0, 70_000));
    damaged.add(bytes.subarray(70_000));
    const read: RecordedCall[] = [];
    expect(() => {
      for (const call of calls(damaged)) read.push(call);
    })
      .to.throw(RecordingError, 'is damaged')
      .with.property('offset')
      .greaterThan(70_000);
    expect(read).to.have.length(lines.length);
  });
});
