import { GuestMemory } from '../../../application/abi/guest-memory.js';
import type { RawArgument } from '../../../application/abi/index.js';
import { EventRecord } from '../../../application/formats/strace/event-record.js';
import {
  type Abi,
  type DescriptorDetails,
  type HostcallEvent,
  Tap,
  TraceHub,
} from '../../../application/tracing/index.js';
import {
  type Descriptor,
  encodeUtf8,
  everyHostcall,
  type HostcallName,
  type LinearMemory,
} from '../../../domain/index.js';

/** The size of the guest's memory at first. */
export const MEMORY_SIZE = 0x10000;

/** A test's description of a descriptor. */
type Known = Pick<Descriptor, 'label' | 'preopenName'> & Partial<DescriptorDetails>;

function encodedStrings(texts: readonly string[]) {
  const offsets: number[] = [];
  let all = '';
  for (const text of texts) {
    offsets.push(encodeUtf8(all).length);
    all += `${text}\0`;
  }
  return { bytes: encodeUtf8(all), offsets };
}

/** A guest without a program: tests lay arguments into its memory, and say what each call does. */
export class TracedGuest {
  readonly hub: TraceHub;
  readonly tap: Tap;
  readonly memory = new GuestMemory();
  /** Open descriptors by number. */
  readonly descriptors = new Map<number, Known>([
    [0, { label: 'stdin', preopenName: undefined }],
    [1, { label: 'stdout', preopenName: undefined }],
    [3, { label: '/', preopenName: encodeUtf8('/') }],
    [4, { label: '/hi.txt', preopenName: undefined }],
  ]);
  /** Nanoseconds; each reading is 9 µs later than the one before. */
  now = 0;

  constructor(abi: Abi = 'preview1', hub = new TraceHub(EventRecord), strings: readonly string[] = []) {
    this.hub = hub;
    this.attach({ buffer: new ArrayBuffer(MEMORY_SIZE) });
    this.tap = new Tap(hub, {
      memory: this.memory,
      descriptors: { peek: fd => this.descriptors.get(fd) },
      strings: { value: encodedStrings(strings) },
      clocks: {
        monotonic: () => {
          this.now += 9000;
          return this.now;
        },
      },
      abi,
    });
  }

  attach(memory: LinearMemory): void {
    this.memory.attach(memory);
  }

  /** Makes a call as a shell does. */
  call(name: HostcallName, args: readonly RawArgument[], work: () => number = () => 0): number {
    const tracer = this.tap.tracer(everyHostcall.indexOf(name));
    if (tracer === null) return work();
    const number = everyHostcall.indexOf(name);
    tracer.begin(number, ...args);
    return tracer.end(number, work());
  }

  /** Makes a call that never returns. */
  leave(name: HostcallName, args: readonly RawArgument[]): void {
    const tracer = this.tap.tracer(everyHostcall.indexOf(name));
    tracer?.begin(everyHostcall.indexOf(name), ...args);
    tracer?.leave(everyHostcall.indexOf(name));
  }

  /** The event of one call. */
  trace(name: HostcallName, args: readonly RawArgument[], work?: () => number): HostcallEvent {
    const events: HostcallEvent[] = [];
    const subscription = this.hub.hostcalls$.subscribe(event => events.push(event));
    this.call(name, args, work);
    subscription.unsubscribe();
    if (events[0] === undefined) throw new Error(`${name} gave no event`);
    return events[0];
  }

  text(at: number, text: string): void {
    this.memory.u8.set(encodeUtf8(text), at);
  }

  u8(at: number, value: number): void {
    this.memory.view.setUint8(at, value);
  }

  u16(at: number, value: number): void {
    this.memory.view.setUint16(at, value, true);
  }

  u32(at: number, ...values: number[]): void {
    for (const [i, value] of values.entries()) this.memory.view.setUint32(at + i * 4, value, true);
  }

  u64(at: number, ...values: bigint[]): void {
    for (const [i, value] of values.entries()) this.memory.view.setBigUint64(at + i * 8, value, true);
  }
}
