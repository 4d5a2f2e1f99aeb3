import { expect } from 'chai';

/** An event of Chrome's trace event format, before it is known to be one. */
export interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** The contents of a trace file. */
export interface TraceFile {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit?: string;
  readonly otherData?: Readonly<Record<string, unknown>>;
}

/** Microseconds that two times may differ by for their being doubles. */
const GRAIN = 1e-4;

const METADATA: Readonly<Record<string, string>> = {
  process_name: 'string',
  process_labels: 'string',
  process_sort_index: 'number',
  thread_name: 'string',
  thread_sort_index: 'number',
};

function checkMetadata({ name, args = {} }: TraceEvent): void {
  const type = METADATA[name];
  expect(type, `metadata ${name}`).to.be.a('string');
  const [[key, value]] = Object.entries(args) as [[string, unknown]];
  expect(Object.keys(args)).to.have.length(1);
  expect(key).to.equal(name.endsWith('sort_index') ? 'sort_index' : name.endsWith('labels') ? 'labels' : 'name');
  expect(typeof value).to.equal(type);
}

function checkTime(value: unknown, what: string): void {
  expect(value, what).to.be.a('number');
  expect(Number.isFinite(value) && (value as number) >= 0, `${what} ${value}`).to.equal(true);
}

function checkEvent(event: TraceEvent): void {
  const { ph, name, pid, tid, ts, dur, cat, s, args } = event;
  const where = JSON.stringify(event).slice(0, 200);
  expect(name, where).to.be.a('string').and.not.equal('');
  expect(Number.isInteger(pid) && pid >= 0, where).to.equal(true);
  if (tid !== undefined) expect(Number.isInteger(tid) && tid >= 0 && tid < 2 ** 31, where).to.equal(true);
  if (ph !== 'M') checkTime(ts, `ts of ${where}`);
  switch (ph) {
    case 'M':
      checkMetadata(event);
      break;
    case 'X':
      checkTime(dur, `dur of ${where}`);
      expect(tid, where).to.be.a('number');
      expect(cat, where).to.be.a('string');
      break;
    case 'i':
      expect(s, where).to.be.oneOf(['g', 'p', 't']);
      break;
    case 'C': {
      const values = Object.values(args ?? {});
      expect(values.length, where).to.be.greaterThan(0);
      for (const value of values) expect(value, where).to.be.a('number');
      break;
    }
    default:
      throw new Error(`no such kind of event: ${where}`);
  }
}

/** On one thread, of two events one lies in the other or they don't touch. */
function checkNesting(events: readonly TraceEvent[]): void {
  const spans = events.map(({ ts = 0, dur = 0, name }) => ({ from: ts, to: ts + dur, name }));
  spans.sort((a, b) => a.from - b.from || b.to - a.to);
  const open: typeof spans = [];
  for (const span of spans) {
    while (open.length > 0 && (open.at(-1)?.to as number) <= span.from + GRAIN) open.pop();
    const around = open.at(-1);
    if (around !== undefined)
      expect(span.to, `${span.name} at ${span.from} reaches out of ${around.name}`).to.be.at.most(around.to + GRAIN);
    open.push(span);
  }
}

/**
 * Checks a file against the rules of the trace event format: what viewers reject, and what they show wrongly.
 * @returns what it holds
 */
export function checkTraceEvents(text: string): TraceFile {
  const file = JSON.parse(text) as TraceFile;
  expect(file.displayTimeUnit).to.be.oneOf(['ms', 'ns']);
  expect(file.traceEvents).to.be.an('array');
  const threads = new Map<string, TraceEvent[]>();
  const named = new Set<string>();
  for (const event of file.traceEvents) {
    checkEvent(event);
    const thread = `${event.pid}.${event.tid}`;
    if (event.name === 'process_name') named.add(String(event.pid));
    if (event.name === 'thread_name') named.add(thread);
    if (event.ph === 'X') {
      const events = threads.get(thread);
      if (events === undefined) threads.set(thread, [event]);
      else events.push(event);
      expect(named.has(thread) && named.has(String(event.pid)), `${thread} has a name`).to.equal(true);
    }
  }
  for (const events of threads.values()) checkNesting(events);
  return file;
}
