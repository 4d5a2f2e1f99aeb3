import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { DescriptorHandle } from '../../../adapters/node/descriptor-handle.js';
import { NodeWaiting } from '../../../adapters/node/index.js';
import { StandardWaiting } from '../../../adapters/web/waiting.js';
import { type Interest, Notifier } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { makePipe } from './scratch.js';

const MODULES = ['descriptor-handle', 'waiting'].map(
  name => new URL(`../../../adapters/node/${name}.js`, import.meta.url).href,
);

class Handle extends DescriptorHandle {
  readonly fd: number;
  readonly #awaited: number | undefined;

  constructor(fd: number, awaited: number | undefined = fd) {
    super();
    this.fd = fd;
    this.#awaited = awaited;
  }

  awaited(): number | undefined {
    return this.#awaited;
  }
}

const interest = (handle: object | undefined, event: Interest['event'] = 'read') =>
  ({ source: { handle }, event }) as unknown as Interest;

needing(LINUX).describe('node: a wait for streams', () => {
  const { wait } = StandardWaiting.prototype;
  let place: string;
  /** Of a pipe, one with something to read and with room. */
  let reader: number;
  let writer: number;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    const path = join(place, 'pipe');
    makePipe(path);
    reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  });
  afterEach(() => {
    StandardWaiting.prototype.wait = wait;
    closeSync(reader);
    closeSync(writer);
    rmSync(place, { recursive: true });
  });

  it('is one in the kernel if it is for one descriptor, and else one that ends from time to time', () => {
    writeSync(writer, 'x');
    /** What a wait results in that is not one in the kernel. */
    const BESIDE = 7;
    StandardWaiting.prototype.wait = () => BESIDE;
    const waiting = new NodeWaiting();
    const [read, write] = [interest(new Handle(reader)), interest(new Handle(writer), 'write')];
    const noHandle = new Handle(reader);
    Object.defineProperty(noHandle, 'awaited', { value: () => undefined });
    for (const [what, interests, result] of [
      ['nothing', [], BESIDE],
      ['what is there to read', [read], 0],
      ['room', [write], 0],
      ['the same twice', [read, interest(new Handle(reader))], 0],
      ['another descriptor too', [read, interest(new Handle(writer))], BESIDE],
      ['the same descriptor in another way too', [write, interest(new Handle(writer))], BESIDE],
      ['what this thread makes ready too', [read, interest(new Notifier())], 0],
      ['what this thread makes ready, first', [interest(new Notifier()), read], 0],
      ['what has no handle too', [read, interest(undefined)], BESIDE],
      ['what must not be made non-blocking', [interest(noHandle)], BESIDE],
      ['what is not open', [interest(new Handle(987_654))], BESIDE],
    ] as const)
      expect([what, waiting.wait(Number.POSITIVE_INFINITY, interests)]).to.deep.equal([what, result]);
    expect(waiting.wait(999_999, [read])).to.equal(BESIDE);
  });

  it('ends before long in a worker, which cannot be ended meanwhile', async () => {
    const program = `
      const { parentPort } = require('node:worker_threads');
      Promise.all(${JSON.stringify(MODULES)}.map(name => import(name))).then(([{ DescriptorHandle }, { NodeWaiting }]) => {
        class Handle extends DescriptorHandle {
          fd = ${reader};
          awaited() { return this.fd; }
        }
        const interests = [{ source: { handle: new Handle() }, event: 'read' }];
        parentPort.postMessage(new NodeWaiting().wait(Infinity, interests));
      });`;
    const worker = new Worker(program, { eval: true });
    expect((await once(worker, 'message'))[0]).to.equal(0);
    await worker.terminate();
  });
});
