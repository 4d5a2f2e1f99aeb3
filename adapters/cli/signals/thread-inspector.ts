import type { Session } from 'node:inspector';
import type { Worker } from 'node:worker_threads';

type Evaluate = (expression: string) => Promise<void>;

/**
 * Evaluates JavaScript in another thread, in the middle of what that does: in a loop of a guest, and in `Atomics.wait`. Nothing but the engine's
 * inspector can; it is part of Node, needs no port, and is loaded when it is needed.
 */
export class ThreadInspector {
  readonly #thread: Worker;
  #evaluate: Promise<Evaluate> | undefined;

  constructor(thread: Worker) {
    this.#thread = thread;
  }

  /**
   * Evaluates an expression, and ignores what comes of it. While the kernel keeps the thread, that takes until it returns.
   * @throws where there is no such inspector: in a Node built without it, and in other runtimes
   */
  async evaluate(expression: string): Promise<void> {
    this.#evaluate ??= this.#attach();
    await (await this.#evaluate)(expression);
  }

  async #attach(): Promise<Evaluate> {
    const { Session } = process.getBuiltinModule('node:inspector');
    const session = new Session();
    session.connect();
    const sessionId = await this.#workerSession(session);
    const waiting = new Map<number, () => void>();
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { message } }) => {
      const { id } = JSON.parse(message);
      waiting.get(id)?.();
      waiting.delete(id);
    });
    let id = 0;
    // The protocol of the worker's own inspector, in messages of the protocol of the main thread's.
    return expression =>
      new Promise(resolve => {
        waiting.set(++id, resolve);
        const message = JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } });
        session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
      });
  }

  #workerSession(session: Session): Promise<string> {
    return new Promise((resolve, reject) => {
      session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
        if (threadOf(workerInfo) === String(this.#thread.threadId)) resolve(sessionId);
      });
      session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, error => {
        if (error !== null) reject(error);
      });
    });
  }
}

/**
 * The number of a worker that the inspector has attached to. It is in the title, `[worker 2]`; the inspector's own numbers count the workers in the order in
 * which it has found them, those that other workers have started too.
 */
function threadOf({ title, workerId }: { readonly title: string; readonly workerId: string }): string {
  return /^\[worker (\d+)\]/.exec(title)?.[1] ?? workerId;
}
