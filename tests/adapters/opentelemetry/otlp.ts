/** The part of OTLP in JSON that metrics and spans of hostcalls use: messages, and their contents. */

/** A value as OTLP has it in JSON. */
interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
}

type KeyValues = readonly { readonly key: string; readonly value: AnyValue }[];

interface WirePoint {
  readonly attributes: KeyValues;
  readonly asInt?: string | number;
  readonly asDouble?: number;
  readonly count?: string | number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly explicitBounds?: readonly number[];
  readonly bucketCounts?: readonly (string | number)[];
}

interface WireMetric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly isMonotonic: boolean; readonly dataPoints: readonly WirePoint[] };
  readonly histogram?: { readonly dataPoints: readonly WirePoint[] };
}

interface WireSpan extends Pick<Span, 'name' | 'traceId' | 'parentSpanId' | 'status'> {
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: KeyValues;
}

/** The body of an export of metrics. */
export interface MetricsBody {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly scope: { readonly name: string };
      readonly metrics: readonly WireMetric[];
    }[];
  }[];
}

/** The body of an export of spans. */
export interface SpansBody {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[] }[];
}

/** Attributes, decoded. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A point of a metric, decoded. */
export interface Point {
  readonly attributes: Attributes;
  /** Of a sum. */
  readonly value: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly bounds: readonly number[];
  readonly bucketCounts: readonly number[];
}

/** A metric, decoded. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly scope: string;
  readonly monotonic: boolean | undefined;
  readonly points: readonly Point[];
}

/** A span, decoded. */
export interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Attributes;
  readonly status: { readonly code?: number; readonly message?: string };
}

function attributesOf(list: KeyValues = []): Attributes {
  const entries = list.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
    key,
    stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue) : Number(intValue)),
  ]);
  return Object.fromEntries(entries);
}

function pointOf(point: WirePoint): Point {
  return {
    attributes: attributesOf(point.attributes),
    value: Number(point.asInt ?? point.asDouble),
    count: Number(point.count),
    sum: Number(point.sum),
    min: Number(point.min),
    max: Number(point.max),
    bounds: point.explicitBounds ?? [],
    bucketCounts: (point.bucketCounts ?? []).map(Number),
  };
}

/** The metrics in a body. */
export function metricsOf({ resourceMetrics }: MetricsBody): Metric[] {
  const scopes = resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics);
  return scopes.flatMap(({ scope, metrics }) =>
    metrics.map(({ name, unit, sum, histogram }) => ({
      name,
      unit,
      scope: scope.name,
      monotonic: sum?.isMonotonic,
      points: (sum ?? histogram)?.dataPoints.map(pointOf) ?? [],
    })),
  );
}

/** The spans in a body. */
export function spansOf({ resourceSpans }: SpansBody): Span[] {
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans).flatMap(scope => scope.spans);
  return spans.map(({ name, traceId, parentSpanId, status, attributes, startTimeUnixNano, endTimeUnixNano }) => ({
    name,
    traceId,
    parentSpanId,
    status,
    start: BigInt(startTimeUnixNano),
    end: BigInt(endTimeUnixNano),
    attributes: attributesOf(attributes),
  }));
}
