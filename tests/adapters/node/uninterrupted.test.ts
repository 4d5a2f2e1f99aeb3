import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { uninterrupted, uninterruptedAsync, WorkerWord } from '../../../adapters/node/uninterrupted.js';

const MODULE = new URL('../../../adapters/node/uninterrupted.js', import.meta.url).href;

/** Starts a worker that does a piece of work when it is told to, and tells the word as it was then. */
function startWorker(word: WorkerWord): Worker {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    const word = () => workerData.uninterrupted[0];
    import(${JSON.stringify(MODULE)}).then(({ uninterrupted, uninterruptedAsync, modulesLoaded }) => {
      const at = [word()];
      modulesLoaded();
      at.push(word());
      at.push(uninterrupted(() => uninterrupted(word)));
      at.push(word());
      try {
        uninterrupted(() => { throw new Error('failed'); });
      } catch {
        at.push(word());
      }
      uninterruptedAsync(async () => {
        await undefined;
        at.push(word());
      }).then(() => {
        at.push(word());
        parentPort.postMessage(at);
        parentPort.once('message', () => uninterrupted(() => parentPort.postMessage('begun')));
      });
    });`;
  return new Worker(program, { eval: true, workerData: { uninterrupted: word.uninterrupted } });
}

describe('node: work in a worker in which it must not be ended', () => {
  let words: WorkerWord[];
  const newWord = () => {
    const word = new WorkerWord();
    words.push(word);
    return word;
  };
  beforeEach(() => {
    words = [];
  });
  afterEach(() => {
    for (const word of words) word.forget();
  });

  it('is counted while it is under way, loading the modules included', async () => {
    const worker = startWorker(newWord());
    expect((await once(worker, 'message'))[0]).to.deep.equal([1, 0, 2, 0, 0, 1, 0]);
    await worker.terminate();
  });

  it('is waited for before the worker is ended, and then none begins', async () => {
    const word = newWord();
    let ended = false;
    const ends = new Promise<void>(resolve => {
      word.endWorker(() => {
        ended = true;
        resolve();
      });
    });
    expect(ended).to.equal(false);
    const worker = startWorker(word);
    await ends;
    worker.postMessage('another');
    // It was between two pieces of work, and waits where it would begin another.
    while (Atomics.notify(word.uninterrupted, 0) === 0) await new Promise(resolve => setTimeout(resolve, 1));
    expect(word.uninterrupted[0]).to.equal(-1);
    await worker.terminate();
  });

  it('is done by who is no worker at once', async () => {
    expect(uninterrupted(() => 5)).to.equal(5);
    expect(await uninterruptedAsync(async () => 6)).to.equal(6);
  });

  it('is heeded at the end of the process while there are such workers', () => {
    const before = process.listenerCount('exit');
    for (let count = 0; count < 2; count++) {
      newWord();
      expect(process.listenerCount('exit')).to.equal(before + 1);
    }
    for (const word of words.splice(0)) {
      expect(process.listenerCount('exit')).to.equal(before + 1);
      word.forget();
    }
    expect(process.listenerCount('exit')).to.equal(before);
  });
});
