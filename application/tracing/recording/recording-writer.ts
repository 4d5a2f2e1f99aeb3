import type { CallRecord } from '../capture/call-record.js';
import { ByteWriter } from './byte-writer.js';
import { CallEncoder } from './call-encoder.js';
import type { OutputStream } from './recorded-call.js';
import { BlockKind, BlockWriter } from './recording-blocks.js';
import { encodeJson, type RecordedEnd, type RecordingHeader } from './recording-header.js';

/** A block is written when it has reached this size. */
const BLOCK_SIZE = 0x10000;

/** Writes a recording, as the program runs. */
export class RecordingWriter {
  readonly #blocks: BlockWriter;
  readonly #out = new ByteWriter();
  readonly #encoder: CallEncoder;
  #calls = 0;

  /**
   * @param header what the recording says about itself
   * @param write takes the bytes of the file, piece by piece; they are used again when it returns
   */
  constructor(header: RecordingHeader, write: (bytes: Uint8Array) => void) {
    this.#encoder = new CallEncoder(this.#out, header.redacted === true);
    this.#blocks = new BlockWriter(write);
    this.#blocks.write(BlockKind.header, encodeJson(header));
  }

  /** How many calls have been added. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Adds a call.
   * @param call an event of `hostcalls$`, of a runtime whose trace has the setting `whole`
   * @param stream the program's stream that the call wrote to
   * @throws TypeError if the call was not captured whole
   */
  add(call: CallRecord, stream?: OutputStream): void {
    if (!call.shape.whole)
      throw new TypeError(
        'a recording needs all that a call writes: create the runtime with the setting { whole: true }',
      );
    if (this.#out.length === 0) this.#encoder.begin(call);
    this.#encoder.write(call, stream);
    this.#calls++;
    if (this.#out.length >= BLOCK_SIZE) this.#flush();
  }

  /**
   * Ends the recording. A recording that was not ended is not a whole one.
   * @param end how the program ended
   */
  end(end: RecordedEnd): void {
    this.#flush();
    this.#blocks.write(BlockKind.end, encodeJson({ calls: this.#calls, end }));
  }

  #flush(): void {
    if (this.#out.length === 0) return;
    this.#blocks.write(BlockKind.calls, this.#out.u8.subarray(0, this.#out.length));
    this.#out.length = 0;
  }
}
