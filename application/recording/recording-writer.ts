import { CALLBACK, checkValue } from '../options/index.js';
import type { CallRecord, HostcallEvent } from '../tracing/index.js';
import { LateCalls, recordOf, type TracedEngine, WITHOUT_ENGINE } from '../tracing/index.js';
import { checkHeader } from './check-header.js';
import { BlockWriter } from './format/block-writer.js';
import { ByteWriter } from './format/byte-writer.js';
import { CallEncoder } from './format/call-encoder.js';
import { BlockKind } from './format/recording-format.js';
import { notedOutputs, type Outputs } from './output-streams.js';
import { type OutputStream, StoredCall } from './recorded-call.js';
import { encodeJson, type RecordedEnd, type RecordingHeader } from './recording-header.js';

/** A block is written when it has reached this size. */
const BLOCK_SIZE = 0x10000;
/** Or when its first call began this long ago, in nanoseconds: of a program that is killed while it waits, little is lost. */
const BLOCK_TIME = 1e9;

/**
 * Writes a recording while the program runs.
 *
 * ```ts
 * const runtime = createRuntime(ports, { whole: true });
 * const recording = new RecordingWriter(header, bytes => writeSync(file, bytes));
 * const watching = runtime.hostcalls$.subscribe(call => recording.add(call));
 * recording.end(await runtime.run(wasm, { ...options, ...recording.outputs(ports.stdio) }));
 * watching.unsubscribe();
 * ```
 */
export class RecordingWriter {
  readonly #blocks: BlockWriter;
  readonly #out = new ByteWriter();
  readonly #encoder: CallEncoder;
  readonly #redacted: boolean;
  #calls = 0;
  /** When the block is to be written at the latest. */
  #due = 0;
  /** The stream that the call under way has written to. */
  #written: OutputStream | undefined;
  readonly #engine: Pick<TracedEngine, 'isStackOverflow'>;
  readonly #late: LateCalls<CallRecord, OutputStream>;
  /** The bytes of a call whose encoding failed have been removed, but the encoder's state has not been reset: the next call needs a new block. */
  #broken = false;

  /**
   * @param header what the recording says about itself
   * @param write takes the bytes of the file, piece by piece; their memory is reused when it returns
   * @param engine the port of the runtime. It distinguishes errors on stack exhaustion, after which a call is written later, from others. Default:
   *   every RangeError is one
   * @throws ConfigurationError for a header that is not complete
   */
  constructor(
    header: RecordingHeader,
    write: (bytes: Uint8Array) => void,
    engine: Pick<TracedEngine, 'isStackOverflow'> = WITHOUT_ENGINE,
  ) {
    checkHeader(header);
    checkValue(write, 'what takes the bytes of a recording', CALLBACK);
    this.#engine = engine;
    this.#late = new LateCalls((call, stream) => this.#put(call, stream), engine);
    this.#redacted = header.redacted === true;
    this.#encoder = new CallEncoder(this.#out, this.#redacted);
    this.#blocks = new BlockWriter(write);
    this.#blocks.write(BlockKind.header, encodeJson(header));
  }

  /** How many calls have been added. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Wraps the program's output streams. The recording learns from them which calls write to them: a descriptor's number and label do not show that.
   */
  outputs(streams: Outputs): Outputs {
    return notedOutputs(streams, stream => {
      this.#written = stream;
    });
  }

  /**
   * Adds a call.
   * @param event an event of `hostcalls$`, of a runtime with the setting `whole`; or a call out of another recording
   * @throws TypeError if the call was not captured whole, or has been redacted and the header does not say so
   */
  add(event: HostcallEvent): void {
    const call = recordOf(event);
    if (!call.shape.whole)
      throw new TypeError(
        'a recording needs all that a call writes: create the runtime with the setting { whole: true }',
      );
    if (call.shape.redacted && !this.#redacted)
      throw new TypeError('the calls are redacted: say so in the header, { redacted: true }');
    const stream = call instanceof StoredCall ? call.stream : this.#written;
    this.#written = undefined;
    this.#late.add(call, stream);
  }

  #put(call: CallRecord, stream: OutputStream | undefined): void {
    if (this.#broken) this.#flush();
    const before = this.#out.length;
    try {
      if (before === 0) {
        this.#encoder.begin(call);
        this.#due = call.start + BLOCK_TIME;
      }
      this.#encoder.write(call, stream);
    } catch (error) {
      this.#out.length = before;
      this.#broken = true;
      throw error;
    }
    this.#calls++;
    if (this.#out.length >= BLOCK_SIZE || call.start + call.duration > this.#due) this.flush();
  }

  /**
   * Writes the calls that have been added and not been written yet. This also happens automatically, when there are enough of them and once a second
   * by the clock of the calls. If the guest has left no stack for it, it happens with the next call.
   */
  flush(): void {
    try {
      this.#flush();
    } catch (error) {
      if (!this.#engine.isStackOverflow(error)) throw error;
    }
  }

  /**
   * Ends the recording. Without this call, the recording is incomplete.
   * @param end how the program ended
   */
  end(end: RecordedEnd): void {
    this.#late.settle();
    this.#flush();
    this.#blocks.write(BlockKind.end, encodeJson({ calls: this.#calls, end }));
  }

  #flush(): void {
    if (this.#out.length > 0) this.#blocks.write(BlockKind.calls, this.#out.u8.subarray(0, this.#out.length));
    this.#out.length = 0;
    this.#broken = false;
  }
}
