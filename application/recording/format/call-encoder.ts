import { encodeUtf8, everyHostcall } from '../../../domain/index.js';
import { type CallExtras, type CallRecord, type Chunk, redactStrings, TIMES_SIZE } from '../../tracing/index.js';
import type { OutputStream } from '../recorded-call.js';
import type { ByteWriter } from './byte-writer.js';
import { CallFlag, HAS_FLAGS, HAS_OUTCOME, PARTS } from './call-layout.js';
import { encodeNotes } from './call-notes.js';
import { LabelWriter } from './label-table.js';
import { NameWriter } from './name-table.js';
import { type CallCoding, type CodedPart, callCoding } from './part-codings.js';
import { ReferenceBudget } from './reference-budget.js';
import { deltaRoom, noPlace, type StructPlace, writeDelta } from './struct-delta.js';

const MOST_ARGUMENTS = 9;
const NOT_CAPTURED = 0xffffffff;

/** As far as a clock is precise. */
const LATEST = Number.MAX_SAFE_INTEGER;
const LONGEST = 2 ** 51;

/** Whole nanoseconds of the clock's time. */
const wholeTime = (time: number) => Math.max(0, Math.min(LATEST, Math.round(time) || 0));
const wholeSpan = (span: number) => Math.max(-LONGEST, Math.min(LONGEST, Math.round(span) || 0));

/**
 * Writes calls, one behind the other, each as what it differs in from the calls before it in the block. `CallDecoder` reads them, with the
 * same memory of what came before.
 */
export class CallEncoder {
  readonly #out: ByteWriter;
  readonly #redact: boolean;
  readonly #codings = new Map<CallRecord['shape'], CallCoding>();
  readonly #budget = new ReferenceBudget();
  readonly #labels = new LabelWriter(this.#budget);
  readonly #names = new NameWriter(this.#budget);
  /** The last arguments of each hostcall. */
  readonly #arguments: (number | bigint | undefined)[] = new Array(everyHostcall.length * MOST_ARGUMENTS);
  /** The last parts of each hostcall: those on entry, then those on return. */
  readonly #structs: StructPlace[] = Array.from({ length: everyHostcall.length * 2 * PARTS }, noPlace);
  #sequence = 0;
  #instance = 0;
  #thread = 1;
  #memorySize = 0;
  /** When the last call ended. */
  #ended = 0;

  /** @param redact leave out contents and values, as a trace does that has this setting */
  constructor(out: ByteWriter, redact: boolean) {
    this.#out = out;
    this.#redact = redact;
  }

  /** Begins a block: it can be read without those before. */
  begin(first: CallRecord): void {
    this.#budget.clear();
    this.#labels.clear();
    this.#names.clear();
    this.#arguments.fill(undefined);
    for (const place of this.#structs) place.length = 0;
    this.#sequence = 0;
    this.#instance = 0;
    this.#thread = 1;
    this.#memorySize = 0;
    this.#ended = wholeTime(first.start);
    this.#out.reserve(0);
    this.#out.varint(this.#ended);
  }

  /**
   * Writes a call that has ended.
   * @param stream the program's stream that it has written to
   */
  write(call: CallRecord, stream: OutputStream | undefined): void {
    const out = this.#out;
    const coding = this.#codingOf(call);
    out.reserve(0);
    this.#writeHead(call, stream);
    const pause = wholeSpan(wholeTime(call.start) - this.#ended);
    const duration = wholeSpan(call.duration);
    out.signed(pause);
    out.signed(duration);
    this.#ended += pause + duration;
    this.#writeArguments(call);
    if (coding.hasLabel) this.#labels.write(out, call.label);
    this.#writeParts(call, call.entryChunk, call.entryAt + TIMES_SIZE, coding.entry, 0);
    if (coding.hasSubscriptions) this.#writeSubscriptionLabels(call);
    if (coding.hasSecondLabel) this.#writeSecondLabel(call, coding);
    if (!call.succeeded) return;
    if (coding.hasValue) out.varint(call.value);
    const { exitChunk } = call;
    if (exitChunk !== undefined) this.#writeParts(call, exitChunk, call.exitAt, coding.exit, PARTS);
  }

  #codingOf({ shape }: CallRecord): CallCoding {
    let coding = this.#codings.get(shape);
    if (coding === undefined) {
      coding = callCoding(shape);
      this.#codings.set(shape, coding);
    }
    return coding;
  }

  #writeHead(call: CallRecord, stream: OutputStream | undefined): void {
    const out = this.#out;
    const { sequence, instance, thread, memorySize } = call;
    let flags = call.abi === 'unstable' ? CallFlag.unstable : 0;
    if (sequence !== this.#sequence) flags |= CallFlag.sequence;
    if (instance !== this.#instance) flags |= CallFlag.instance;
    if (thread !== this.#thread) flags |= CallFlag.thread;
    if (memorySize !== this.#memorySize) flags |= CallFlag.memorySize;
    if (stream !== undefined) flags |= CallFlag.stream;
    if (call.extras !== undefined) flags |= CallFlag.extras;
    const { succeeded } = call;
    out.byte(call.call | (succeeded ? 0 : HAS_OUTCOME) | (flags === 0 ? 0 : HAS_FLAGS));
    // 0 for a call that did not return.
    if (!succeeded) out.varint(call.errno);
    if (flags !== 0) out.byte(flags);
    if ((flags & CallFlag.sequence) !== 0) out.signed(sequence - this.#sequence);
    if ((flags & CallFlag.instance) !== 0) out.varint(instance);
    if ((flags & CallFlag.memorySize) !== 0) out.varint(memorySize);
    if (stream !== undefined) out.byte(stream);
    if (call.extras !== undefined) this.#writeExtras(call.extras);
    if ((flags & CallFlag.thread) !== 0) out.varint(thread);
    this.#sequence = sequence + 1;
    this.#instance = instance;
    this.#thread = thread;
    this.#memorySize = memorySize;
  }

  #writeExtras(extras: CallExtras): void {
    const text = encodeUtf8(encodeNotes(extras));
    this.#out.reserve(text.length);
    this.#out.varint(text.length);
    this.#out.bytes(text);
  }

  /** Which arguments are not those of the last call of the name, bit by bit, and by how much they differ. */
  #writeArguments(call: CallRecord): void {
    const { arity, number } = call.shape;
    const earlier = this.#arguments;
    const from = number * MOST_ARGUMENTS;
    let changed = 0;
    for (let i = 0; i < arity; i++) {
      const value = call.argument(i);
      if (value !== (earlier[from + i] ?? (typeof value === 'bigint' ? 0n : 0))) changed |= 1 << i;
    }
    this.#out.varint(changed);
    for (let i = 0; i < arity; i++) {
      if ((changed & (1 << i)) === 0) continue;
      const value = call.argument(i) ?? 0;
      const before = earlier[from + i];
      if (typeof value === 'bigint') this.#writeWide(value ^ ((before as bigint | undefined) ?? 0n));
      else this.#out.signed((value - ((before as number | undefined) ?? 0)) | 0);
      earlier[from + i] = value;
    }
  }

  #writeWide(bits: bigint): void {
    this.#out.varint(Number(BigInt.asUintN(32, bits)));
    this.#out.varint(Number(BigInt.asUintN(32, bits >> 32n)));
  }

  #writeSubscriptionLabels({ subscriptionLabels = [] }: CallRecord): void {
    const out = this.#out;
    out.varint(subscriptionLabels.length);
    for (const label of subscriptionLabels) {
      out.reserve(0);
      this.#labels.write(out, label);
    }
  }

  #writeSecondLabel(call: CallRecord, { openedPart }: CallCoding): void {
    const { secondLabel } = call;
    const path = openedPart < 0 || secondLabel === undefined ? -1 : call.entryPart(openedPart);
    if (path < 0) {
      this.#labels.write(this.#out, secondLabel);
    } else {
      const { u8, view } = call.entryChunk;
      this.#labels.writeOpened(this.#out, secondLabel, call.label, u8, path, view.getUint32(path - 4, true));
    }
  }

  /**
   * Writes a run of parts.
   * @param at where it begins in the chunk
   * @param first 0 for those on entry, `PARTS` for those on return
   */
  #writeParts(call: CallRecord, { u8, view }: Chunk, at: number, parts: readonly CodedPart[], first: number): void {
    let header = at;
    for (let i = 0; i < parts.length; i++) {
      const length = view.getUint32(header, true);
      if (length === NOT_CAPTURED) {
        this.#out.varint(0);
        header += 4;
      } else {
        const place = this.#structs[call.call * 2 * PARTS + first + i] as StructPlace;
        this.#writePart(call, parts[i] as CodedPart, u8, view, header + 4, length, place);
        header += 4 + ((length + 3) & ~3);
      }
    }
  }

  #writePart(
    call: CallRecord,
    { coding }: CodedPart,
    u8: Uint8Array,
    view: DataView,
    at: number,
    length: number,
    place: StructPlace,
  ): void {
    const out = this.#out;
    switch (coding) {
      case 'name':
        this.#names.write(out, u8, at, length);
        break;
      case 'struct':
        this.#writeStruct(u8, at, length, place);
        place.u8 = u8;
        place.at = at;
        place.length = length;
        break;
      case 'listing':
        this.#writeStruct(u8, at, length, place);
        break;
      case 'number':
        out.varint(1 + view.getUint32(at, true));
        break;
      case 'checksum':
        out.byte(this.#redact ? 0 : 1);
        if (!this.#redact) out.u32(view.getUint32(at, true));
        break;
      case 'taken':
      case 'filled':
        this.#writeBytes(u8, at, this.#redact ? 0 : length);
        break;
      case 'strings': {
        const bytes = u8.subarray(at, at + length);
        const kind = call.shape.family === 'args' ? 'args' : 'environ';
        this.#writeBytes(this.#redact ? redactStrings(bytes, kind) : bytes, 0, length);
        break;
      }
    }
  }

  #writeStruct(u8: Uint8Array, at: number, length: number, before: StructPlace): void {
    const out = this.#out;
    out.reserve(deltaRoom(length));
    out.varint(1 + length);
    writeDelta(out, u8, at, length, before);
  }

  #writeBytes(u8: Uint8Array, at: number, length: number): void {
    const out = this.#out;
    out.reserve(length);
    out.varint(1 + length);
    out.bytes(u8, at, length);
  }
}
