/** The tampering with a program's calls: `-e inject=`, `-e fault=` and `--chaos`. */
import { randomInt } from 'node:crypto';
import { CHAOS_RATE, chaos, type Interceptors, tamper } from '../../../application/interception/index.js';
import { CommandLineError } from '../command-line-error.js';
import { complain } from '../terminal/report.js';
import { wholeNumber } from '../whole-number.js';
import { type Expressions, parsed } from './expressions.js';

/** Options that tamper, beside `-e`. */
export interface TamperingOptions {
  /** Guest paths: other calls are left alone. */
  readonly tracePath?: readonly string[];
  /** SEED[:RATE]. */
  readonly chaos?: string;
}

/** What stands between the program and its hostcalls. */
export interface TamperingPlan {
  readonly interceptors: readonly Interceptors[];
  /** Tells on stderr, before the program runs, what is to happen by chance. */
  begin(): void;
  /** Tells on stderr, when it has ended, how to have the same again. */
  end(): void;
}

/**
 * Makes a plan of options.
 * @throws CommandLineError for what cannot be done
 */
export function tamperingPlan(options: TamperingOptions, { tamperings = [] }: Expressions): TamperingPlan {
  const { tracePath: paths } = options;
  const planned = parsed(() => tamper(...tamperings.map(each => ({ ...each, paths }))));
  if (options.chaos === undefined) return { interceptors: [planned], begin() {}, end() {} };
  const { seed, rate } = chaosOf(options.chaos);
  let count = 0;
  const onEffect = () => {
    count++;
  };
  return {
    // Planned faults take precedence over random ones.
    interceptors: [chaos({ seed, rate, paths, onEffect }), planned],
    begin: () => complain(`chaos with seed ${seed} and rate ${rate}`),
    end: () =>
      complain(`chaos affected ${count} ${count === 1 ? 'call' : 'calls'}; repeat it with --chaos ${seed}:${rate}`),
  };
}

function chaosOf(text: string): { readonly seed: bigint; readonly rate: number } {
  const colon = text.indexOf(':');
  const [seed, rate] = colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
  return {
    seed: seed === 'random' ? BigInt(randomInt(2 ** 32)) : seedOf(seed),
    rate: rate === undefined ? CHAOS_RATE : rateOf(rate),
  };
}

function seedOf(text: string): bigint {
  if (!/^\d/.test(text))
    throw new CommandLineError(`invalid chaos seed '${text}'`, 'write a whole number, or random, such as --chaos 42');
  return wholeNumber('--chaos', text, 0n, 2n ** 64n - 1n, 42);
}

function rateOf(text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text) ?? [];
  const rate = Number(number) / (percent === '%' ? 100 : 1);
  if (rate >= 0 && rate <= 1) return rate;
  throw new CommandLineError(
    `invalid chaos rate '${text}'`,
    'write a number from 0 to 1, or a percentage, such as --chaos 42:0.1',
  );
}
