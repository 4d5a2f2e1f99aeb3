import type { Rules } from '../../memory/rules.js';
import { type SystemInterface, systemInterfaces } from '../../system/index.js';
import type { GivenDirectory } from '../guest/dir-option.js';
import type { GivenSocket } from '../guest/socket-option.js';

/** Whose files, clocks and randomness. */
export type HostName = 'node' | 'memory' | 'deterministic';

/** The options as they were given. */
export interface WorldOptions {
  /** What all three gave, in order: each that was used has the same list. */
  readonly dir?: readonly GivenDirectory[];
  readonly overlay?: readonly GivenDirectory[];
  readonly mem?: readonly GivenDirectory[];
  /** What all four gave, in the same way. */
  readonly tcpListen?: readonly GivenSocket[];
  readonly tcpConnect?: readonly GivenSocket[];
  readonly unixListen?: readonly GivenSocket[];
  readonly fd?: readonly GivenSocket[];
  readonly allowNet?: readonly string[];
  readonly listenEnv?: boolean;
  readonly apply?: boolean;
  readonly requireRaceFree?: boolean;
  readonly host?: HostName;
  readonly system?: SystemInterface;
  readonly rules?: Rules;
  readonly skipUnreadable?: boolean;
  readonly seed?: string;
  readonly clock?: string;
  readonly maxDescriptors?: string;
  readonly maxPath?: string;
  readonly maxIovecs?: string;
  readonly maxSubscriptions?: string;
  readonly maxFileBytes?: string;
  readonly maxInodes?: string;
}

/** The values of `--host`. */
export const hostNames: readonly HostName[] = ['node', 'memory', 'deterministic'];

/** The values of `--rules`. */
export const ruleNames: readonly Rules[] = ['posix', 'windows', 'windows-unprivileged'];

/** The values of `--system`. */
export const systemNames: readonly SystemInterface[] = systemInterfaces;
