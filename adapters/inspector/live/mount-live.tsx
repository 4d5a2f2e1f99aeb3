/** The page with a program that runs: what drives it, the inspector over its recording, its terminal. */
import { render } from 'preact';
import { mountInspector } from '../mount.js';
import type { LiveConnection } from './connection.js';
import { LiveModel } from './live-model.js';
import { LiveView } from './live-view.js';
import { showTerminal } from './terminal.js';

/** The mounted parts. */
export interface MountedLive {
  /** Takes it out of the page. The program is left as it is. */
  unmount(): void;
}

/** Shows a program that runs, in an element of a page that has `inspector.css` and `live.css`. The element's height is the page's. */
export function mountLive(element: Element, connection: LiveConnection): MountedLive {
  const page = element.appendChild(div('live-page'));
  const bar = page.appendChild(div('inspector live-above'));
  const inspector = page.appendChild(div('live-inspector'));
  const terminal = page.appendChild(div('live-terminal'));

  const model = new LiveModel(connection);
  render(<LiveView model={model} />, bar);
  const removeTerminal = showTerminal(terminal, model);
  let recording = new AbortController();
  const source = () => ({ name: connection.name, chunks: connection.recording(recording.signal) });
  const mounted = mountInspector(inspector, source());
  const again = model.run.subscribe(() => {
    recording.abort();
    recording = new AbortController();
    mounted.open(source());
  });
  // The call before the one that it is stopped at is the last that is whole.
  const following = model.state.subscribe(() => {
    const { value } = model.state;
    const at = value?.kind === 'stopped' ? value.stop : value?.kind === 'waiting' ? value.waiting : undefined;
    if (at !== undefined) mounted.lookAt(at.call.sequence - 1);
  });
  void model.follow();
  return {
    unmount() {
      again();
      following();
      model.close();
      recording.abort();
      mounted.unmount();
      removeTerminal();
      render(null, bar);
      page.remove();
    },
  };
}

function div(className: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className;
  return element;
}
