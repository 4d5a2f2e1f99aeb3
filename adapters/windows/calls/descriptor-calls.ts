import { Errno, NOT_READY } from '../../../domain/index.js';
import { type DescriptorCalls, type HostCalls, nodeHostCalls, Readiness } from '../../node/index.js';
import type { SharedCalls } from './shared-calls.js';
import type { StreamCalls, StreamKind } from './stream-calls.js';

/** Node's primitives, with Windows' calls for pipes and consoles. The FFI is loaded when one of these is made. */
export function callsForStreams(shared: SharedCalls): HostCalls {
  /** The console on a descriptor; undefined if there is none, or no FFI. */
  function consoleOn(fd: number): Asked | undefined {
    const { streams } = shared;
    const handle = streams?.handleOf(fd) ?? -1;
    return streams?.kindOf(handle) === 'console' ? { streams, handle, kind: 'console' } : undefined;
  }

  return {
    ...nodeHostCalls,
    descriptorCalls: fd => new WindowsDescriptorCalls(shared, fd),

    // A console has been asked whether it is ready, so that the FFI is there.
    read(fd, array, offset, length, position) {
      const found = position === null && shared.loaded ? consoleOn(fd) : undefined;
      if (found === undefined) return nodeHostCalls.read(fd, array, offset, length, position);
      return found.streams.textOf(found.handle).read(found.handle, array, offset, length);
    },

    readv(fd, arrays, position) {
      const [first] = arrays;
      const found = position === null && first !== undefined && shared.loaded ? consoleOn(fd) : undefined;
      if (found === undefined) return nodeHostCalls.readv(fd, arrays, position);
      return this.read(fd, first as Uint8Array, 0, (first as Uint8Array).length, null);
    },

    write(fd, array, offset, length, position) {
      const found = position === null && !isPlain(array, offset, length) && isDevice(fd) ? consoleOn(fd) : undefined;
      if (found === undefined) return nodeHostCalls.write(fd, array, offset, length, position);
      return found.streams.textOf(found.handle).write(found.handle, array, offset, length);
    },

    writev(fd, arrays, position) {
      if (position !== null || !isDevice(fd)) return nodeHostCalls.writev(fd, arrays, position);
      let written = 0;
      for (const array of arrays) {
        const result = this.write(fd, array, 0, array.length, null);
        if (result < 0) return written === 0 ? result : written;
        written += result;
        if (result < array.length) break;
      }
      return written;
    },
  };
}

/** Whether bytes mean the same in every code page. */
function isPlain(array: Uint8Array, offset: number, length: number): boolean {
  for (let i = offset; i < offset + length; i++) if ((array[i] as number) >= 0x80) return false;
  return true;
}

/** Whether a descriptor can be a console, which does not take an FFI to tell. */
function isDevice(fd: number): boolean {
  const stats = nodeHostCalls.roughStat(fd);
  return typeof stats !== 'number' && stats.isCharacterDevice();
}

/** What stands behind a descriptor that can be asked. */
interface Asked {
  readonly streams: StreamCalls;
  readonly handle: number;
  readonly kind: StreamKind;
}

/** Windows' calls for one descriptor; without an FFI, and for what is neither a pipe nor a console, those that `node:wasi` makes. */
class WindowsDescriptorCalls implements DescriptorCalls {
  hungUp = false;
  readonly #shared: SharedCalls;
  readonly #fd: number;
  #withoutFfi: DescriptorCalls | undefined;
  /** null until it is known. */
  #asked: Asked | undefined | null = null;

  constructor(shared: SharedCalls, fd: number) {
    this.#shared = shared;
    this.#fd = fd;
  }

  get direct(): boolean {
    return this.#found() !== undefined;
  }

  /** What can be asked has no offset, and the FFI is not needed for what has one. */
  seek(delta: number, whence: number): number {
    return this.#indirect().seek(delta, whence);
  }

  ready(writing: boolean): number {
    const asked = this.#found();
    if (asked === undefined) return this.#indirect().ready(writing);
    const { streams, handle, kind } = asked;
    if (writing) return streams.writable(handle, kind);
    if (streams.available(handle, kind) === NOT_READY) return Readiness.NOT_YET;
    return streams.hungUp ? Readiness.HUNG_UP : Readiness.READY;
  }

  available(): number {
    const asked = this.#found();
    if (asked === undefined) return -Errno.ENOSYS;
    const available = asked.streams.available(asked.handle, asked.kind);
    this.hungUp = asked.streams.hungUp;
    return available;
  }

  receive(): number {
    return -Errno.ENOSYS;
  }

  send(): number {
    return -Errno.ENOSYS;
  }

  #found(): Asked | undefined {
    if (this.#asked === null) this.#asked = this.#ask();
    return this.#asked;
  }

  #ask(): Asked | undefined {
    const { streams } = this.#shared;
    if (streams === undefined) return undefined;
    const handle = streams.handleOf(this.#fd);
    const kind = streams.kindOf(handle);
    return kind === undefined ? undefined : { streams, handle, kind };
  }

  #indirect(): DescriptorCalls {
    this.#withoutFfi ??= nodeHostCalls.descriptorCalls(this.#fd);
    return this.#withoutFfi;
  }
}
