import { WINDOWS } from '../needs.js';
import { composedHosts } from './composed-hosts.js';
import type { GuestHost, OwnHost } from './guest.js';
import { memoryAdapter } from './memory-adapter.js';
import { memoryWindowsAdapter } from './memory-windows-adapter.js';
import { nodeAdapter } from './node-adapter.js';
import { nodeWasi } from './node-wasi.js';
import { recordedWindowsAdapter } from './recorded-windows-adapter.js';
import { replayedHost } from './replayed-host.js';
import { systemAdapters } from './system-adapters.js';

/** On Windows only what differs there is worth running: elsewhere the rest has been run already, and this is a slow one. */
const onWindows = WINDOWS.met;

/** Our hosts: one for each adapter that has all the ports. */
export const ownHosts: readonly OwnHost[] = onWindows
  ? [nodeAdapter]
  : [nodeAdapter, ...systemAdapters, memoryAdapter, memoryWindowsAdapter, recordedWindowsAdapter];

/** The hosts on which scenarios run: ours, alone, under compositions and out of a recording, or a foreign one if the environment variable GUEST_HOST names it. */
export const hosts: readonly GuestHost[] =
  process.env.GUEST_HOST === undefined
    ? [...ownHosts, ...(onWindows ? [] : [...composedHosts, replayedHost])]
    : [nodeWasi].filter(host => host.name === process.env.GUEST_HOST);
