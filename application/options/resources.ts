/** Directories, streams and sockets that embedders pass. They come from any adapter, so they are known by their members, not by a class. */
import type { Directory, Socket, Stream } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { shown } from './check-options.js';
import { hasMethods } from './option-kinds.js';

/** The names of the methods that a port requires. */
type MethodOf<Port> = {
  [Name in keyof Port]-?: undefined extends Port[Name]
    ? never
    : Port[Name] extends (...args: never) => unknown
      ? Name
      : never;
}[keyof Port];

/** A method that is added to the port and not here does not compile. */
type Methods<Port> = { readonly [Name in MethodOf<Port>]: true };

const directoryMethods: Methods<Directory> = {
  descend: true,
  open: true,
  stat: true,
  setTimes: true,
  createDirectory: true,
  removeDirectory: true,
  unlink: true,
  symlink: true,
  readlink: true,
  link: true,
  rename: true,
  list: true,
  parentInode: true,
  sync: true,
  close: true,
};

const streamMethods: Methods<Stream> = {
  read: true,
  write: true,
  readable: true,
  writable: true,
  stat: true,
  sync: true,
  close: true,
};

const socketMethods: Methods<Socket> = {
  accept: true,
  receive: true,
  send: true,
  shutdown: true,
  readable: true,
  writable: true,
  stat: true,
  close: true,
};

/**
 * Checks that something is a directory.
 * @param name how messages call it, such as `the preopen "/"`
 * @throws ConfigurationError that says what it is, or lacks, and what to give instead
 */
export function requireDirectory(value: unknown, name: string): asserts value is Directory {
  if (isKind(value, 'directory')) requireMethods(value, name, directoryMethods, 'DirectoryBase');
  else throw new ConfigurationError(`${name} is ${shown(value)}, not a directory`, directoryInstead(value));
}

/**
 * Checks that something is a stream.
 * @param name how messages call it, such as `stdin`
 * @throws ConfigurationError that says what it is, or lacks, and what to give instead
 */
export function requireStream(value: unknown, name: string): asserts value is Stream {
  if (isKind(value, 'stream')) requireMethods(value, name, streamMethods, 'StreamBase');
  else throw new ConfigurationError(`${name} is ${shown(value)}, not a stream of hostcall`, streamInstead(value));
}

/** Whether something is a stream of an adapter, as far as it says so itself. */
export function isStream(value: unknown): value is Stream {
  return isKind(value, 'stream');
}

/**
 * Checks that something is a socket.
 * @param name how messages call it, such as `the socket "db"`
 * @throws ConfigurationError that says what it is, or lacks, and what to give instead
 */
export function requireSocket(value: unknown, name: string): asserts value is Socket {
  if (isKind(value, 'socket')) requireMethods(value, name, socketMethods);
  else throw new ConfigurationError(`${name} is ${shown(value)}, not a socket of hostcall`, socketInstead(value));
}

function isKind(value: unknown, kind: string): value is { readonly kind: string } {
  return typeof value === 'object' && value !== null && (value as { readonly kind?: unknown }).kind === kind;
}

function requireMethods(value: object, name: string, methods: object, base?: string): void {
  const lacks = Object.keys(methods).filter(method => !hasMethods(value, method));
  if (lacks.length === 0) return;
  throw new ConfigurationError(
    `${name} lacks ${lacks.map(each => `${each}()`).join(', ')}`,
    `give it every method of its port${base === undefined ? '' : `; a subclass of ${base} of hostcall/ports has those that it does not override`}`,
  );
}

function directoryInstead(value: unknown): string {
  if (typeof value === 'string') return 'open it first; loadDirectory() of hostcall/node reads one of the host';
  if (value instanceof Promise) return 'await it first';
  if (typeof (value as { readonly href?: unknown } | null)?.href === 'string')
    return 'give its path: fileURLToPath(url)';
  if (typeof value === 'object' && value !== null)
    return 'give a directory of an adapter, such as memoryDirectory(contents) of hostcall/memory';
  return 'give a path of the host, or a directory';
}

function socketInstead(value: unknown): string {
  if (value instanceof Promise) return 'await it first';
  const descriptor = typeof value === 'number' ? value : (value as { readonly fd?: unknown } | null)?.fd;
  if (typeof descriptor === 'number') return `give socketFromHost(${descriptor}) of hostcall/node`;
  return 'give what listen() or connect() of hostcall/node open, or a socket of a network in memory';
}

function streamInstead(value: unknown): string {
  const descriptor = typeof value === 'number' ? value : (value as { readonly fd?: unknown } | null)?.fd;
  if (typeof descriptor === 'number') return `give streamFromHost(${descriptor}) of hostcall/node`;
  if (typeof value === 'string') return 'give textInput(text) of hostcall/memory';
  if (value instanceof Uint8Array) return 'give bytesInput(bytes) of hostcall/memory';
  if (typeof value === 'function') return 'give callbackOutput(callback) of hostcall/memory';
  if (hasMethods(value, 'write') || hasMethods(value, 'getWriter'))
    return 'give callbackOutput(bytes => …) of hostcall/memory, and write the bytes to it there';
  if (hasMethods(value, 'read') || hasMethods(value, 'getReader'))
    return 'read it first, and give bytesInput(bytes) of hostcall/memory';
  return 'give one of an adapter, such as textInput() or callbackOutput() of hostcall/memory';
}
