import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { siteFile } from '../manifest-source.js';
import type { RunRequest } from './run-world.js';
import type { StepJob } from './step-messages.js';

interface StepProps {
  readonly request: RunRequest;
  readonly recorder: string;
  readonly onLeave: () => void;
}

/** A program that is stepped through, in a worker. */
export function StepView({ request, recorder, onLeave }: StepProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    const { current: place } = element;
    if (place === null) return undefined;
    let leave: (() => void) | undefined;
    let left = false;
    begin(place, request, recorder).then(
      end => {
        if (left) end();
        else leave = end;
      },
      () => setProblem('The inspector cannot be loaded. Reload the page.'),
    );
    return () => {
      left = true;
      leave?.();
    };
  }, [request]);
  return (
    <main class="step">
      <p class="step-bar">
        <button type="button" onClick={onLeave}>
          Back to the program
        </button>
        {problem !== undefined && (
          <span class="wrong" role="alert">
            {problem}
          </span>
        )}
      </p>
      <div ref={element} class="inspector-place" />
    </main>
  );
}

/** @returns what ends it */
async function begin(place: Element, request: RunRequest, recorder: string): Promise<() => void> {
  const [{ mountLive }, { WorkerConnection }] = await Promise.all([
    import('../../inspector/live/mount-live.js'),
    import('../../inspector/live/worker-connection.js'),
    loadStyles(siteFile('live.css')),
  ]);
  const connection = new WorkerConnection(request.program, job => {
    const worker = new Worker(siteFile('step-worker.js'), { type: 'module' });
    worker.postMessage({ job, request, recorder } satisfies StepJob);
    return worker;
  });
  const { stdin } = request.world;
  if (stdin !== '') {
    void connection.send({ command: 'input', text: stdin });
    void connection.send({ command: 'end-input' });
  }
  const mounted = mountLive(place, connection);
  return () => {
    mounted.unmount();
    connection.close();
  };
}

/** Loads a style sheet once. */
function loadStyles(href: string): Promise<void> {
  if (document.querySelector(`link[href="${href}"]`) !== null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`${href} cannot be loaded`)));
    document.head.append(link);
  });
}
