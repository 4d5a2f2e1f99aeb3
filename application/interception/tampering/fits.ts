import { Clockid, type Descriptor, Fdflag, Oflag, Right } from '../../../domain/index.js';
import type { InterceptedCall } from '../interceptor.js';
import type { Trouble } from './chaos-table.js';
import { roomOf } from './room.js';

type Condition = (call: InterceptedCall, args: Readonly<Record<string, unknown>>, descriptor?: Descriptor) => boolean;

const opensWith = (args: Readonly<Record<string, unknown>>, flags: number) =>
  ((args.oflags as number) & flags) === flags;

/** A full disk is met by whoever makes a file, or writes to one: a stream has none behind it. */
const needsSpace: Condition = ({ name }, args, descriptor) => {
  if (name === 'path_open') return opensWith(args, Oflag.CREAT);
  return descriptor?.resource.kind !== 'stream' || descriptor.resource.file !== undefined;
};

/** Conditions of troubles that don't fit every call of a hostcall. */
const conditions: { readonly [T in Trouble]?: Condition } = {
  short: ({ args }) => roomOf(args) > 1,
  back: (_call, args) => args.id === Clockid.REALTIME,
  EAGAIN: (_call, _args, descriptor) => descriptor !== undefined && (descriptor.flags & Fdflag.NONBLOCK) !== 0,
  EPIPE: (_call, _args, descriptor) => descriptor?.resource.kind === 'stream' || descriptor?.resource.kind === 'socket',
  ENOSPC: needsSpace,
  EDQUOT: needsSpace,
  ENOENT: ({ name }, args) => name !== 'path_open' || !opensWith(args, Oflag.CREAT),
  EEXIST: ({ name }, args) => name !== 'path_open' || opensWith(args, Oflag.CREAT | Oflag.EXCL),
  EROFS: ({ name }, args) => name !== 'path_open' || asksToWrite(args),
  ETXTBSY: (_call, args) => asksToWrite(args),
};

function asksToWrite(args: Readonly<Record<string, unknown>>): boolean {
  return ((args.fs_rights_base as number) & Right.FD_WRITE) !== 0 || opensWith(args, Oflag.CREAT);
}

/** Whether something could go wrong so with a call, as it is made. With a descriptor that is not open, nothing but that goes wrong. */
export function fits(trouble: Trouble, call: InterceptedCall): boolean {
  const args = call.args as Readonly<Record<string, unknown>>;
  const descriptor = typeof args.fd === 'number' ? call.descriptors.peek(args.fd) : undefined;
  if (typeof args.fd === 'number' && descriptor === undefined) return false;
  return conditions[trouble]?.(call, args, descriptor) ?? true;
}
