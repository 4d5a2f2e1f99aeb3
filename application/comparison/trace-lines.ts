import type { HostcallName } from '../../domain/index.js';
import { formatOutcome } from '../formats/index.js';
import { glanceAt, type NoItem, parseStrace } from './parse-strace.js';
import type { TraceCall, TraceCallItem } from './trace-call.js';
import { TraceFormatError, type TraceItem, type TraceStep } from './trace-step.js';

/** The version of JSON traces that is understood, and those before. */
const JSON_VERSION = 1;

/** Makes of an error about a line what is thrown. */
export type Refusal = (error: TraceFormatError) => Error;

const asItIs: Refusal = error => error;

/** A call in a line of a text trace, or in the text of a JSON object. */
class WrittenCall implements TraceCall {
  readonly number: number;
  readonly name: HostcallName;
  readonly duration: number;
  readonly key: string;
  readonly #text: string;
  readonly #line: number;
  readonly #refuse: Refusal;
  readonly #facts: Partial<TraceStep> | undefined;

  /**
   * @param key what tells all that is compared
   * @param text what the call is parsed from
   * @param line where in the trace
   * @param facts what is known of it beside the text
   */
  constructor(
    number: number,
    name: HostcallName,
    duration: number,
    key: string,
    text: string,
    line: number,
    refuse: Refusal,
    facts?: Partial<TraceStep>,
  ) {
    this.number = number;
    this.name = name;
    this.duration = duration;
    this.key = key;
    this.#text = text;
    this.#line = line;
    this.#refuse = refuse;
    this.#facts = facts;
  }

  isSurely(other: TraceCall): boolean {
    return this.key === other.key;
  }

  step(): TraceStep {
    const item = parseStrace(this.#text, this.number);
    if (typeof item === 'object' && 'args' in item) return { ...item, duration: this.duration, ...this.#facts };
    const wrong = typeof item === 'object' && 'wrong' in item ? item.wrong : 'is not a call';
    throw this.#refuse(new TraceFormatError(this.#line, wrong));
  }
}

/**
 * Reads the calls of a text trace. Whether a call's line is valid is known when its step has been read.
 * @param lines without their newlines
 * @param refuse makes of an error about a line what is thrown
 * @throws TraceFormatError, or what `refuse` has made of it, at a line that is not part of a trace
 */
export function* callsOfText(lines: Iterable<string>, refuse = asItIs): Generator<TraceCallItem> {
  let line = 0;
  let number = 0;
  let last:
    | { readonly name: HostcallName; readonly body: string; readonly text: string; readonly line: number }
    | undefined;
  for (const text of lines) {
    line++;
    const glance = glanceAt(text);
    if (glance !== undefined) {
      const { name, body, duration } = glance;
      yield new WrittenCall(number++, name, duration, body, text, line, refuse);
      last = { name, body, text, line };
      continue;
    }
    const item = checked(parseStrace(text, number), line, refuse);
    if (item === 'summary') return;
    if (item === 'attached') continue;
    if ('repeated' in item) {
      if (last === undefined) throw refuse(new TraceFormatError(line, 'repeats a call, and there is none above it'));
      for (let left = item.repeated; left > 0; left--)
        yield new WrittenCall(number++, last.name, Number.NaN, last.body, last.text, last.line, refuse);
    } else if ('ending' in item) {
      last = undefined;
      yield item;
    }
  }
}

/**
 * Reads a text trace.
 * @param lines without their newlines
 * @throws TraceFormatError at a line that is not part of a trace
 */
export function* stepsOfText(lines: Iterable<string>): Generator<TraceItem> {
  let line = 0;
  let number = 0;
  let last: TraceStep | undefined;
  for (const text of lines) {
    const item = checked(parseStrace(text, number), ++line);
    if (item === 'summary') return;
    if (item === 'attached') continue;
    if ('repeated' in item) {
      if (last === undefined) throw new TraceFormatError(line, 'repeats a call, and there is none above it');
      for (let left = item.repeated; left > 0; left--) yield { ...last, number: number++, duration: Number.NaN };
      continue;
    }
    if ('ending' in item) last = undefined;
    else {
      last = item;
      number++;
    }
    yield item;
  }
}

function checked(
  item: TraceItem | NoItem,
  line: number,
  refuse = asItIs,
): Exclude<TraceItem | NoItem, { readonly wrong: string }> {
  if (typeof item === 'object' && 'wrong' in item) throw refuse(new TraceFormatError(line, item.wrong));
  return item;
}

/**
 * Reads the calls of a trace of JSON objects, one a line. Lines of a `type` that is not known are left out. Whether a call's text is valid is known when
 * its step has been read.
 * @param lines without their newlines
 * @param refuse makes of an error about a line what is thrown
 * @throws TraceFormatError, or what `refuse` has made of it, at a line that is not part of such a trace
 */
export function* callsOfJson(lines: Iterable<string>, refuse = asItIs): Generator<TraceCallItem> {
  let line = 0;
  let number = 0;
  for (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const record = parsed(text, line, refuse);
    if (record.type === 'trace' && typeof record.version === 'number' && record.version > JSON_VERSION)
      throw refuse(
        new TraceFormatError(line, `tells of version ${record.version} of the format, which is not known here`),
      );
    if (record.type === 'end') {
      const ending = endingOf(record);
      if (ending !== undefined) yield { ending };
    } else if (record.type === 'call') yield callOf(record, number++, line, refuse);
    else if (typeof record.type !== 'string') throw refuse(new TraceFormatError(line, 'is JSON, but no event'));
  }
}

function callOf(record: Record<string, unknown>, number: number, line: number, refuse: Refusal): TraceCall {
  const { text, duration, start, thread } = record;
  if (typeof text !== 'string') throw refuse(new TraceFormatError(line, 'is a call without its text'));
  const glance = glanceAt(text);
  if (glance === undefined) {
    checked(parseStrace(text, number), line, refuse);
    throw refuse(new TraceFormatError(line, 'is a call without a valid text'));
  }
  const instance = typeof record.instance === 'number' ? record.instance : 0;
  const facts = {
    instance,
    ...(typeof start === 'number' && { start }),
    ...(typeof thread === 'number' && { thread }),
  };
  const time = typeof duration === 'number' ? duration : Number.NaN;
  // A text trace tells no guest: there it is 0.
  const key = instance === 0 ? glance.body : `${instance} ${glance.body}`;
  return new WrittenCall(number, glance.name, time, key, text, line, refuse, facts);
}

/**
 * Reads a trace of JSON objects, one a line. Lines of a `type` that is not known are left out.
 * @param lines without their newlines
 * @throws TraceFormatError at a line that is not part of such a trace
 */
export function* stepsOfJson(lines: Iterable<string>): Generator<TraceItem> {
  for (const item of callsOfJson(lines)) yield 'ending' in item ? item : item.step();
}

function parsed(text: string, line: number, refuse: Refusal): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(new TraceFormatError(line, 'is cut short, or no JSON'));
  }
  if (typeof value !== 'object' || value === null) throw refuse(new TraceFormatError(line, 'is JSON, but no event'));
  return value as Record<string, unknown>;
}

/** How the program ended, as a text trace says it. */
function endingOf({ exitCode, trap, signal }: Record<string, unknown>): string | undefined {
  let line: string | undefined;
  if (typeof exitCode === 'number') line = formatOutcome({ exitCode });
  else if (typeof trap === 'string') line = formatOutcome({ trap });
  else if (typeof signal === 'string') line = formatOutcome({ signal });
  return line?.slice('+++ '.length, -' +++'.length);
}
