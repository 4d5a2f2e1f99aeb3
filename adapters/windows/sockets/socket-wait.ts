import type { Interest } from '../../../domain/index.js';
import { Block } from '../../system/index.js';
import type { WinsockCalls } from './winsock-calls.js';
import { FD_ACCEPT, FD_CLOSE, FD_CONNECT, FD_READ, FD_WRITE, POLLRDNORM, POLLWRNORM } from './winsock-constants.js';

const ENTRY_SIZE = 16;
const FEWEST = 16;
const EVENTS = FD_READ | FD_WRITE | FD_ACCEPT | FD_CONNECT | FD_CLOSE;

/** A wait for several sockets, by [WSAPoll](https://learn.microsoft.com/en-us/windows/win32/api/winsock2/nf-winsock2-wsapoll) or by an event. */
export class SocketWait {
  readonly #calls: WinsockCalls;
  #block: Block;
  readonly #places = new Map<number, number>();
  /** The sockets that are being connected: Windows before 10 2004 does not tell WSAPoll that this has failed. */
  readonly #connecting: number[] = [];
  /** One is to be written. */
  #writing = false;
  #event = 0;

  constructor(calls: WinsockCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, FEWEST * ENTRY_SIZE);
  }

  get count(): number {
    return this.#places.size;
  }

  /** Whether one is being connected, so that {@link isReady} is to be asked from time to time. */
  get connecting(): boolean {
    return this.#connecting.length > 0;
  }

  /** Whether one is to be written. No event tells of room that there is again, unless a send was refused before. */
  get writing(): boolean {
    return this.#writing;
  }

  /** Forgets all sockets. */
  clear(): void {
    this.#places.clear();
    this.#connecting.length = 0;
    this.#writing = false;
  }

  add(socket: number, event: Interest['event']): void {
    const mask = event === 'read' ? POLLRDNORM : POLLWRNORM;
    if (event === 'write') {
      this.#writing = true;
      if (this.#calls.isConnecting(socket)) this.#connecting.push(socket);
    }
    const known = this.#places.get(socket);
    if (known !== undefined) {
      const { view } = this.#block;
      view.setInt16(known + 8, view.getInt16(known + 8, true) | mask, true);
      return;
    }
    const at = this.#places.size * ENTRY_SIZE;
    if (at === this.#block.bytes.length) this.#grow();
    this.#places.set(socket, at);
    this.#block.view.setBigUint64(at, BigInt(socket), true);
    this.#block.view.setInt16(at + 8, mask, true);
  }

  /**
   * Blocks the thread until something has happened at one of the sockets, or the time has passed.
   * @param milliseconds a whole number
   * @returns whether it could be waited for; false at once if not
   */
  poll(milliseconds: number): boolean {
    return this.#poll(milliseconds) >= 0;
  }

  /** Whether something has happened at one of them. */
  isReady(): boolean {
    return this.#poll(0) > 0 || this.#connecting.some(socket => this.#calls.writable(socket));
  }

  #poll(milliseconds: number): number {
    return this.#calls.functions.WSAPoll(this.#block.address, this.#places.size, milliseconds);
  }

  /**
   * Has an event signalled when something happens at one of the sockets. What happened before is for {@link isReady} to tell.
   * @returns the handle of the event
   */
  signal(): number {
    // Reset by the wait that it ends.
    if (this.#event === 0) this.#event = this.#calls.kernel.CreateEventW(0, 0, 0, 0);
    for (const socket of this.#places.keys()) this.#calls.functions.WSAEventSelect(socket, this.#event, EVENTS);
    return this.#event;
  }

  /** Ends that. */
  unsignal(): void {
    for (const socket of this.#places.keys()) this.#calls.functions.WSAEventSelect(socket, 0, 0);
  }

  #grow(): void {
    const { bytes } = this.#block;
    this.#block = new Block(this.#calls.ffi, 2 * bytes.length);
    this.#block.bytes.set(bytes);
  }
}
