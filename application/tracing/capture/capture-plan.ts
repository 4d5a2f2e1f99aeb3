import { TIMES_SIZE } from './call-record.js';
import type { CallShape, ParamShape } from './call-shape.js';
import { iovecTable, read, written } from './capture-iovecs.js';
import type { Capture, Step } from './capture-scene.js';
import { events, buffer as filled, path, result, secondLabel, subscriptions } from './capture-steps.js';

function entryStep(param: ParamShape, shape: CallShape): Step[] {
  switch (param.kind) {
    case 'fd':
      return param.descriptorIndex > 0 ? [secondLabel(param)] : [];
    case 'path':
      return [path(param)];
    case 'iovecs':
      return [iovecTable(param)];
    case 'ciovecs':
      return [written(param)];
    case 'subscriptions':
      return [subscriptions(param, shape)];
    default:
      return [];
  }
}

function exitStep(param: ParamShape, shape: CallShape): Step[] {
  switch (param.kind) {
    case 'iovecs':
      return [read(param)];
    case 'events':
      return [events(param)];
    case 'buffer':
      return filled(param, shape);
    default:
      return [];
  }
}

/** Joins steps into one routine. They are called one by one: a loop over them costs about as much as a step. */
function joined(steps: readonly Step[]): Capture | undefined {
  const [first, second, third, ...more] = steps.map(step => step.run);
  if (first === undefined || second === undefined) return first;
  return (call, scene) => {
    first(call, scene);
    second(call, scene);
    if (third === undefined) return;
    third(call, scene);
    for (const step of more) step(call, scene);
  };
}

function roomFor(steps: readonly Step[], payload: number): number {
  return steps.reduce((sum, step) => sum + step.bytes + (step.payload ? payload : 0), 0);
}

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

/**
 * Puts together how a hostcall is captured.
 * @param payload how many bytes of what a call reads or writes are kept
 */
export function capturePlan(shape: CallShape, payload: number): CapturePlan {
  const entry = shape.params.flatMap(param => entryStep(param, shape));
  const exit = [
    ...shape.results.filter(({ promoted }) => promoted).flatMap(found => result(found, shape)),
    ...shape.params.flatMap(param => exitStep(param, shape)),
    ...shape.results.filter(({ promoted }) => !promoted).flatMap(found => result(found, shape)),
  ];
  const valueAt = shape.promoted !== undefined && shape.promoted.exitPart < 0 ? shape.promoted.at : -1;
  const buffer = shape.params.find(({ kind }) => kind === 'buffer');
  return {
    shape,
    onEntry: joined(entry),
    entryRoom: TIMES_SIZE + roomFor(entry, payload),
    onReturn: joined(exit),
    returnRoom: roomFor(exit, payload),
    valueAt,
    sizeAt: !shape.movesBytes ? -1 : valueAt >= 0 || buffer === undefined ? valueAt : buffer.at + 1,
  };
}
