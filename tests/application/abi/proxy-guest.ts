import { expect } from 'chai';
import { formatStrace } from '../../../application/formats/index.js';
import type { Instance, ProgramOptions, Runtime } from '../../../application/runtime/index.js';
import {
  type DescriptorTable,
  type HostcallName,
  hostcallNames,
  notInUnstable,
  PREVIEW1,
  signatureOf,
  type UNSTABLE,
} from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { unlistedErrno } from '../../guests/unlisted-errnos.js';

/** A module that imports every hostcall and exports a function of the same name that calls it. */
export function proxyModule(module: typeof PREVIEW1 | typeof UNSTABLE = PREVIEW1): Promise<Uint8Array> {
  return proxyOn('(memory (export "memory") 1 16)', module);
}

/** The same with a shared memory, which it imports as `memory` of `env`. */
export function sharedProxyModule(): Promise<Uint8Array> {
  return proxyOn('(import "env" "memory" (memory 1 16 shared))');
}

/** The same with all the memory that there can be, which it imports as `memory` of `env`. None of it takes room before it is touched. */
export function largeProxyModule(): Promise<Uint8Array> {
  return proxyOn('(import "env" "memory" (memory 65536 65536))');
}

function proxyOn(memory: string, module: typeof PREVIEW1 | typeof UNSTABLE = PREVIEW1): Promise<Uint8Array> {
  const names = hostcallNames.filter(name => module === PREVIEW1 || !notInUnstable.includes(name));
  const imports: string[] = [];
  const functions: string[] = [];
  for (const name of names) {
    const { params, results } = signatureOf(name);
    const types = params.map(p => p.type).join(' ');
    const result = results.length > 0 ? '(result i32)' : '';
    imports.push(`(import "${module}" "${name}" (func $${name} (param ${types}) ${result}))`);
    const locals = params.map((_, index) => `local.get ${index}`).join(' ');
    functions.push(`(func (export "${name}") (param ${types}) ${result} ${locals} call $${name})`);
  }
  return buildWat(`(module ${imports.join('\n')} ${memory} ${functions.join('\n')})`);
}

/** Bytes a call is expected to write: where, and what. */
export type Writes = readonly (readonly [at: number, bytes: readonly number[] | Uint8Array])[];

/** A guest whose every step a test takes: it lays out the memory, makes a hostcall, and looks at what changed. */
export class ProxyGuest {
  /** The trace line of every hostcall so far, without durations. */
  readonly lines: string[] = [];
  readonly #instance: Instance;
  readonly #memory: WebAssembly.Memory;

  private constructor(instance: Instance, memory: WebAssembly.Memory, runtime: Runtime) {
    this.#instance = instance;
    this.#memory = memory;
    runtime.hostcalls$.subscribe(call => this.lines.push(formatStrace(call)));
    this.bytes.fill(0xa5);
  }

  static async open(
    runtime: Runtime,
    options: ProgramOptions,
    module: typeof PREVIEW1 | typeof UNSTABLE = PREVIEW1,
  ): Promise<ProxyGuest> {
    const instance = await runtime.instantiate(await proxyModule(module), options);
    instance.initialize();
    return new ProxyGuest(instance, instance.exports.memory as WebAssembly.Memory, runtime);
  }

  /** A guest with a memory that other threads could write to. */
  static async openShared(runtime: Runtime, options: ProgramOptions): Promise<ProxyGuest> {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 16, shared: true });
    const instance = await runtime.instantiate(await sharedProxyModule(), { ...options, imports: { env: { memory } } });
    instance.initialize();
    return new ProxyGuest(instance, memory, runtime);
  }

  get descriptors(): DescriptorTable {
    return this.#instance.descriptors;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  /** Adds pages to the memory. */
  grow(pages: number): void {
    this.#memory.grow(pages);
  }

  get view(): DataView {
    return new DataView(this.bytes.buffer);
  }

  /** Puts text into the memory and answers pointer and length, ready to be spread into a call. */
  text(at: number, text: string): [pointer: number, length: number] {
    const bytes = new TextEncoder().encode(text);
    this.bytes.set(bytes, at);
    return [at, bytes.length];
  }

  /** Puts a table of buffers into the memory and answers pointer and count. */
  iovecs(at: number, ...buffers: (readonly [pointer: number, length: number])[]): [pointer: number, count: number] {
    for (const [index, [pointer, length]] of buffers.entries()) {
      this.view.setUint32(at + index * 8, pointer, true);
      this.view.setUint32(at + index * 8 + 4, length, true);
    }
    return [at, buffers.length];
  }

  /** Makes a hostcall. Its errno has to be one that the table lists. */
  call(name: HostcallName, ...args: (number | bigint)[]): number {
    const errno = this.#instance.invoke(name, ...args) as number;
    expect(unlistedErrno(name, errno)).to.equal(undefined);
    return errno;
  }

  /** Makes a hostcall that must succeed. */
  ok(name: HostcallName, ...args: (number | bigint)[]): void {
    expect(this.call(name, ...args), this.lines.at(-1) ?? name).to.equal(0);
  }

  /**
   * Makes a hostcall and asserts its errno, that it wrote what is said and nothing else, and its line in the trace.
   * @param line without the padding before `=`
   */
  expect(
    name: HostcallName,
    args: (number | bigint)[],
    expected: { errno?: number; writes?: Writes; line: string | RegExp },
  ): void {
    const before = this.bytes.slice();
    const errno = this.call(name, ...args);
    for (const [at, bytes] of expected.writes ?? []) before.set(bytes, at);
    const line = (this.lines.at(-1) ?? '').replace(/ +=/, ' =');
    if (typeof expected.line === 'string') expect(line).to.equal(expected.line);
    else expect(line).to.match(expected.line);
    expect(errno, line).to.equal(expected.errno ?? 0);
    const after = this.bytes;
    for (let at = 0; at < after.length; at++) {
      if (after[at] !== before[at]) {
        expect.fail(`${line}: byte ${at} is 0x${after[at]?.toString(16)}, not 0x${before[at]?.toString(16)}`);
      }
    }
  }

  close(): void {
    this.#instance.close();
  }
}

/** The little-endian bytes of numbers, each with its width in bytes: `le([1, 4], [2n, 8])`. */
export function le(...values: (readonly [value: number | bigint, width: number])[]): number[] {
  return values.flatMap(([value, width]) =>
    Array.from({ length: width }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)),
  );
}
