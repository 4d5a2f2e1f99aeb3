/** The sockets that the options ask for. */

import { connect, type HostSocket, listen, network, socketFromHost } from '../../../api/node.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Network } from '../../../domain/index.js';
import { addressText } from '../../system/index.js';
import type { SocketOption } from '../guest/socket-option.js';
import { complain } from '../terminal/report.js';
import type { WorldSetting } from './world-setting.js';

/**
 * Opens them. Where the system chooses the port, stderr tells which it has chosen.
 * @throws ConfigurationError for one that cannot be opened
 */
export async function openSockets({ sockets, system }: WorldSetting): Promise<NonNullable<ProgramOptions['sockets']>> {
  const opened: Record<string, HostSocket> = {};
  const options = system === undefined || system === 'fs' ? {} : { system };
  for (const option of sockets) {
    const socket = await open(option, options);
    opened[unusedName(nameOf(option, socket), opened)] = socket;
    if (option.option === 'tcp-listen' && option.port === 0 && socket.address !== undefined)
      complain(`listening on ${addressText(socket.address)}`);
  }
  return opened;
}

/**
 * The network that the program may open sockets in.
 * @throws ConfigurationError if there is none, and for a text that is not a host
 */
export function openNetwork({ reachable, system }: WorldSetting): Network {
  const options = system === undefined || system === 'fs' ? {} : { system };
  return network(reachable.includes('all') ? options : { ...options, allow: reachable });
}

function open(option: SocketOption, options: Parameters<typeof socketFromHost>[1]): Promise<HostSocket> {
  switch (option.option) {
    case 'tcp-listen':
      return listen({ host: option.host, port: option.port }, options);
    case 'tcp-connect':
      return connect({ host: option.host, port: option.port }, options);
    case 'unix-listen':
      return listen({ path: option.path }, options);
    case 'fd':
      return Promise.resolve(socketFromHost(option.fd, options));
  }
}

/** How a trace names it: by its address, or what it is connected to. */
function nameOf(option: SocketOption, { address }: HostSocket): string {
  if (option.option === 'fd') return `fd ${option.fd}`;
  return addressText(option.option === 'tcp-connect' || address === undefined ? option : address);
}

function unusedName(name: string, used: Readonly<Record<string, unknown>>): string {
  let number = 1;
  while (Object.hasOwn(used, number === 1 ? name : `${name} (${number})`)) number++;
  return number === 1 ? name : `${name} (${number})`;
}
