import {
  ERROR_INVALID_HANDLE,
  FILE_PIPE_CLOSING_STATE,
  FILE_TYPE_DISK,
  FILE_TYPE_PIPE,
  PIPE_STATE,
  WAIT_OBJECT_0,
  WAIT_TIMEOUT,
} from '../../../adapters/windows/calls/constants.js';
import type { KernelFunctions } from '../../../adapters/windows/calls/kernel-functions.js';
import {
  AF_INET,
  FIONREAD,
  POLLRDNORM,
  POLLWRNORM,
  SO_ACCEPTCONN,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
} from '../../../adapters/windows/sockets/winsock-constants.js';
import type { WinsockFunctions } from '../../../adapters/windows/sockets/winsock-functions.js';
import type { FakeMemory } from './fake-memory.js';

const FILE_PIPE_CONNECTED_STATE = 3;
const MSG_PEEK = 2;
const WSAENOTSOCK = 10_038;
const WSAECONNREFUSED = 10_061;

/** A pipe, whose ends have a handle each. */
interface Pipe {
  held: number;
  isClosing: boolean;
}

/** The object of a handle: a file, an end of a pipe, or an event. */
type Thing =
  | { readonly kind: 'file' }
  | { readonly kind: 'pipe'; readonly pipe: Pipe; readonly writes: boolean }
  | { readonly kind: 'event'; readonly isSet: boolean };

/** The part of Windows' kernel that its known answers cover. */
export class FakeKernel {
  /** Handles that were closed and stood for nothing. */
  readonly strays: number[] = [];
  readonly #memory: FakeMemory;
  readonly #things = new Map<number, Thing>();
  #next = 4;
  #error = 0;

  constructor(memory: FakeMemory) {
    this.#memory = memory;
  }

  /** How many handles are open that were made by a function of the kernel. */
  get open(): number {
    return [...this.#things.values()].filter(({ kind }) => kind !== 'file').length;
  }

  readonly functions: KernelFunctions = {
    uv_get_osfhandle: () => this.#made({ kind: 'file' }),
    GetLastError: () => this.#error,
    SetLastError: error => {
      this.#error = error;
      return 0;
    },
    GetFileType: handle => ({ file: FILE_TYPE_DISK, pipe: FILE_TYPE_PIPE, event: 0 })[this.#kind(handle) ?? 'event'],
    CreatePipe: (reader, writer) => {
      const pipe: Pipe = { held: 0, isClosing: false };
      this.#putHandle(reader, this.#made({ kind: 'pipe', pipe, writes: false }));
      this.#putHandle(writer, this.#made({ kind: 'pipe', pipe, writes: true }));
      return 1;
    },
    WriteFile: (handle, _at, length, written) => {
      const thing = this.#things.get(handle);
      if (thing?.kind !== 'pipe' || !thing.writes) return 0;
      thing.pipe.held += length;
      this.#memory.at(written).setUint32(0, length, true);
      return 1;
    },
    CloseHandle: handle => {
      const thing = this.#things.get(handle);
      if (thing?.kind === 'pipe') thing.pipe.isClosing = true;
      if (this.#things.delete(handle)) return 1;
      this.strays.push(handle);
      return 0;
    },
    PeekNamedPipe: (handle, _at, _size, _read, available) => {
      const thing = this.#things.get(handle);
      if (thing?.kind !== 'pipe' || thing.writes) return 0;
      this.#memory.at(available).setUint32(0, thing.pipe.held, true);
      return 1;
    },
    NtQueryInformationFile: (handle, _status, structure) => {
      const thing = this.#things.get(handle);
      if (thing?.kind !== 'pipe') return -1;
      const state = thing.pipe.isClosing ? FILE_PIPE_CLOSING_STATE : FILE_PIPE_CONNECTED_STATE;
      this.#memory.at(structure).setUint32(PIPE_STATE, state, true);
      return 0;
    },
    GetConsoleMode: () => this.#refused(),
    PeekConsoleInputW: () => this.#refused(),
    ReadConsoleInputW: () => this.#refused(),
    ReadConsoleW: () => this.#refused(),
    WriteConsoleW: () => this.#refused(),
    CreateEventW: (_security, _stays, isSet) => this.#made({ kind: 'event', isSet: isSet !== 0 }),
    WaitForMultipleObjects: (count, at) => {
      for (let index = 0; index < count; index++) {
        const thing = this.#things.get(Number(this.#memory.at(at).getBigUint64(8 * index, true)));
        if (thing?.kind === 'event' && thing.isSet) return WAIT_OBJECT_0 + index;
      }
      return WAIT_TIMEOUT;
    },
  };

  #kind(handle: number): Thing['kind'] | undefined {
    return this.#things.get(handle)?.kind;
  }

  #made(thing: Thing): number {
    this.#things.set(this.#next, thing);
    this.#next += 4;
    return this.#next - 4;
  }

  #putHandle(at: number, handle: number): void {
    this.#memory.at(at).setBigUint64(0, BigInt(handle), true);
  }

  #refused(): number {
    this.#error = ERROR_INVALID_HANDLE;
    return 0;
  }
}

/** A socket of a network that has one machine. */
interface FakeSocket {
  port: number;
  listens: boolean;
  readonly waiting: number[];
  peer: FakeSocket | undefined;
  held: Buffer;
  ended: boolean;
  readonly options: Map<number, number>;
}

/** The part of Winsock that its known answers cover. */
export class FakeLoopback {
  /** Handles that were closed and stood for nothing; not -1, which never does. */
  readonly strays: number[] = [];
  /** Whether a connection is made at once, and not a moment later. */
  connectsAtOnce = true;
  readonly #memory: FakeMemory;
  readonly #sockets = new Map<number, FakeSocket>();
  #next = 100;
  #error = 0;

  constructor(memory: FakeMemory) {
    this.#memory = memory;
  }

  /** The socket that was made last. */
  get latest(): number {
    return this.#next - 1;
  }

  /** How many sockets are open. */
  get open(): number {
    return this.#sockets.size;
  }

  readonly functions: WinsockFunctions = {
    WSAStartup: (version, data) => {
      this.#memory.at(data).setUint16(0, version, true);
      return 0;
    },
    WSAGetLastError: () => this.#error,
    WSASocketW: () => this.#made(undefined),
    ioctlsocket: (socket, request, at) =>
      this.#on(socket, ({ held }) => {
        if (request === FIONREAD) this.#memory.at(at).setUint32(0, held.length, true);
      }),
    bind: socket =>
      this.#on(socket, found => {
        found.port = 5000 + socket;
      }),
    listen: socket =>
      this.#on(socket, found => {
        found.listens = true;
      }),
    getsockname: (socket, at, length) => this.#on(socket, ({ port }) => this.#putAddress(at, length, port)),
    getpeername: (socket, at, length) => {
      const peer = this.#sockets.get(socket)?.peer;
      if (peer === undefined) return this.#failed(WSAENOTCONN);
      this.#putAddress(at, length, peer.port);
      return 0;
    },
    connect: (socket, at) => {
      const client = this.#sockets.get(socket);
      const port = this.#memory.at(at).getUint16(2);
      const listener = [...this.#sockets.values()].find(each => each.listens && each.port === port);
      if (client === undefined || listener === undefined) return this.#failed(WSAECONNREFUSED);
      const accepted = this.#made(client);
      client.peer = this.#sockets.get(accepted);
      listener.waiting.push(accepted);
      return this.connectsAtOnce ? 0 : this.#failed(WSAEWOULDBLOCK);
    },
    WSAPoll: at => {
      const view = this.#memory.at(at);
      const socket = this.#sockets.get(Number(view.getBigUint64(0, true)));
      const isReadable = socket !== undefined && (socket.waiting.length > 0 || socket.held.length > 0 || socket.ended);
      const events = (isReadable ? POLLRDNORM : 0) | (socket?.peer === undefined ? 0 : POLLWRNORM);
      view.setUint16(10, events & view.getUint16(8, true), true);
      return view.getUint16(10, true) === 0 ? 0 : 1;
    },
    accept: socket => this.#sockets.get(socket)?.waiting.shift() ?? this.#failed(WSAEWOULDBLOCK),
    select: (_count, _reading, writing) => {
      const view = this.#memory.at(writing);
      const isWritable = this.#sockets.get(Number(view.getBigUint64(8, true)))?.peer !== undefined;
      view.setUint32(0, isWritable ? 1 : 0, true);
      return isWritable ? 1 : 0;
    },
    setsockopt: (socket, _level, name, at) =>
      this.#on(socket, ({ options }) => options.set(name, this.#memory.at(at).getInt32(0, true))),
    getsockopt: (socket, _level, name, at) =>
      this.#on(socket, ({ options, listens }) => {
        const value = name === SO_ACCEPTCONN ? Number(listens) : (options.get(name) ?? 0);
        this.#memory.at(at).setInt32(0, value, true);
      }),
    WSASendTo: (socket, buffers, count, sent) =>
      this.#on(socket, ({ peer }) => {
        const bytes = this.#buffers(buffers, count).flat();
        if (peer !== undefined)
          peer.held = Buffer.concat([peer.held, Buffer.from(bytes.map(at => this.#memory.at(at).getUint8(0)))]);
        this.#memory.at(sent).setUint32(0, bytes.length, true);
      }),
    WSAEventSelect: socket => this.#on(socket, () => {}),
    WSARecvFrom: (socket, buffers, count, got, flags) =>
      this.#on(socket, found => {
        const room = this.#buffers(buffers, count).flat();
        const part = found.held.subarray(0, room.length);
        for (const [index, byte] of part.entries()) this.#memory.at(room[index] as number).setUint8(0, byte);
        if ((this.#memory.at(flags).getUint32(0, true) & MSG_PEEK) === 0) found.held = found.held.subarray(part.length);
        this.#memory.at(got).setUint32(0, part.length, true);
      }),
    shutdown: socket =>
      this.#on(socket, ({ peer }) => {
        if (peer !== undefined) peer.ended = true;
      }),
    closesocket: socket => {
      if (socket !== -1 && !this.#sockets.has(socket)) this.strays.push(socket);
      return this.#on(socket, ({ waiting }) => {
        for (const each of [socket, ...waiting]) this.#sockets.delete(each);
      });
    },
  };

  #made(peer: FakeSocket | undefined): number {
    const options = new Map<number, number>();
    const held = Buffer.alloc(0);
    this.#sockets.set(this.#next, { port: 0, listens: false, waiting: [], peer, held, ended: false, options });
    return this.#next++;
  }

  #on(socket: number, work: (socket: FakeSocket) => void): number {
    const found = this.#sockets.get(socket);
    if (found === undefined) return this.#failed(WSAENOTSOCK);
    work(found);
    return 0;
  }

  #failed(error: number): number {
    this.#error = error;
    return -1;
  }

  #putAddress(at: number, length: number, port: number): void {
    const view = this.#memory.at(at);
    view.setUint16(0, AF_INET, true);
    view.setUint16(2, port);
    for (const [index, byte] of [127, 0, 0, 1].entries()) view.setUint8(4 + index, byte);
    this.#memory.at(length).setInt32(0, 16, true);
  }

  /** The addresses of the bytes of each WSABUF. */
  #buffers(at: number, count: number): number[][] {
    return Array.from({ length: count }, (_, index) => {
      const view = this.#memory.at(at + 16 * index);
      const start = Number(view.getBigUint64(8, true));
      return Array.from({ length: view.getUint32(0, true) }, (_, byte) => start + byte);
    });
  }
}
