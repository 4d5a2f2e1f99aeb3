import { Clockid, type Descriptor, Fdflag, Oflag, opensByPath, Right } from '../../../domain/index.js';
import type { InterceptedCall } from '../interceptor.js';
import type { ChaosEffect } from './chaos-table.js';
import { roomOf } from './room.js';

type Condition = (call: InterceptedCall, args: Readonly<Record<string, unknown>>, descriptor?: Descriptor) => boolean;

const opensWith = (args: Readonly<Record<string, unknown>>, flags: number) =>
  ((args.oflags as number) & flags) === flags;

/** Only a call that creates a file or writes to one finds the disk full: a stream has no disk behind it. */
const needsSpace: Condition = ({ name }, args, descriptor) => {
  if (opensByPath(name)) return opensWith(args, Oflag.CREAT);
  return descriptor?.resource.kind !== 'stream' || descriptor.resource.file !== undefined;
};

/** Conditions of effects that are not possible for every call of a hostcall. */
const conditions: { readonly [T in ChaosEffect]?: Condition } = {
  short: ({ args }) => roomOf(args) > 1,
  back: (_call, args) => args.id === Clockid.REALTIME,
  EAGAIN: (_call, _args, descriptor) => descriptor !== undefined && (descriptor.flags & Fdflag.NONBLOCK) !== 0,
  EPIPE: (_call, _args, descriptor) => descriptor?.resource.kind === 'stream' || descriptor?.resource.kind === 'socket',
  ENOSPC: needsSpace,
  EDQUOT: needsSpace,
  ENOENT: ({ name }, args) => !opensByPath(name) || !opensWith(args, Oflag.CREAT),
  EEXIST: ({ name }, args) => !opensByPath(name) || opensWith(args, Oflag.CREAT | Oflag.EXCL),
  EROFS: ({ name }, args) => !opensByPath(name) || asksToWrite(args),
  ETXTBSY: (_call, args) => asksToWrite(args),
};

function asksToWrite(args: Readonly<Record<string, unknown>>): boolean {
  return ((args.fs_rights_base as number) & Right.FD_WRITE) !== 0 || opensWith(args, Oflag.CREAT);
}

/** Whether an effect is possible for a call, as it is made. A call on a descriptor that is not open already fails. */
export function fits(effect: ChaosEffect, call: InterceptedCall): boolean {
  const args = call.args as Readonly<Record<string, unknown>>;
  const descriptor = typeof args.fd === 'number' ? call.descriptors.peek(args.fd) : undefined;
  if (typeof args.fd === 'number' && descriptor === undefined) return false;
  return conditions[effect]?.(call, args, descriptor) ?? true;
}
