import { type Abi, decodeUtf8, everyHostcall, signatureOf } from '../../../domain/index.js';
import type { RawArgument } from '../../abi/index.js';
import { type CallExtras, CaptureStore, callShapes, TIMES_SIZE, wholeShape } from '../../tracing/index.js';
import { type OutputStream, StoredCall } from '../recorded-call.js';
import { ByteReader } from './byte-reader.js';
import { CALL_MASK, CallFlag, HAS_FLAGS, HAS_OUTCOME, PARTS } from './call-layout.js';
import { decodeNotes } from './call-notes.js';
import { LabelReader, openedLabel } from './label-table.js';
import { NameReader } from './name-table.js';
import { type CallCoding, type CodedPart, callCoding } from './part-codings.js';
import { ReferenceBudget } from './reference-budget.js';
import { noPlace, readDelta, type StructPlace } from './struct-delta.js';

const LARGEST_ERRNO = 0xffff;
const TWO_32 = 0x1_0000_0000n;
/** A part's header and its padding. */
const PART_ROOM = 8;

const codings: { [A in Abi]?: readonly CallCoding[] } = {};

function codingsOf(abi: Abi): readonly CallCoding[] {
  codings[abi] ??= callShapes(abi).map(shape => callCoding(wholeShape(shape)));
  return codings[abi];
}

const wideArguments = everyHostcall.map(name => signatureOf(name).params.map(({ type }) => type === 'i64'));

const NOTHING = new ByteReader(new Uint8Array(0), 0, 0);

/** The first bytes of a call, decoded. */
interface Head {
  readonly number: number;
  readonly errno: number;
  readonly left: boolean;
  readonly unstable: boolean;
  readonly stream: OutputStream | undefined;
  readonly extras: CallExtras | undefined;
}

/** Reads the calls of a recording, block by block. */
export class CallDecoder {
  readonly #preview1 = codingsOf('preview1');
  readonly #unstable = codingsOf('unstable');
  readonly #store = new CaptureStore();
  readonly #budget = new ReferenceBudget();
  readonly #labels = new LabelReader(this.#budget);
  readonly #names = new NameReader(this.#budget);
  #source = NOTHING;
  #arguments: RawArgument[][] = [];
  #structs: StructPlace[] = [];
  #sequence = 0;
  #instance = 0;
  #thread = 1;
  #memorySize = 0;
  #ended = 0;

  /** Begins with a block. */
  begin(source: ByteReader): void {
    this.#source = source;
    this.#budget.clear();
    this.#labels.clear();
    this.#names.clear();
    this.#arguments = wideArguments.map(wide => wide.map(is64 => (is64 ? 0n : 0)));
    this.#structs = Array.from({ length: everyHostcall.length * 2 * PARTS }, noPlace);
    this.#sequence = 0;
    this.#instance = 0;
    this.#thread = 1;
    this.#memorySize = 0;
    this.#ended = source.varint();
  }

  /** Reads the next call of the block. */
  next(): StoredCall {
    const source = this.#source;
    const { number, errno, left, unstable, stream, extras } = this.#readHead();
    const coding = (unstable ? this.#unstable : this.#preview1)[number] as CallCoding;
    const start = this.#ended + source.signed();
    const end = start + source.signed();
    this.#ended = end;
    const args = this.#readArguments(number);
    const label = coding.hasLabel ? this.#labels.read(source) : undefined;
    const store = this.#store;
    store.reserve(TIMES_SIZE);
    const begun = store.used;
    store.used += TIMES_SIZE;
    const entryAt = this.#readParts(begun, number, coding.entry, 0);
    const call = new StoredCall(
      stream,
      this.#sequence++,
      this.#instance,
      coding.shape,
      this.#memorySize,
      store.chunk,
      entryAt,
      args,
    );
    call.thread = this.#thread;
    call.label = label;
    call.startAt(start);
    call.endAt(end, left ? 'left' : 'returned');
    call.errno = errno;
    call.extras = extras;
    if (coding.hasSubscriptions) this.#readSubscriptionLabels(call);
    if (coding.hasSecondLabel) call.secondLabel = this.#readSecondLabel(call, coding);
    if (call.succeeded) this.#readResults(call, coding);
    return call;
  }

  #readHead(): Head {
    const source = this.#source;
    const first = source.byte();
    const number = first & CALL_MASK;
    if (number >= everyHostcall.length) source.fail('has a hostcall that does not exist');
    const errno = (first & HAS_OUTCOME) === 0 ? 0 : source.varint();
    if (errno > LARGEST_ERRNO) source.fail('has an errno that does not exist');
    const flags = (first & HAS_FLAGS) === 0 ? 0 : source.byte();
    if ((flags & CallFlag.sequence) !== 0) this.#sequence += source.signed();
    if ((flags & CallFlag.instance) !== 0) this.#instance = source.varint();
    if ((flags & CallFlag.memorySize) !== 0) this.#memorySize = source.varint();
    const stream = (flags & CallFlag.stream) === 0 ? undefined : this.#readStream();
    const extras = (flags & CallFlag.extras) === 0 ? undefined : this.#readExtras();
    if ((flags & CallFlag.thread) !== 0) this.#thread = source.varint();
    return {
      number,
      errno,
      left: (first & HAS_OUTCOME) !== 0 && errno === 0,
      unstable: (flags & CallFlag.unstable) !== 0,
      stream,
      extras,
    };
  }

  #readStream(): OutputStream {
    const stream = this.#source.byte();
    return stream === 1 || stream === 2 ? stream : this.#source.fail('has a stream that does not exist');
  }

  #readExtras(): CallExtras {
    const bytes = this.#source.bytes(this.#source.varint());
    const notes = decodeNotes(decodeUtf8(bytes, 0, bytes.length) ?? '');
    return notes ?? this.#source.fail('has a note on a call that cannot be read');
  }

  #readArguments(number: number): readonly RawArgument[] {
    const source = this.#source;
    const values = [...(this.#arguments[number] as RawArgument[])];
    const changed = source.varint();
    for (const [i, before] of values.entries()) {
      if ((changed & (1 << i)) === 0) continue;
      if (typeof before === 'bigint') {
        const low = BigInt(source.varint());
        values[i] = BigInt.asIntN(64, before ^ (low + BigInt(source.varint()) * TWO_32));
      } else {
        values[i] = (before + source.signed()) | 0;
      }
    }
    this.#arguments[number] = values;
    return values;
  }

  #readSubscriptionLabels(call: StoredCall): void {
    const count = this.#source.varint();
    if (call.entryPart(0) < 0) return;
    const labels: (string | undefined)[] = [];
    for (let i = 0; i < count; i++) labels.push(this.#labels.read(this.#source));
    call.subscriptionLabels = labels;
  }

  #readSecondLabel(call: StoredCall, { openedPart }: CallCoding): string | undefined {
    if (openedPart < 0) return this.#labels.read(this.#source);
    return this.#labels.read(this.#source, () => {
      const path = call.entryBytes(openedPart);
      const text = path === undefined ? undefined : decodeUtf8(path, 0, path.length);
      if (text === undefined || call.label === undefined)
        return this.#source.fail('has a label that follows from nothing');
      return openedLabel(call.label, text);
    });
  }

  #readResults(call: StoredCall, { hasValue, exit }: CallCoding): void {
    if (hasValue) call.value = this.#source.varint();
    if (exit.length === 0) return;
    const at = this.#readParts(this.#store.used, call.call, exit, PARTS);
    call.exitChunk = this.#store.chunk;
    call.exitAt = at;
  }

  /**
   * Reads parts into the store.
   * @param start where the run begins that they belong to
   * @returns where it begins now, in the store's chunk
   */
  #readParts(start: number, number: number, parts: readonly CodedPart[], first: number): number {
    let run = start;
    for (const [i, part] of parts.entries()) {
      run = this.#readPart(run, part, this.#structs[number * 2 * PARTS + first + i] as StructPlace);
    }
    return run;
  }

  #readPart(run: number, { coding, unit, fixed }: CodedPart, place: StructPlace): number {
    const source = this.#source;
    const store = this.#store;
    switch (coding) {
      case 'name': {
        const name = this.#names.read(source);
        const begin = this.#room(run, name?.length ?? 0);
        if (name === undefined) store.skip();
        else store.put(name);
        return begin;
      }
      case 'number':
      case 'checksum': {
        const begin = this.#room(run, 4);
        const code = source.varint();
        if (code === 0) store.skip();
        else store.number(coding === 'checksum' ? source.u32() : code - 1);
        return begin;
      }
      default: {
        const length = source.varint() - 1;
        // Before as much memory is taken as a made-up file might ask for: a struct may be written as an eighth of its bytes.
        if (length > 8 * (source.end - source.at)) source.fail('has a call that does not end');
        if (length >= 0 && (length % unit !== 0 || (fixed && length !== unit)))
          source.fail('has a struct of a wrong size');
        const begin = this.#room(run, Math.max(0, length));
        if (length < 0) store.skip();
        else if (coding === 'struct' || coding === 'listing') this.#putStruct(length, place, coding === 'struct');
        else store.put(source.bytes(length));
        return begin;
      }
    }
  }

  #room(run: number, bytes: number): number {
    const begin = this.#store.extend(run, bytes + PART_ROOM);
    return begin < 0 ? this.#source.fail('has a call for which there is not enough memory') : begin;
  }

  #putStruct(length: number, place: StructPlace, keep: boolean): void {
    const store = this.#store;
    const start = store.used + 4;
    const { u8 } = store.chunk;
    readDelta(this.#source, length, place, u8, start);
    store.close(start, start + length);
    if (!keep) return;
    place.u8 = u8;
    place.at = start;
    place.length = length;
  }
}
