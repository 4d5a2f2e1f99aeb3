import { type Attributes, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { HostcallEvent } from '../../application/tracing/index.js';
import { errnoName, errnoText, movesBytes } from '../../domain/index.js';
import { WallClock } from './wall-clock.js';

/** Which calls get a span. */
export interface SpanChoice {
  /** Nanoseconds from which on a call is slow. */
  readonly slow: number;
  /** Calls that failed, too. */
  readonly failed: boolean;
  /** How many spans a guest gets. */
  readonly limit: number;
}

/** The number of guests with spans that are remembered. A guest that was forgotten starts a new limit. */
const GUESTS = 1000;

/** Makes spans of the calls that are worth one, after they have ended. */
export class HostcallSpans {
  readonly #tracer: Tracer;
  readonly #choice: SpanChoice;
  readonly #common: Attributes;
  readonly #clock = new WallClock();
  /** How many spans a guest has had. */
  readonly #spans = new Map<number, number>();

  /** @param common attributes of all spans */
  constructor(tracer: Tracer, choice: SpanChoice, common: Attributes) {
    this.#tracer = tracer;
    this.#choice = choice;
    this.#common = common;
  }

  /**
   * Takes a call that has just ended.
   * @returns false if it was to have a span, and its guest has had too many
   */
  take(call: HostcallEvent): boolean {
    const { slow, failed } = this.#choice;
    if (!(call.duration >= slow || (failed && call.errno !== 0))) return true;
    if (!this.#grant(call.instance)) return false;
    const end = call.start + call.duration;
    this.#clock.compare(end);
    const span = this.#tracer.startSpan(call.name, {
      startTime: this.#clock.at(call.start),
      attributes: { ...this.#common, ...attributesOf(call) },
    });
    if (call.errno !== 0) span.setStatus({ code: SpanStatusCode.ERROR, message: errnoText(call.errno) });
    span.end(this.#clock.at(end));
    return true;
  }

  #grant(instance: number): boolean {
    const had = this.#spans.get(instance) ?? 0;
    if (had >= this.#choice.limit) return false;
    this.#spans.set(instance, had + 1);
    if (this.#spans.size > GUESTS) this.#spans.delete(this.#spans.keys().next().value as number);
    return true;
  }
}

function attributesOf({ name, instance, sequence, errno, descriptor, path, bytes }: HostcallEvent): Attributes {
  return {
    'hostcall.name': name,
    'hostcall.instance': instance,
    'hostcall.sequence': sequence,
    'hostcall.errno': errno,
    ...(errno !== 0 && { 'error.type': errnoName(errno) }),
    ...(descriptor !== undefined && { 'hostcall.descriptor': descriptor }),
    ...(path !== undefined && { 'hostcall.path': path }),
    ...(movesBytes(name) && { 'hostcall.bytes': bytes }),
  };
}
