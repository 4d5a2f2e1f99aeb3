import { formatOutcome } from '../formats/index.js';
import { type NoItem, parseStrace } from './parse-strace.js';
import { TraceFormatError, type TraceItem, type TraceStep } from './trace-step.js';

/** The version of JSON traces that is understood, and those before. */
const JSON_VERSION = 1;

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

function checked(item: TraceItem | NoItem, line: number): Exclude<TraceItem | NoItem, { readonly wrong: string }> {
  if (typeof item === 'object' && 'wrong' in item) throw new TraceFormatError(line, item.wrong);
  return item;
}

/**
 * Reads a trace of JSON objects, one a line. Lines of a `type` that is not known are left out.
 * @param lines without their newlines
 * @throws TraceFormatError at a line that is not part of such a trace
 */
export function* stepsOfJson(lines: Iterable<string>): Generator<TraceItem> {
  let line = 0;
  let number = 0;
  for (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const record = parsed(text, line);
    if (record.type === 'trace' && typeof record.version === 'number' && record.version > JSON_VERSION)
      throw new TraceFormatError(line, `tells of version ${record.version} of the format, which is not known here`);
    if (record.type === 'end') {
      const ending = endingOf(record);
      if (ending !== undefined) yield { ending };
    } else if (record.type === 'call') {
      if (typeof record.text !== 'string') throw new TraceFormatError(line, 'is a call without its text');
      const item = checked(parseStrace(record.text, number++), line);
      if (typeof item === 'string' || 'ending' in item || 'repeated' in item)
        throw new TraceFormatError(line, 'is a call without a valid text');
      const { instance, duration } = record;
      yield {
        ...item,
        instance: typeof instance === 'number' ? instance : 0,
        duration: typeof duration === 'number' ? duration : Number.NaN,
      };
    } else if (typeof record.type !== 'string') throw new TraceFormatError(line, 'is JSON, but no event');
  }
}

function parsed(text: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TraceFormatError(line, 'is cut short, or no JSON');
  }
  if (typeof value !== 'object' || value === null) throw new TraceFormatError(line, 'is JSON, but no event');
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
