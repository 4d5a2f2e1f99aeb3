import { parseHostcallSet } from '../../../application/hostcall-set.js';
import type { HostcallName } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import type { ColourChoice } from '../terminal/colour.js';
import { wholeNumber } from '../whole-number.js';
import type { DiffOptions } from './diff-options.js';

/** The settings of a comparison. */
export interface DiffPlan {
  /** The hostcalls that are compared; undefined for all. */
  readonly calls: ReadonlySet<HostcallName> | undefined;
  readonly strict: boolean;
  readonly brief: boolean;
  readonly all: boolean;
  /** How many calls are shown before and after a difference. */
  readonly context: number;
  /** How many bytes of a string are shown; undefined for as many as the trace has. */
  readonly stringLimit: number | undefined;
  readonly times: boolean;
  readonly colour: ColourChoice;
}

const MOST = 2n ** 30n;

/**
 * Makes a plan of the options.
 * @throws CommandLineError or ConfigurationError for one that makes no sense
 */
export function diffPlan(options: DiffOptions): DiffPlan {
  const {
    e,
    strict = false,
    brief = false,
    all = false,
    unified,
    stringLimit,
    times = false,
    color = 'auto',
  } = options;
  if (brief && all) throw new CommandLineError('-q and --all exclude each other', 'use one of them');
  return {
    calls: e === undefined ? undefined : selected(e),
    strict,
    brief,
    all,
    context: unified === undefined ? 3 : Number(wholeNumber('-U', unified, 0n, MOST, 3)),
    stringLimit: stringLimit === undefined ? undefined : Number(wholeNumber('-s', stringLimit, 0n, MOST, 32)),
    times,
    colour: color,
  };
}

function selected(expression: string): ReadonlySet<HostcallName> {
  const [, qualifier = 'trace', set = ''] = /^(?:([a-z]+)=)?(.*)$/s.exec(expression) ?? [];
  if (qualifier !== 'trace') throw new CommandLineError(`unknown qualifier '${qualifier}' in -e`, 'write -e trace=SET');
  return new Set(parseHostcallSet(set));
}
