import { expect } from 'chai';
import { EventRecord } from '../../../application/formats/strace/event-record.js';
import { RecordingError, RecordingWriter, readRecording } from '../../../application/recording/index.js';
import { crc32 } from '../../../application/tracing/capture/crc32.js';
import { recordOf, TraceHub } from '../../../application/tracing/index.js';
import { someHeader } from '../../guests/recorded-run.js';
import { TracedGuest } from '../tracing/traced-guest.js';
import { recordSample, secrets } from './sample-run.js';

/** The error of reading. */
function denial(file: Uint8Array): RecordingError {
  try {
    for (const _ of readRecording(file).calls()) {
      // Each is read.
    }
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
  throw new Error('it was read');
}

const with_ = (file: Uint8Array, at: number, value: number) => {
  const changed = file.slice();
  changed[at] = value;
  return changed;
};

describe('A recording', () => {
  let file: Uint8Array;
  before(async () => {
    ({ file } = await recordSample());
  });

  it('has a header, the calls as the trace has them, and how the program ended', () => {
    const recording = readRecording(file);
    expect(recording.header).to.deep.equal(someHeader);
    expect(recording.end).to.deep.equal({ exitCode: 3 });
    const calls = [...recording.calls()];
    expect(recording.callCount).to.equal(calls.length);
    const [random] = calls.splice(4, 1);
    expect(random?.name).to.equal('random_get');
    expect(random?.data).to.have.length(40);
    expect(calls.map(call => call.text())).to.deep.equal([
      'args_sizes_get([2], [32])               = 0',
      'args_get(["sample", "the-argument-of-a-secret"], 0x1100) = 0',
      'environ_get(["NAME=value-of-a-variable"], 0x1300) = 0',
      'clock_time_get(CLOCK_REALTIME, 1ns, [1769817600.000000000]) = 0',
      'fd_prestat_get(3, {tag=DIR, pr_name_len=1}) = 0',
      'path_filestat_get(3</>, SYMLINK_FOLLOW, "missing", 0x180) = -1 ENOENT (No such file or directory)',
      'path_open(3</>, 0, "notes.txt", 0, FD_READ, 0, 0) = 4</notes.txt>',
      'fd_readdir(3</>, 0x4000 /* 3 entries */, 4096, cookie=0) = 84',
      'fd_read(4</notes.txt>, [{buf="first line of the file, which is"..., buf_len=1000}], 1) = 62',
      'fd_write(1<stdout>, [{buf="first line of the file, which is"..., buf_len=62}], 1) = 62',
      'fd_read(0<stdin>, [{buf="typed by somebody\\n", buf_len=1000}], 1) = 18',
      'fd_write(2<stderr>, [{buf="typed by somebody\\n", buf_len=18}], 1) = 18',
      'poll_oneoff([{userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=0ns, 0}], 1) = 1 ([{userdata=0x0, CLOCK}])',
      'proc_exit(3)                            = ?',
    ]);
    expect(calls.map(call => call.stream)).to.deep.equal([
      ...Array(9).fill(undefined),
      1,
      undefined,
      2,
      undefined,
      undefined,
    ]);
    expect(calls[8]?.data).to.deep.equal(new TextEncoder().encode(secrets.file));
  });

  it('is complete even if the stack is exhausted within a call', () => {
    const stackEnds = () => new RangeError('Maximum call stack size exceeded');
    const calls = [...readRecording(file).calls()];
    const told = calls.map(call => call.text());
    const opened = calls[7] as (typeof calls)[number];
    expect(opened.name).to.equal('path_open');
    const { value } = recordOf(opened);
    let denials = 1;
    Object.defineProperty(opened, 'value', {
      get: () => {
        if (denials-- > 0) throw stackEnds();
        return value;
      },
    });
    const pieces: Uint8Array[] = [];
    let isBlocked = false;
    const writer = new RecordingWriter(someHeader, bytes => {
      if (isBlocked) throw stackEnds();
      pieces.push(bytes.slice());
    });
    for (const [at, call] of calls.entries()) {
      isBlocked = at === 8;
      writer.add(call);
    }
    writer.end({ exitCode: 3 });
    const again = [...readRecording(new Uint8Array(Buffer.concat(pieces))).calls()];
    expect(again.map(call => call.text())).to.deep.equal(told);
  });

  it('can be read any number of times', () => {
    const recording = readRecording(file);
    const lines = () => [...recording.calls()].map(call => call.text());
    expect(lines()).to.deep.equal(lines());
  });

  it('takes far less than the structs that the calls fill', () => {
    expect(file.length).to.be.lessThan(15 * 60);
  });

  it('that is cut off anywhere is refused, with the byte', () => {
    for (let length = 0; length < file.length; length++) {
      const error = denial(file.subarray(0, length));
      expect(error.offset, error.message).to.equal(length);
      expect(error.message).to.match(/^the recording is cut off\b.* \(at byte \d+\)$/);
    }
  });

  it('with any bit flipped is refused, at a byte that is not behind it', () => {
    for (let at = 0; at < file.length; at++) {
      for (const bit of [1, 0x80]) {
        const error = denial(with_(file, at, (file[at] as number) ^ bit));
        // A length that is too large is noticed where the file ends.
        if (!error.message.includes('cut off')) expect(error.offset, error.message).to.be.at.most(at);
      }
    }
  });

  it('with a block missing, duplicated or moved is refused', () => {
    const pieces: Buffer[] = [];
    const writer = new RecordingWriter(someHeader, bytes => pieces.push(Buffer.from(bytes)));
    const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { whole: true }));
    for (let i = 0; i < 9; i++) {
      const call = guest.trace('random_get', [0x1000, 40_000], () => {
        guest.memory.u8.fill(i, 0x1000, 0x1000 + 40_000);
        return 0;
      });
      writer.add(call);
    }
    writer.end({ exitCode: 0 });
    // The first bytes, and then three pieces a block.
    const [start, ...parts] = pieces;
    const blocks = Array.from({ length: parts.length / 3 }, (_, i) => Buffer.concat(parts.slice(3 * i, 3 * i + 3)));
    const [header, first, second, ...others] = blocks;
    expect(others.length).to.be.greaterThan(2);
    const joined = (...all: (Buffer | undefined)[]) =>
      new Uint8Array(Buffer.concat(all.filter(each => each !== undefined)));
    expect([...readRecording(joined(start, header, first, second, ...others)).calls()]).to.have.length(9);
    for (const file of [
      joined(start, header, second, ...others),
      joined(start, header, first, first, second, ...others),
      joined(start, header, second, first, ...others),
      joined(start, first, second, ...others),
    ])
      expect(denial(file).message).to.match(/is damaged|does not begin with its header/);
  });

  it('with something behind its end is refused', () => {
    const error = denial(new Uint8Array([...file, 0]));
    expect(error.message).to.equal(`the recording goes on behind its end (at byte ${file.length})`);
  });

  it('of another format is refused, with a remedy for other versions', () => {
    expect(denial(new TextEncoder().encode('fd_write(1, ...) = 3\n')).message).to.equal(
      'the recording does not begin as recordings do: this is another kind of file (at byte 0)',
    );
    expect(denial(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])).offset).to.equal(0);
    expect(denial(with_(file, 4, 0x0a)).offset).to.equal(4);
    expect(denial(with_(file, 8, 3)).message).to.equal(
      'the recording has version 3 of the format, and this hostcall reads version 2: a newer hostcall is needed (at byte 8)',
    );
    expect(denial(with_(file, 8, 0)).message).to.include('it was made by an older hostcall');
  });

  it('can be read up to the damage, on request', () => {
    const whole = readRecording(file);
    const calls = [...whole.calls()].length;
    const part = readRecording(file.subarray(0, -1), { partial: true });
    expect([...part.calls()]).to.have.length(calls);
    expect(part.callCount).to.equal(undefined);
    expect(part.damage).to.be.instanceOf(RecordingError);
    expect(part.end).to.deep.equal({ error: part.damage?.message });
    expect(whole.damage).to.equal(undefined);
    // Without its header it is none at all.
    expect(() => readRecording(file.subarray(0, 12), { partial: true })).to.throw(RecordingError);
  });

  it('is written out at least once a second', () => {
    let written = 0;
    const writer = new RecordingWriter(someHeader, bytes => {
      written += bytes.length;
    });
    const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { whole: true }));
    const header = written;
    for (let i = 0; i < 10; i++) writer.add(guest.trace('sched_yield', []));
    expect(written).to.equal(header);
    guest.now += 1.1e9;
    writer.add(guest.trace('sched_yield', []));
    expect(written).to.be.greaterThan(header);
  });

  it('requires calls that were captured in full', () => {
    const writer = new RecordingWriter(someHeader, () => undefined);
    const call = new TracedGuest().trace('sched_yield', []);
    expect(() => writer.add(call)).to.throw(TypeError, 'create the runtime with the setting { whole: true }');
  });
});

describe('A redacted recording', () => {
  for (const [who, settings] of [
    ['the recording', {}],
    ['the trace', { redact: true }],
  ] as const) {
    it(`contains none of the contents and values, in any form, and all names and sizes, if ${who} leaves them out`, async () => {
      const { file } = await recordSample({ redacted: true }, settings);
      const all = Buffer.from(file);
      for (const secret of Object.values(secrets)) {
        for (let from = 0; from + 8 <= secret.length; from++)
          expect(all.includes(secret.slice(from, from + 8)), secret).to.equal(false);
      }
      const recording = readRecording(file);
      expect(recording.header.redacted).to.equal(true);
      const lines = [...recording.calls()].map(call => call.text());
      expect(lines[1]).to.equal(`args_get(["${'*'.repeat(6)}", "${'*'.repeat(24)}"], 0x1100) = 0`);
      expect(lines[2]).to.equal(`environ_get(["NAME=${'*'.repeat(19)}"], 0x1300) = 0`);
      expect(lines[4]).to.equal('random_get(""..., 40)                   = 0');
      expect(lines[7]).to.equal('path_open(3</>, 0, "notes.txt", 0, FD_READ, 0, 0) = 4</notes.txt>');
      expect(lines[9]).to.equal('fd_read(4</notes.txt>, [{buf=""..., buf_len=1000}], 1) = 62');
      expect(lines[10]).to.equal('fd_write(1<stdout>, [{buf=""..., buf_len=62}], 1) = 62');
    });

    it(`has no checksum of what was written, if ${who} leaves that out`, async () => {
      const { file } = await recordSample({ redacted: true }, settings);
      const writes = [...readRecording(file).calls()].filter(call => call.name === 'fd_write');
      expect(writes.map(recordOf).map(call => [call.entryBytes(1), call.entryBytes(2)])).to.deep.equal(
        Array(2).fill([new Uint8Array(0), undefined]),
      );
      expect(Buffer.from(file).includes(checksumOf(secrets.file))).to.equal(false);
      // So that this can fail: a whole one has it.
      expect(Buffer.from((await recordSample()).file).includes(checksumOf(secrets.file))).to.equal(true);
    });
  }

  it('must be marked as redacted', async () => {
    const hub = new TraceHub(EventRecord, { whole: true, redact: true });
    const writer = new RecordingWriter(someHeader, () => undefined);
    expect(() => writer.add(new TracedGuest('preview1', hub).trace('sched_yield', []))).to.throw(
      TypeError,
      'say so in the header, { redacted: true }',
    );
  });
});

/** The bytes of a CRC-32, as a recording has them. */
function checksumOf(text: string): Buffer {
  const bytes = new TextEncoder().encode(text);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(bytes, 0, bytes.length) >>> 0);
  return checksum;
}
