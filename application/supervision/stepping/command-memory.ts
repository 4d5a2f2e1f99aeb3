import { decodeUtf8, encodeUtf8 } from '../../../domain/index.js';
import { SharedRing } from '../shared-ring.js';
import type { StepCommand } from './step-command.js';

/** Bytes of commands on their way. */
const CAPACITY = 65_536;
const WRITTEN = 0;
const READ = 1;
const HEADER = 8;

/** Commands on their way to a thread, which may be blocked, or compute: it can be posted nothing. Each is a line of JSON. */
export class CommandMemory {
  readonly buffer: SharedArrayBuffer;
  readonly #ring: SharedRing;

  /** @param buffer that of the other thread's object; a new one if not given */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(HEADER + CAPACITY)) {
    this.buffer = buffer;
    this.#ring = new SharedRing(new Int32Array(buffer, 0, HEADER / 4), WRITTEN, READ, new Uint8Array(buffer, HEADER));
  }

  /** @returns whether there was room for it. If not, the program has made no call for a long time, and many commands wait for it to */
  give(command: StepCommand): boolean {
    const bytes = encodeUtf8(`${JSON.stringify(command)}\n`);
    if (bytes.length > this.#ring.room) return false;
    this.#ring.give(bytes);
    return true;
  }

  /** Whether there are commands to be taken. */
  get waiting(): boolean {
    return this.#ring.available > 0;
  }

  /** Takes all commands, in order. */
  take(): readonly StepCommand[] {
    const bytes = this.#ring.readAll();
    const text = decodeUtf8(bytes, 0, bytes.length) ?? '';
    return text.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as StepCommand]));
  }
}
