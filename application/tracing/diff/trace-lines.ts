import { type NoItem, parseStrace } from './parse-strace.js';
import { TraceFormatError, type TraceItem } from './trace-step.js';

/**
 * Reads a text trace.
 * @param lines without their newlines
 * @throws TraceFormatError at a line that is none of a trace
 */
export function* stepsOfText(lines: Iterable<string>): Generator<TraceItem> {
  let number = 0;
  for (const line of lines) {
    const item = checked(parseStrace(line), ++number);
    if (item === 'summary') return;
    if (item !== 'attached') yield item;
  }
}

function checked(item: TraceItem | NoItem, line: number): TraceItem | 'attached' | 'summary' {
  if (typeof item === 'object' && 'wrong' in item) throw new TraceFormatError(line, item.wrong);
  return item;
}

/**
 * Reads a trace of JSON objects, one a line.
 * @param lines without their newlines
 * @throws TraceFormatError at a line that is none of such a trace
 */
export function* stepsOfJson(lines: Iterable<string>): Generator<TraceItem> {
  let number = 0;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const event = parsed(line, number);
    if (typeof event.text !== 'string') continue;
    const item = checked(parseStrace(event.text), number);
    if (typeof item === 'string') continue;
    if ('ending' in item) yield item;
    else
      yield {
        ...item,
        instance: typeof event.instance === 'number' ? event.instance : 0,
        duration: typeof event.duration === 'number' ? event.duration : Number.NaN,
      };
  }
}

function parsed(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TraceFormatError(number, 'is not whole JSON');
  }
  if (typeof value !== 'object' || value === null) throw new TraceFormatError(number, 'is no JSON object');
  return value as Record<string, unknown>;
}
