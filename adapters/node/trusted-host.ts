import { rmSync } from 'node:fs';
import { ConfigurationError } from '../../application/errors.js';
import { carefulHostCalls } from './careful-host-calls.js';
import type { HostCalls } from './host-calls.js';
import { type Findings, probeHost, probeLink } from './host-probe.js';
import { probeDirectories } from './probe-directories.js';

/** Links that systems have. */
const LINKS = ['/proc/self', '/tmp', '/var'];

const known = new WeakMap<HostCalls, HostCalls>();

/**
 * The primitives to use on a host: its own, if they do what the sandbox rests on, else the same used with more care, if then they do. That is
 * found out by trying, once for each host: what a JavaScript runtime calls `fs` need not be Node's.
 *
 * Where no directory to try it in can be made, care is taken without it.
 * @throws ConfigurationError if not even care helps
 */
export function trustedHost(host: HostCalls): HostCalls {
  let trusted = known.get(host);
  if (trusted === undefined) {
    trusted = chosen(host);
    known.set(host, trusted);
  }
  return trusted;
}

/**
 * Probes primitives that are used as they are, once for what they rest on.
 * @throws ConfigurationError for a fault
 */
export function requireTrust(host: HostCalls, restsOn: HostCalls): void {
  if (known.has(restsOn)) return;
  refuse(probed(host)?.fault);
  known.set(restsOn, restsOn);
}

function chosen(host: HostCalls): HostCalls {
  const findings = probed(host);
  if (findings?.links && findings.fault === undefined) return host;
  const careful = carefulHostCalls(host);
  refuse(findings === undefined ? linkFault(careful) : probed(careful)?.fault);
  return careful;
}

function refuse(fault: string | undefined): void {
  if (fault === undefined) return;
  throw new ConfigurationError(
    `a program cannot be kept inside a directory on this host, because its file system ${fault}`,
    'use Node, or directories in memory (hostcall/memory)',
  );
}

/** @returns undefined if there is nowhere to make a directory */
function probed(host: HostCalls): Findings | undefined {
  for (const directory of probeDirectories()) {
    const findings = probeHost(host, directory);
    if (findings?.fault !== undefined) rmSync(directory, { recursive: true, force: true });
    if (findings !== undefined) return findings;
  }
  return undefined;
}

function linkFault(host: HostCalls): string | undefined {
  for (const link of LINKS) {
    const fault = typeof host.readlink(link) === 'string' ? probeLink(host, link) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
