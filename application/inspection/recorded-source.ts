import type { LinePieces, TraceOutcome } from '../formats/index.js';
import { outcomeText, standardLine, standardPieces } from '../formats/index.js';
import { type RecordedCall, RecordingReader } from '../recording/index.js';
import { awaitedDescriptors, type CallRecord, recordOf, touchedPaths } from '../tracing/index.js';
import { type ColumnWriter, Status } from './call-columns.js';
import type { CallSource } from './call-source.js';
import { DescriptorRecorder } from './descriptors/descriptor-history.js';
import type { TouchedTable } from './touched.js';

/** Blocks of calls that are kept decoded: what a person looks at is mostly near what was looked at before. */
const KEPT_BLOCKS = 8;

/** The calls of a recording, which may still be growing. */
export class RecordedSource implements CallSource {
  readonly reader = new RecordingReader();
  readonly descriptors = new DescriptorRecorder(index => this.record(index));
  /** Of each block that has been begun, the number of its first call. */
  readonly #firsts: number[] = [];
  /** Decoded blocks, the one used last at the end. */
  readonly #kept = new Map<number, OpenBlock>();
  #current: Iterator<RecordedCall> | undefined;
  #finished = false;

  get progress(): number {
    const { size, taken } = this.reader;
    return size === 0 ? 0 : taken / size;
  }

  get end(): TraceOutcome | undefined {
    return this.reader.end;
  }

  get ending(): string | undefined {
    const { end } = this.reader;
    return end === undefined ? undefined : outcomeText(end);
  }

  add(bytes: Uint8Array): void {
    this.reader.add(bytes);
  }

  finish(): void {
    this.#finished = true;
  }

  read(columns: ColumnWriter, touched: TouchedTable, most: number): boolean {
    for (let left = most; left > 0; left--) {
      const next = this.#current?.next();
      if (next === undefined || next.done === true) {
        this.#current = undefined;
        if (!this.reader.nextBlock()) {
          if (this.#finished) this.reader.finish();
          return false;
        }
        this.#firsts.push(columns.length);
        this.#current = this.reader.callsOf(this.reader.blocks - 1);
      } else {
        const call = recordOf(next.value);
        addRecord(call, columns, touched);
        this.descriptors.take(call);
      }
    }
    return true;
  }

  event(index: number): RecordedCall | undefined {
    const block = blockOf(this.#firsts, index);
    return this.#opened(block).at(index - (this.#firsts[block] as number));
  }

  /** The capture of a call that has been read. */
  record(index: number): CallRecord {
    return recordOf(this.event(index) as RecordedCall);
  }

  line(index: number): string {
    const event = this.event(index);
    return event === undefined ? '' : standardLine(recordOf(event));
  }

  pieces(index: number): LinePieces {
    return standardPieces(this.record(index));
  }

  #opened(block: number): OpenBlock {
    const opened = this.#kept.get(block) ?? new OpenBlock(this.reader.callsOf(block));
    this.#kept.delete(block);
    this.#kept.set(block, opened);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_BLOCKS) break;
      this.#kept.delete(oldest);
    }
    return opened;
  }
}

/** A block of calls, decoded as far as requested. */
class OpenBlock {
  readonly #calls: RecordedCall[] = [];
  readonly #rest: Iterator<RecordedCall>;

  constructor(calls: Iterator<RecordedCall>) {
    this.#rest = calls;
  }

  at(index: number): RecordedCall | undefined {
    while (this.#calls.length <= index) {
      const next = this.#rest.next();
      if (next.done === true) return undefined;
      this.#calls.push(next.value);
    }
    return this.#calls[index];
  }
}

/** The last block whose first call is not behind `index`. */
function blockOf(firsts: readonly number[], index: number): number {
  let low = 0;
  let high = firsts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firsts[middle] as number) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Adds what was captured of a call to columns. */
function addRecord(call: CallRecord, columns: ColumnWriter, touched: TouchedTable): void {
  const { state, errno, shape, succeeded } = call;
  const second = shape.params.find(({ descriptorIndex }) => descriptorIndex === 1);
  const opens = succeeded && shape.promoted?.kind === 'fd';
  columns.add({
    call: shape.number,
    status: state !== 'returned' ? Status.unfinished : errno === 0 ? Status.successful : Status.failed,
    errno,
    injected: call.injected,
    delayed: call.delayed,
    instance: call.instance,
    thread: call.thread,
    descriptor: call.descriptor,
    other: opens ? call.value : second === undefined ? undefined : call.u32(second.at),
    start: call.start,
    duration: call.duration,
    bytes: call.bytes,
    touched: touchedBy(call, touched),
  });
}

function touchedBy(call: CallRecord, touched: TouchedTable): number {
  const { params } = call.shape;
  if (params.some(({ form }) => form === 'subscriptions')) {
    const awaited = awaitedDescriptors(call).map(({ fd }) => fd);
    const paths = touchedPaths(call);
    return touched.number(`${awaited.join()}\0${paths.join('\0')}`, () => ({ paths, awaited }));
  }
  // Most calls have a descriptor alone: what it is called says it all, and nothing need be decoded.
  if (!params.some(({ kind }) => kind === 'path')) {
    const { label, secondLabel } = call;
    if (label === undefined && secondLabel === undefined) return 0;
    const key = secondLabel === undefined ? `\0${label}` : `\0${label}\0${secondLabel}`;
    return touched.number(key, () => ({ paths: touchedPaths(call), awaited: [] }));
  }
  const paths = touchedPaths(call);
  return touched.number(`\0${paths.join('\0')}`, () => ({ paths, awaited: [] }));
}
