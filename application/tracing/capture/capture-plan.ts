import { fillsBuffers, takesBytes } from '../../../domain/index.js';
import { type CallRecord, TIMES_SIZE } from './call-record.js';
import { type CallShape, type ParamShape, wholeShape } from './call-shape.js';
import { type Capture, type CaptureChoice, type CaptureLimits, captureLimits, type Step } from './capture-context.js';
import { iovecTable, read, written } from './capture-iovecs.js';
import {
  addresses,
  bytesBehind,
  events,
  buffer as filled,
  path,
  result,
  secondLabel,
  subscriptions,
} from './capture-steps.js';
import type { Chunk } from './capture-store.js';

function entryStep(param: ParamShape, shape: CallShape, limits: CaptureLimits): Step[] {
  switch (param.form) {
    case 'number':
      return param.descriptorIndex > 0 ? [secondLabel(param)] : [];
    case 'text':
      return [path(param, shape)];
    case 'buffers':
      return [takesBytes(param.kind) ? written(param, limits) : iovecTable(param, limits)];
    case 'subscriptions':
      return [subscriptions(param, shape, limits)];
    case 'bytes':
      return param.entryPart < 0 ? [] : [bytesBehind(param)];
    default:
      return [];
  }
}

function exitStep(param: ParamShape, shape: CallShape, limits: CaptureLimits): Step[] {
  switch (param.form) {
    case 'buffers':
      return fillsBuffers(param.kind) ? [read(param, limits)] : [];
    case 'events':
      return [events(param, limits)];
    case 'span':
      return filled(param, shape, limits);
    case 'bytes':
      return param.exitPart < 0 ? [] : [bytesBehind(param)];
    case 'addresses':
      return [addresses(param)];
    default:
      return [];
  }
}

/** Joins steps into one routine. They are called one by one: a loop over them costs about as much as a step. */
function joined(steps: readonly Step[]): Capture | undefined {
  const [first, second, third, ...more] = steps.map(step => step.run);
  if (first === undefined || second === undefined) return first;
  return (call, context) => {
    first(call, context);
    second(call, context);
    if (third === undefined) return;
    third(call, context);
    for (const step of more) step(call, context);
  };
}

/** The room that steps need independent of the call. */
function roomOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.bytes, 0);
}

/**
 * Joins steps of which some make room for themselves, call by call. A step for which there is not enough memory captures nothing, and marks its parts as not
 * captured.
 * @param moved tells the call where its parts begin now
 */
function growing(steps: readonly Step[], begin: (call: CallRecord) => number, moved: Moved): Capture {
  // The room for the next steps stays reserved.
  const rooms = steps.map((_, index) => roomOf(steps.slice(index)));
  return (call, context) => {
    const { store } = context;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Step;
      const more = step.more?.(call, context) ?? 0;
      const start = store.extend(begin(call), (rooms[i] as number) + more);
      if (start < 0) {
        for (let part = 0; part < step.parts; part++) store.skip();
      } else {
        moved(call, store.chunk, start);
        step.run(call, context);
      }
    }
  };
}

type Moved = (call: CallRecord, chunk: Chunk, at: number) => void;

const entryMoved: Moved = (call, chunk, at) => {
  call.entryChunk = chunk;
  call.entryAt = at;
};

const exitMoved: Moved = (call, chunk, at) => {
  call.exitChunk = chunk;
  call.exitAt = at;
};

/** How a hostcall is captured. */
export interface CapturePlan {
  readonly shape: CallShape;
  /** Keeps what the call is given, before it does its work. */
  readonly onEntry: Capture | undefined;
  /** How many bytes of the store that takes at most, with the times. */
  readonly entryRoom: number;
  /** Keeps what a call that succeeded has written into the guest's memory. */
  readonly onReturn: Capture | undefined;
  /** How many bytes of the store that takes at most; 0 if it keeps nothing there. */
  readonly returnRoom: number;
  /** Index of the out-pointer of the promoted result, if that is 32 bits; else -1. */
  readonly valueAt: number;
  /** For a call that moves bytes, the index of the argument that tells how many, or that points to that; else -1. */
  readonly sizeAt: number;
}

/** Puts together how a hostcall is captured. */
export function capturePlan(anyShape: CallShape, choice: CaptureChoice): CapturePlan {
  const limits = captureLimits(choice);
  const { whole = false, redact: redacted = false } = choice;
  const shape = whole ? wholeShape(anyShape) : anyShape;
  const entry = shape.params.flatMap(param => entryStep(param, shape, limits));
  const exit = [
    ...shape.results.filter(({ promoted }) => promoted).flatMap(found => result(found, limits)),
    ...shape.params.flatMap(param => exitStep(param, shape, limits)),
    ...shape.results.filter(({ promoted }) => !promoted).flatMap(found => result(found, limits)),
  ];
  const valueAt = shape.promoted !== undefined && shape.promoted.exitPart < 0 ? shape.promoted.at : -1;
  const buffer = shape.params.find(({ form }) => form === 'span');
  const entryGrows = entry.some(step => step.more !== undefined);
  const exitGrows = exit.some(step => step.more !== undefined);
  return {
    shape: redacted ? { ...shape, redacted } : shape,
    onEntry: entryGrows ? growing(entry, call => call.entryAt, entryMoved) : joined(entry),
    entryRoom: TIMES_SIZE + roomOf(entry),
    onReturn: exitGrows ? growing(exit, call => call.exitAt, exitMoved) : joined(exit),
    returnRoom: roomOf(exit),
    valueAt,
    sizeAt: !shape.movesBytes ? -1 : valueAt >= 0 || buffer === undefined ? valueAt : buffer.at + 1,
  };
}
