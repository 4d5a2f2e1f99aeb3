import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { Scratch } from '../command-line.js';
import { writing } from '../programs.js';
import { LiveClient } from './live-client.js';

/** Bytes that a command may have. */
const MOST = 2 ** 20;
const PIECE = Buffer.alloc(2 ** 16, ' ');

describe('hostcall inspect, given a large command', () => {
  const scratch = new Scratch();
  let client: LiveClient;
  let agent: Agent;

  before(async () => {
    client = await LiveClient.start([await scratch.module('hello.wasm', writing('hello\n'))]);
  });
  beforeEach(() => {
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(() => agent.destroy());
  after(async () => {
    await client?.end();
    scratch.remove();
  });

  const post = (): ClientRequest =>
    request(`${client.address}live/commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: new URL(client.address).origin },
      agent,
    });
  const answerTo = async (asked: ClientRequest): Promise<IncomingMessage> => (await once(asked, 'response'))[0];
  const expectRefusal = async (answer: IncomingMessage) => {
    expect(answer.statusCode).to.equal(413);
    expect(await text(answer)).to.equal(`a command has at most ${MOST} bytes\n`);
  };

  it('takes one of a mebibyte', async () => {
    const asked = post();
    asked.end('{"command":"breakpoints","breakpoints":[]}'.padEnd(MOST));
    expect((await answerTo(asked)).statusCode).to.equal(204);
  });

  it('refuses a larger one that is sent at once, and its answer arrives', async () => {
    for (const size of [MOST + 1, 2 ** 26]) {
      const asked = post();
      asked.end(Buffer.alloc(size, ' '));
      await expectRefusal(await answerTo(asked));
    }
  });

  it('refuses one sent in pieces before it has ended, and accepts the next on the same connection', async () => {
    const asked = post();
    const answered = answerTo(asked);
    for (let sent = 0; sent <= MOST; sent += PIECE.length) await written(asked);
    const answer = await answered;
    // The answer is there, also for a client that reads it only after sending everything.
    for (let n = 0; n < 256; n++) await written(asked);
    asked.end();
    await expectRefusal(answer);
    const next = post();
    next.end('{"command":"breakpoints","breakpoints":[]}');
    expect((await answerTo(next)).statusCode).to.equal(204);
    expect(next.reusedSocket).to.equal(true);
  });
});

/** Sends one more piece, and waits until the system has taken it. */
function written(asked: ClientRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    asked.write(PIECE, error => (error ? reject(error) : resolve()));
  });
}
