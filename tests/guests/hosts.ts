import type { GuestHost } from './guest.js';
import { nodeWasi } from './node-wasi.js';

/** The hosts on which scenarios run: ours, and a foreign one if the environment variable GUEST_HOST names it. */
export const hosts: readonly GuestHost[] = [nodeWasi].filter(host => host.name === process.env.GUEST_HOST);
