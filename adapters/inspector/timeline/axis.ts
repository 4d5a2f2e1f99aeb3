/** The axis of a timeline: what part of the run is in view, and where its marks are. */

/** A part of a run: nanoseconds since its first call began, or numbers of calls where a trace has no times. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The shortest span that is shown. */
const SHORTEST = 100;

/** A span of another length, about a place that stays where it is. @param factor below 1 shows less */
export function zoomed({ from, to }: Span, factor: number, about: number, whole: Span): Span {
  const length = Math.max(
    Math.min(SHORTEST, whole.to - whole.from),
    Math.min((to - from) * factor, whole.to - whole.from),
  );
  const share = to > from ? (about - from) / (to - from) : 0.5;
  return within({ from: about - share * length, to: about + (1 - share) * length }, whole);
}

/** A span of the same length, further on. @param share of its length */
export function moved({ from, to }: Span, share: number, whole: Span): Span {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, whole);
}

/** The span, moved so that it does not reach beyond the whole. */
export function within({ from, to }: Span, whole: Span): Span {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.max(whole.from, Math.min(from, whole.to - length));
  return { from: start, to: start + length };
}

/** Round numbers in a span, for marks. @param most how many */
export function ticks({ from, to }: Span, most: number): number[] {
  const rough = (to - from) / Math.max(1, most);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find(each => each * power >= rough) ?? 10);
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push(at);
  return found;
}

/** A mark's text, with the digits that tell it from its neighbours. */
export function tickText(at: number, { from, to }: Span, timed: boolean): string {
  if (!timed) return `#${Math.round(at)}`;
  const [unit, size] = to >= 1e9 ? ['s', 1e9] : to >= 1e6 ? ['ms', 1e6] : ['µs', 1e3];
  const digits = Math.max(0, Math.min(6, Math.ceil(-Math.log10((to - from) / size / 10))));
  return `${(at / size).toFixed(digits)} ${unit}`;
}
