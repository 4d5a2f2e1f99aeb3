import { type HostcallName, paramKinds, takesBytes } from '../../domain/index.js';
import { type CallShape, callShapes, type ParamShape } from '../tracing/index.js';
import { splitList } from './parse-strace.js';
import type { TraceStep } from './trace-step.js';

/** A call as texts that are equal if what they stand for counts as equal. */
export interface Comparable {
  /** Its name and all that the guest passed. */
  readonly call: string;
  /** The same without what only a call that succeeded shows: the sizes of the buffers to read into. */
  readonly passed: string;
  /** Its name, and the descriptors and paths in it: the subject of the call. */
  readonly subject: string;
  /** All that it gave: the result or error, and what it wrote into the guest's memory. */
  readonly outcome: string;
}

const shapes: ReadonlyMap<HostcallName, CallShape> = new Map(callShapes('preview1').map(shape => [shape.name, shape]));

const POINTER = /^0x[0-9a-f]+/;
const ERROR = /^-?\d+ (E[A-Z0-9]+)\b/;
/** What differs from host to host, and from run to run. */
const FILE_IDENTITY = /\b(?:dev|ino|atim|mtim|ctim)=\d[\d.]*(?:, )?/g;
const DESCRIPTOR = /\bfd=\d+(?=<)/g;
const USERDATA = /\buserdata=0x[0-9a-f]+/g;
const DEADLINE = /\btimeout=\d+ns(?=(?:, precision=\d+ns)?, SUBSCRIPTION_CLOCK_ABSTIME)/g;

/** Sorts the arguments of a call, as a trace prints them, into what the guest passed and what it got. */
class Sorter {
  readonly inputs: string[] = [];
  readonly sizes: string[] = [];
  readonly subject: string[] = [];
  readonly outputs: string[] = [];
  readonly #args: readonly string[];
  readonly #strict: boolean;
  #next = 0;

  constructor(args: readonly string[], strict: boolean) {
    this.#args = args;
    this.#strict = strict;
  }

  /** Takes a parameter. */
  param({ name, form, kind, exitPart, descriptorIndex, content }: ParamShape): void {
    switch (form) {
      case 'number':
        if (descriptorIndex < 0) this.#inputs(1);
        else this.#input(this.descriptor(this.#take()), true);
        return;
      case 'text':
        if (this.#startsWith('"')) this.#input(this.#take(), true);
        else this.#inputs(2);
        return;
      case 'buffers':
        if (exitPart < 0) this.#inputs(1);
        else this.#iovecs();
        this.#inputs(1);
        return;
      case 'span':
        this.#buffer(content === 'random');
        this.#inputs(1);
        return;
      case 'addresses':
        this.#inputs(2);
        return;
      case 'bytes':
        this.#inputs(paramKinds[kind].wasm.length);
        return;
      case 'events':
        // Printed only if it is out of bounds, or raw.
        if (this.#startsWith('0x')) this.#inputs(1);
        return;
      case 'subscriptions':
        this.#input(this.subscriptions(this.#take()));
        return;
      case 'time':
        this.#input(name === 'precision' ? this.#take() : this.#time(this.#take()));
        return;
      default:
        this.#inputs(1);
    }
  }

  /** Takes what stands in the place of a result's out-pointer. */
  result({ kind, form, promoted }: CallShape['results'][number]): void {
    if (promoted) {
      if (this.#startsWith('0x')) this.#inputs(1);
      return;
    }
    const text = this.#take();
    if (POINTER.test(text)) this.outputs.push(this.pointer(text));
    else if (form === 'time') this.outputs.push(this.#strict ? text : '[time]');
    else this.outputs.push(this.#strict || kind !== 'filestat' ? text : text.replace(FILE_IDENTITY, ''));
    if (form === 'strings') this.#inputs(1);
  }

  /** Takes what is left, which the table does not tell of. */
  rest(): void {
    this.#inputs(this.#args.length - this.#next);
  }

  /** A descriptor: what it is called, if it is called something. Its number depends on what else is open. */
  descriptor(text: string): string {
    return this.#strict || !text.endsWith('>') ? text : text.slice(text.indexOf('<'));
  }

  /** A pointer: addresses change whenever a program is built anew. */
  pointer(text: string): string {
    return this.#strict || !text.startsWith('0x') ? text : text.replace(POINTER, '0x');
  }

  /** Subscriptions and events: what a C library passes as `userdata` is an address. */
  subscriptions(text: string): string {
    if (this.#strict || !text.includes('{')) return this.pointer(text);
    return this.pointer(text).replace(USERDATA, 'userdata').replace(DEADLINE, 'timeout').replace(DESCRIPTOR, 'fd=');
  }

  #time(text: string): string {
    return this.#strict || text === '0' ? text : 'time';
  }

  #startsWith(text: string): boolean {
    return this.#args[this.#next]?.startsWith(text) === true;
  }

  #take(): string {
    return this.#args[this.#next++] ?? '';
  }

  #input(text: string, subject = false): void {
    this.inputs.push(text);
    if (subject) this.subject.push(text);
  }

  #inputs(count: number): void {
    for (let i = 0; i < count; i++) this.#input(this.pointer(this.#take()));
  }

  /** Buffers to read into: their sizes go in, their contents come out. If nothing was read, only where their table is. */
  #iovecs(): void {
    const text = this.#take();
    if (!text.startsWith('[')) {
      this.outputs.push(this.pointer(text));
      return;
    }
    for (const iovec of splitList(text)) {
      const [contents = '', size = ''] = iovec.startsWith('{') ? splitList(iovec) : [iovec];
      if (contents.startsWith('buf="')) this.outputs.push(contents);
      this.sizes.push(size);
    }
  }

  /** A buffer to fill: contents, or a pointer, behind which a comment can tell of the contents. */
  #buffer(random: boolean): void {
    const text = this.#take();
    this.outputs.push(random && !this.#strict && !POINTER.test(text) ? 'random' : this.pointer(text));
  }
}

/**
 * What of a call is compared.
 * @param strict whether to count what differs from run to run as well: addresses, descriptor numbers, points in time, random bytes,
 *   inode and device numbers
 * @param whole whether to count contents beyond what the texts show of them: both traces have to have them
 */
export function comparable(step: TraceStep, strict: boolean, whole = false): Comparable {
  const { instance, name, args, result } = step;
  const { params, results } = shapes.get(name) as CallShape;
  const sorter = new Sorter(args, strict);
  for (const param of params) sorter.param(param);
  for (const each of results) sorter.result(each);
  sorter.rest();
  if (whole && step.contents !== undefined) {
    const taken = params.some(({ kind }) => takesBytes(kind));
    (taken ? sorter.inputs : sorter.outputs).push(step.contents);
  }
  const outcome =
    result === undefined ? 'unfinished' : (ERROR.exec(result)?.[1] ?? sorter.descriptor(sorter.subscriptions(result)));
  const passed = `${instance} ${name}(${sorter.inputs.join(', ')})`;
  return {
    call: sorter.sizes.length === 0 ? passed : `${passed} ${sorter.sizes.join(', ')}`,
    passed,
    subject: `${instance} ${name} ${sorter.subject.join(' ')}`,
    outcome: `${outcome} ${sorter.outputs.join(', ')}`,
  };
}
