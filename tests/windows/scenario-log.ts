import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Capability } from '../guests/guest.js';

/** What came of a scenario on a host. */
export interface ScenarioOutcome {
  readonly host: string;
  /** The C program. */
  readonly program: string;
  /** The name of the scenario in the list. */
  readonly scenario: string;
  /** `other`: the host lacks `lacking`, and the expected difference was seen. `unseen`: it cannot be shown there. */
  readonly outcome: 'passed' | 'other' | 'unseen' | 'failed';
  readonly lacking: readonly Capability[];
}

/** The environment variable that names the folder where outcomes are written. */
export const LOG_FOLDER = 'HOSTCALL_SCENARIOS';

const file = (folder: string) => join(folder, process.platform === 'win32' ? 'windows.jsonl' : 'here.jsonl');

/** Notes an outcome, if somebody wants to know. */
export function noteScenario(outcome: ScenarioOutcome): void {
  const folder = process.env[LOG_FOLDER];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(file(folder), `${JSON.stringify(outcome)}\n`);
}

/**
 * Reads what was noted.
 * @param platform where it was: on this machine, or on Windows under Wine
 * @returns undefined if nothing was
 */
export function notedScenarios(folder: string, platform: 'here' | 'windows'): ScenarioOutcome[] | undefined {
  const path = join(folder, `${platform}.jsonl`);
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line) as ScenarioOutcome);
}

/** Forgets what was noted. */
export function forgetScenarios(folder: string, platform: 'here' | 'windows'): void {
  rmSync(join(folder, `${platform}.jsonl`), { force: true });
}
