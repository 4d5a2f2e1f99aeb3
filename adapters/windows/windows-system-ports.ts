import { ConfigurationError } from '../../application/errors.js';
import type { Ports } from '../../domain/index.js';
import { NodeStdio } from '../node/index.js';
import type { FfiName } from '../system/index.js';
import { callsForStreams } from './calls/descriptor-calls.js';
import { SharedCalls } from './calls/shared-calls.js';
import { windowsCalls } from './calls/windows-calls.js';
import { windowsHostCalls } from './host-calls.js';
import { WindowsWaiting } from './waiting.js';
import { windowsPorts } from './windows-ports.js';

/**
 * Every port on Windows, with streams and waiting by Windows' own calls where there is an FFI.
 * @param system the only FFI to use. Default: the first that can be used
 * @throws ConfigurationError if the one that is asked for cannot be used
 */
export function windowsSystemPorts(system?: FfiName): Ports {
  const calls = system === undefined ? undefined : windowsCalls(system);
  if (typeof calls === 'string')
    throw new ConfigurationError(
      `Windows cannot be called through ${system}: it ${calls}`,
      `${system === 'koffi' ? 'install the package koffi' : 'use Node 26.9 or later'}, or do not ask for it`,
    );
  const shared = new SharedCalls(system);
  const stdio = new NodeStdio(windowsHostCalls(callsForStreams(shared)));
  return { ...windowsPorts(), stdio, waiting: new WindowsWaiting(shared) };
}
