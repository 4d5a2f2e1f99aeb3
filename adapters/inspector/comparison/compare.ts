import type { Session } from '../session.js';
import type { Pairs } from './compare-lists.js';
import type { ComparisonReply, ComparisonRequest } from './protocol.js';

/**
 * Compares two runs: in a worker, or on the page's own thread where the browser starts none.
 * @param signal ends the worker
 */
export async function compareRuns(a: Session, b: Session, signal: AbortSignal): Promise<Pairs> {
  try {
    return await inWorker({ a: a.chunks, b: b.chunks }, signal);
  } catch {
    const { compareLists } = await import('./compare-lists.js');
    return compareLists(a.calls, b.calls);
  }
}

function inWorker(request: ComparisonRequest, signal: AbortSignal): Promise<Pairs> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./comparison-worker.js', import.meta.url), { type: 'module' });
    const end = () => worker.terminate();
    signal.addEventListener('abort', end);
    worker.onmessage = ({ data }: MessageEvent<ComparisonReply>) => {
      end();
      resolve(data.pairs);
    };
    worker.onerror = event => {
      end();
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(request);
  });
}
