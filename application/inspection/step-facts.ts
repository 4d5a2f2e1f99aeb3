import { Errno, type ErrnoName, everyHostcall, guestPathBelow, paramKinds } from '../../domain/index.js';
import { type TraceStep, unescaped } from '../comparison/index.js';
import { type CallShape, callShapes, type ParamShape } from '../tracing/index.js';
import { type CallFacts, Status } from './call-columns.js';
import type { TouchedTable } from './touched.js';

const shapes: ReadonlyMap<string, CallShape> = new Map(callShapes('preview1').map(shape => [shape.name, shape]));
const numbers: ReadonlyMap<string, number> = new Map(everyHostcall.map((name, number) => [name, number]));

/** A descriptor in a trace's text: its number, and what it is called where that is told. */
const DESCRIPTOR = /^(\d+)(?:<(.*)>)?$/s;
const ERROR = /^-?\d+ (E[A-Z0-9]+)\b/;
/** In a poll_oneoff: a descriptor that is waited for. */
const AWAITED = /\bfd=(\d+)(?:<([^>]*)>)?/g;

/** A descriptor of a step. */
interface WrittenDescriptor {
  readonly fd: number;
  readonly label: string | undefined;
}

/** The data of a call in columns, from a line of a trace. Times that a line lacks are NaN. */
export function factsOfStep(step: TraceStep, touched: TouchedTable): CallFacts {
  const { name, result, marks, instance, thread = 1, duration, start = Number.NaN } = step;
  const shape = shapes.get(name) as CallShape;
  const error = result === undefined ? undefined : ERROR.exec(result)?.[1];
  const errno = error === undefined ? 0 : (Errno[error as ErrnoName] ?? 0);
  const finished = result !== undefined && result !== '?';
  const succeeded = finished && error === undefined;
  const { descriptors, paths, awaited } = partsOf(step, shape);
  const opened = succeeded && shape.promoted?.kind === 'fd' ? descriptorIn(result) : undefined;
  const [first, second] = descriptors;
  return {
    call: numbers.get(name) as number,
    status: !finished ? Status.unfinished : succeeded ? Status.successful : Status.failed,
    errno,
    injected: marks.includes('INJECTED'),
    delayed: marks.includes('DELAYED'),
    instance,
    thread,
    descriptor: first?.fd,
    other: (opened ?? second)?.fd,
    start,
    duration,
    bytes: succeeded && shape.movesBytes ? Number.parseInt(result, 10) || 0 : 0,
    touched:
      paths.length === 0 && awaited.length === 0
        ? 0
        : touched.number(`${awaited.join()}\0${paths.join('\0')}`, () => ({ paths, awaited })),
  };
}

function descriptorIn(text: string): WrittenDescriptor | undefined {
  const [, fd, label] = DESCRIPTOR.exec(text) ?? [];
  // Numbers above 2^31 are printed as they are passed: signed.
  return fd === undefined ? undefined : { fd: Number(fd) >>> 0, label: label && unescaped(label) };
}

/** How many of the texts between the parentheses are a parameter's. */
function width({ form, kind }: ParamShape, text: string | undefined): number {
  if (form === 'text') return text?.startsWith('"') === true ? 1 : 2;
  if (form === 'buffers' || form === 'span') return 2;
  if (form === 'events') return text?.startsWith('0x') === true ? 1 : 0;
  return form === 'bytes' || form === 'addresses' ? paramKinds[kind].wasm.length : 1;
}

function partsOf({ args }: TraceStep, { params }: CallShape) {
  const descriptors: (WrittenDescriptor | undefined)[] = [];
  const paths: string[] = [];
  const awaited: number[] = [];
  let base: string | undefined;
  let at = 0;
  for (const param of params) {
    const text = args[at];
    at += width(param, text);
    if (text === undefined) break;
    if (param.kind === 'fd') {
      const descriptor = descriptorIn(text) ?? { fd: Number.parseInt(text, 10) >>> 0, label: undefined };
      descriptors.push(descriptor);
      base = descriptor.label;
      if (base !== undefined) paths.push(guestPathBelow(base, ''));
    } else if (param.kind === 'path') {
      const path = text.startsWith('"') ? unescaped(text.slice(1, -1)) : undefined;
      if (path !== undefined && base !== undefined) paths.push(guestPathBelow(base, path));
    } else if (param.form === 'subscriptions') {
      for (const [, fd, label] of text.matchAll(AWAITED)) {
        awaited.push(Number(fd));
        const name = label && unescaped(label);
        if (name !== undefined) paths.push(guestPathBelow(name, ''));
      }
    }
  }
  return { descriptors, paths, awaited };
}
