import { map, type OperatorFunction } from 'rxjs';
import { encodeUtf8, errnoName, errnoText } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { decodeParam, decodeResult, outOfBounds } from '../events/decode.js';
import type { StructValue } from '../events/decoded-values.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import { quote } from './quote.js';
import { formatParam, formatRaw, formatResult } from './strace-arguments.js';
import { descriptor, event as formatEvent, list, outOfBoundsPointer } from './strace-values.js';

/** How a line is to look. */
export interface StraceOptions {
  /** How many bytes of a string are shown; names are never cut. Default 32; more needs as much `payload` in the trace's settings. */
  readonly stringSize?: number;
  /** Whether descriptors show what they are called, as in `3</>`. Default true. */
  readonly descriptorPaths?: boolean;
  /** The column of the `=`. Default 40. */
  readonly column?: number;
  /** Whether to show the numbers of the ABI instead of what they mean. Default false. */
  readonly raw?: boolean;
  /** Whether to show the time spent in the call, in seconds. Default false. */
  readonly times?: boolean;
}

/** The options with their defaults. */
export type CompleteStraceOptions = Required<StraceOptions>;

const DEFAULTS: CompleteStraceOptions = {
  stringSize: 32,
  descriptorPaths: true,
  column: 40,
  raw: false,
  times: false,
};

/** The arguments of a call, as they stand between its parentheses. */
function formatArguments(call: CallRecord, options: CompleteStraceOptions): string {
  const { params, results } = call.shape;
  const texts: string[] = [];
  for (const param of params) {
    const text = formatParam(call, param, options);
    if (text !== undefined) texts.push(text);
  }
  for (const result of results) {
    if (!result.promoted) texts.push(formatResult(call, result, options));
    // What follows the = tells nothing of a pointer that could not be written to.
    else if (outOfBounds(call, call.u32(result.at), result.size)) texts.push(outOfBoundsPointer(call.u32(result.at)));
  }
  return texts.join(', ');
}

/** What follows the `=` of a call that succeeded. */
function formatPromoted(call: CallRecord, options: CompleteStraceOptions): string {
  const { params, promoted } = call.shape;
  if (promoted === undefined) return '0';
  const value = decodeResult(call, promoted) ?? 0;
  if (promoted.kind === 'fd') return descriptor(value as number, call.secondLabel, options.descriptorPaths);
  const events = params.find(({ kind }) => kind === 'events');
  if (events === undefined) return String(value);
  const occurred = (decodeParam(call, events) ?? []) as readonly StructValue<'event'>[];
  return `${value} (${list(occurred.map(formatEvent), occurred.length < (value as number))})`;
}

function formatOutcome(call: CallRecord, options: CompleteStraceOptions): string {
  if (call.state === 'left') return '?';
  const { errno } = call;
  if (options.raw) return errno === 0 ? '0' : `${errno} ${errnoName(errno)}`;
  if (errno !== 0) return `-1 ${errnoName(errno)} (${errnoText(errno)})`;
  return formatPromoted(call, options);
}

/** What was done to a call, as strace tells it. */
function marks({ extras }: CallRecord): string {
  return extras === undefined ? '' : `${extras.injected ? ' (INJECTED)' : ''}${extras.delayed ? ' (DELAYED)' : ''}`;
}

function formatCall(call: CallRecord, options: CompleteStraceOptions): string {
  const { name } = call.shape;
  const args = options.raw ? formatRaw(call) : formatArguments(call, options);
  if (call.state === 'entered') return `${name}(${args} <unfinished ...>`;
  const line = `${`${name}(${args})`.padEnd(options.column - 1)} = ${formatOutcome(call, options)}${marks(call)}`;
  return options.times ? `${line} <${(call.duration / 1e9).toFixed(6)}>` : line;
}

/**
 * A hostcall as strace would print it, in one line of printable ASCII:
 * `name(argument, …)`, blanks up to a column, `= result` or `= -1 ERROR (text)`. A call that has not returned ends in
 * `<unfinished ...>`, one that never will in `= ?`.
 * @param call an event of `hostcalls$` or `entered$`
 */
export function formatStrace(call: CallRecord, options?: StraceOptions): string {
  return formatCall(call, options === undefined ? DEFAULTS : { ...DEFAULTS, ...options });
}

/** The same as an rxjs operator: events in, lines out. */
export function toStraceLine(options?: StraceOptions): OperatorFunction<HostcallEvent, string> {
  const complete = { ...DEFAULTS, ...options };
  return map(call => formatCall(call, complete));
}

/** The line that tells how a program ended. */
export function formatExit(exitCode: number): string {
  return `+++ exited with ${exitCode} +++`;
}

/**
 * The line that tells that a program trapped.
 * @param text the engine's text for it
 */
export function formatTrap(text: string): string {
  const bytes = encodeUtf8(text);
  return `+++ trapped: ${quote(bytes, bytes.length, bytes.length).slice(1, -1)} +++`;
}
