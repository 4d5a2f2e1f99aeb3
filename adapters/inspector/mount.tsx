import { render } from 'preact';
import { App, Inspection } from './app.js';
import type { InspectorSource } from './source.js';
import { followTheme } from './theme.js';

/** An inspector in a page. */
export interface MountedInspector {
  /**
   * Looks at a run, in place of the one before.
   * @param other the run to compare it with
   */
  open(source: InspectorSource, other?: InspectorSource): void;
  /** Shows a call, as soon as it has been read. */
  lookAt(call: number): void;
  /** Takes it out of the page. */
  unmount(): void;
}

/**
 * Shows the inspector in an element of a page, which has `inspector.css`. The element's height is the inspector's.
 * @param source the run to look at; without one, a person is asked for a file
 * @param other the run to compare it with
 */
export function mountInspector(element: Element, source?: InspectorSource, other?: InspectorSource): MountedInspector {
  followTheme();
  const inspection = new Inspection();
  if (source !== undefined) inspection.open(source, other);
  render(<App inspection={inspection} />, element);
  return {
    open: (given, against) => void inspection.open(given, against),
    lookAt: call => inspection.session.value?.lookAt(call),
    unmount: () => {
      inspection.close();
      render(null, element);
    },
  };
}
