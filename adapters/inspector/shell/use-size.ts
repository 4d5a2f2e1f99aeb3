import type { RefObject } from 'preact';
import { type Inputs, useLayoutEffect, useState } from 'preact/hooks';

/**
 * Calls a function now and whenever the size of an element changes.
 * @param inputs with a change of these, it is another function
 */
export function useSize(
  element: RefObject<HTMLElement | null>,
  measure: (element: HTMLElement) => void,
  inputs: Inputs,
): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    measure(current);
    const observer = new ResizeObserver(() => measure(current));
    observer.observe(current);
    return () => observer.disconnect();
  }, inputs);
}

/** The width of an element's inside in pixels, now; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useSize(element, ({ clientWidth }) => setWidth(clientWidth), [element]);
  return width;
}
