import { copyBytes, Errno, type Iovecs } from '../../domain/index.js';

/** Words at the beginning: what changes with everything; the lock; how many connections were begun; the places for connections, and the bytes of a ring. */
export const SIGNAL = 0;
const LOCK = 1;
const BEGUN = 2;
const PLACES = 3;
const CAPACITY = 4;
const HEADER_WORDS = 8;

/** Words of a connection: its state, when it was begun, the ends that are open (bits), the length of its name; then both directions, and the name. */
const STATE = 0;
const ORDER = 1;
const OPEN_ENDS = 2;
const NAME_LENGTH = 3;
const DIRECTIONS = 4;
/** Words of a direction: where its bytes begin in its ring, how many there are, and what is shut down (bits). */
const HEAD = 0;
const LENGTH = 1;
const SHUT = 2;
const DIRECTION_WORDS = 4;
const NAME = DIRECTIONS + 2 * DIRECTION_WORDS;
/** Bytes of a name at most. */
export const NAME_BYTES = 208;
const CONNECTION_WORDS = NAME + NAME_BYTES / 4;

const FREE = 0;
const PENDING = 1;
const ACCEPTED = 2;

/** The ends of a connection. Each sends in the direction of its own number, and receives in the other. */
export const CLIENT = 0;
export const SERVER = 1;
export type End = typeof CLIENT | typeof SERVER;

const BY_SENDER = 1;
const BY_RECEIVER = 2;

/**
 * The memory of a network: its connections, with the bytes that are on their way. Several threads can use the same. Every operation holds a lock for as
 * long as it takes to copy some bytes.
 */
export class NetworkMemory {
  readonly buffer: ArrayBufferLike;
  readonly words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #places: number;
  readonly #capacity: number;

  /** @param buffer of {@link create}, also by another thread */
  constructor(buffer: ArrayBufferLike) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#places = this.words[PLACES] as number;
    this.#capacity = this.words[CAPACITY] as number;
  }

  /**
   * Makes a memory, which is shared if the host has that.
   * @param places for connections
   * @param capacity bytes that each direction holds, a multiple of four
   */
  static create(places: number, capacity: number): ArrayBufferLike {
    const size = sizeOf(places, capacity);
    const buffer = typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
    const words = new Int32Array(buffer);
    words[PLACES] = places;
    words[CAPACITY] = capacity;
    return buffer;
  }

  /** Whether a buffer was made by {@link create}, as far as its size tells. */
  static isOne(buffer: ArrayBufferLike): boolean {
    if (buffer.byteLength < HEADER_WORDS * 4) return false;
    const header = new Int32Array(buffer, 0, HEADER_WORDS);
    const [places, capacity] = [header[PLACES] as number, header[CAPACITY] as number];
    return capacity > 0 && buffer.byteLength === sizeOf(places, capacity);
  }

  /** Begins a connection. @returns its number; `-EMFILE` if there is no place */
  begin(name: Uint8Array): number {
    return this.#locked(() => {
      for (let connection = 0; connection < this.#places; connection++) {
        const at = this.#at(connection);
        if (this.words[at + STATE] !== FREE) continue;
        this.words.fill(0, at, at + NAME);
        this.words[at + STATE] = PENDING;
        this.words[at + ORDER] = this.words[BEGUN] as number;
        this.words[BEGUN] = (this.words[BEGUN] as number) + 1;
        this.words[at + OPEN_ENDS] = 1 << CLIENT;
        this.words[at + NAME_LENGTH] = name.length;
        this.#bytes.set(name, (at + NAME) * 4);
        return connection;
      }
      return -Errno.EMFILE;
    });
  }

  /** How many connections to a name wait to be accepted. */
  pending(name: Uint8Array): number {
    return this.#locked(() => this.#pendingTo(name).length);
  }

  /** Accepts the oldest connection to a name. @returns its number; `-EAGAIN` if there is none */
  accept(name: Uint8Array): number {
    return this.#locked(() => {
      let oldest = -Errno.EAGAIN;
      for (const connection of this.#pendingTo(name)) {
        // They are counted in 32 bits.
        if (oldest < 0 || (this.#order(connection) - this.#order(oldest)) << 0 < 0) oldest = connection;
      }
      if (oldest >= 0) {
        const at = this.#at(oldest);
        this.words[at + STATE] = ACCEPTED;
        this.words[at + OPEN_ENDS] = (this.words[at + OPEN_ENDS] as number) | (1 << SERVER);
      }
      return oldest;
    });
  }

  /** Bytes that an end can receive; -1 if there are none, and no more will come. */
  receivable(connection: number, end: End): number {
    return this.#locked(() => {
      const direction = this.#direction(connection, other(end));
      const length = this.words[direction + LENGTH] as number;
      return length === 0 && this.#isEnded(connection, other(end)) ? -1 : length;
    });
  }

  /** Whether no more will come to an end than has. */
  isEnded(connection: number, end: End): boolean {
    return this.#locked(() => this.#isEnded(connection, other(end)));
  }

  /** Bytes that an end can send; `-EPIPE` if the peer receives no more. */
  sendable(connection: number, end: End): number {
    return this.#locked(() => this.#sendable(connection, end));
  }

  /** Receives. @param peek leaves the bytes there. @returns bytes, 0 at the end; `-EAGAIN` */
  receive(connection: number, end: End, into: Iovecs, peek: boolean): number {
    return this.#locked(() => {
      const direction = this.#direction(connection, other(end));
      const length = this.words[direction + LENGTH] as number;
      if (((this.words[direction + SHUT] as number) & BY_RECEIVER) !== 0) return 0;
      if (length === 0) return this.#isEnded(connection, other(end)) ? 0 : -Errno.EAGAIN;
      const total = Math.min(length, into.total);
      let head = this.words[direction + HEAD] as number;
      for (let i = 0, left = total; left > 0; i++) {
        let to = into.offsets[i] as number;
        for (let rest = Math.min(into.lengths[i] as number, left); rest > 0; ) {
          const part = Math.min(rest, this.#capacity - head);
          copyBytes(this.#bytes, this.#ring(connection, other(end)) + head, into.array, to, part);
          head = (head + part) % this.#capacity;
          to += part;
          rest -= part;
          left -= part;
        }
      }
      if (!peek) {
        this.words[direction + HEAD] = head;
        this.words[direction + LENGTH] = length - total;
      }
      return total;
    });
  }

  /** Sends what there is room for. @returns bytes; `-EAGAIN` if there is none, `-EPIPE` if the peer receives no more */
  send(connection: number, end: End, from: Iovecs): number {
    return this.#locked(() => {
      const room = this.#sendable(connection, end);
      if (room <= 0 || from.total === 0) return room < 0 ? room : from.total === 0 ? 0 : -Errno.EAGAIN;
      const direction = this.#direction(connection, end);
      const length = this.words[direction + LENGTH] as number;
      const total = Math.min(room, from.total);
      let tail = ((this.words[direction + HEAD] as number) + length) % this.#capacity;
      for (let i = 0, left = total; left > 0; i++) {
        let at = from.offsets[i] as number;
        for (let rest = Math.min(from.lengths[i] as number, left); rest > 0; ) {
          const part = Math.min(rest, this.#capacity - tail);
          copyBytes(from.array, at, this.#bytes, this.#ring(connection, end) + tail, part);
          tail = (tail + part) % this.#capacity;
          at += part;
          rest -= part;
          left -= part;
        }
      }
      this.words[direction + LENGTH] = length + total;
      return total;
    });
  }

  /** Shuts down what an end sends, or receives. */
  shutdown(connection: number, end: End, sends: boolean, receives: boolean): void {
    this.#locked(() => {
      if (sends) this.#shut(this.#direction(connection, end), BY_SENDER);
      if (receives) this.#shut(this.#direction(connection, other(end)), BY_RECEIVER);
      return 0;
    });
  }

  /** Closes an end. The place is free again when both are. */
  close(connection: number, end: End): void {
    this.#locked(() => {
      const at = this.#at(connection);
      const open = (this.words[at + OPEN_ENDS] as number) & ~(1 << end);
      this.words[at + OPEN_ENDS] = open;
      if (open === 0 && this.words[at + STATE] === ACCEPTED) this.words[at + STATE] = FREE;
      return 0;
    });
  }

  #pendingTo(name: Uint8Array): number[] {
    const found: number[] = [];
    for (let connection = 0; connection < this.#places; connection++) {
      const at = this.#at(connection);
      if (this.words[at + STATE] !== PENDING || this.words[at + NAME_LENGTH] !== name.length) continue;
      if (name.every((byte, i) => this.#bytes[(at + NAME) * 4 + i] === byte)) found.push(connection);
    }
    return found;
  }

  #order(connection: number): number {
    return this.words[this.#at(connection) + ORDER] as number;
  }

  /** Whether what an end sends is all: it has shut that down, or is gone. */
  #isEnded(connection: number, sender: End): boolean {
    const shut = this.words[this.#direction(connection, sender) + SHUT] as number;
    return (shut & BY_SENDER) !== 0 || this.#isGone(connection, sender);
  }

  #sendable(connection: number, end: End): number {
    const direction = this.#direction(connection, end);
    if (this.#isGone(connection, other(end)) || this.words[direction + SHUT] !== 0) return -Errno.EPIPE;
    return this.#capacity - (this.words[direction + LENGTH] as number);
  }

  /** Whether an end is closed. That of a server is not there before the connection is accepted. */
  #isGone(connection: number, end: End): boolean {
    const at = this.#at(connection);
    if (end === SERVER && this.words[at + STATE] === PENDING) return false;
    return ((this.words[at + OPEN_ENDS] as number) & (1 << end)) === 0;
  }

  #shut(direction: number, by: number): void {
    this.words[direction + SHUT] = (this.words[direction + SHUT] as number) | by;
  }

  /** Where the words of a connection are. */
  #at(connection: number): number {
    return HEADER_WORDS + connection * CONNECTION_WORDS;
  }

  /** Where the words of a direction are. */
  #direction(connection: number, sender: End): number {
    return this.#at(connection) + DIRECTIONS + sender * DIRECTION_WORDS;
  }

  /** Where the bytes of a direction are. */
  #ring(connection: number, sender: End): number {
    return (HEADER_WORDS + this.#places * CONNECTION_WORDS) * 4 + (2 * connection + sender) * this.#capacity;
  }

  /** The lock is held for so short that a thread that cannot have it tries again. */
  #locked<Result>(work: () => Result): Result {
    while (Atomics.compareExchange(this.words, LOCK, 0, 1) !== 0);
    try {
      return work();
    } finally {
      Atomics.store(this.words, LOCK, 0);
    }
  }
}

function other(end: End): End {
  return end === CLIENT ? SERVER : CLIENT;
}

function sizeOf(places: number, capacity: number): number {
  return (HEADER_WORDS + places * CONNECTION_WORDS) * 4 + 2 * places * capacity;
}
