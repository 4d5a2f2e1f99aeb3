import { expect } from 'chai';

/** Runs something while collecting what is reported as uncaught; rxjs reports in a later turn of the event loop. */
export async function uncaughtDuring(run: () => void): Promise<unknown[]> {
  const reported: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', error => reported.push(error));
  try {
    run();
    expect(reported).to.deep.equal([]);
    await new Promise(resolve => setTimeout(resolve, 20));
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) process.on('uncaughtException', other);
  }
  return reported;
}
