import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { Filetype } from '../../../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { ffi, LINUX, needing, WINDOWS } from '../../../needs.js';
import { bin, type Ended, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';

/** A run of the command in the background. */
class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stderr = '';
  #stdout = '';

  constructor(args: readonly string[], stdio: (number | 'ignore' | 'pipe')[] = ['pipe', 'pipe', 'pipe']) {
    this.child = spawn(process.execPath, [bin, ...args], { stdio, timeout: PATIENCE });
    this.child.stdout?.on('data', chunk => {
      this.#stdout += chunk;
    });
    this.child.stderr?.on('data', chunk => {
      this.stderr += chunk;
    });
    this.ended = once(this.child, 'close').then(([status]) => ({ status, stdout: this.#stdout, stderr: this.stderr }));
  }

  /** The port that the system has chosen. */
  async port(): Promise<number> {
    for (;;) {
      const told = /listening on 127\.0\.0\.1:(\d+)\n/.exec(this.stderr)?.[1];
      if (told !== undefined) return Number(told);
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.stderr}`);
      await pause(5);
    }
  }
}

const LISTEN = ['--tcp-listen', '127.0.0.1:0'];
/** Under Wine each takes milliseconds. */
const MANY_MESSAGES = WINDOWS.met ? 500 : 10_000;
/** Wine 8 uses the error of a reset up before the program receives, and then says that the connection is at its end. */
const RESETS = WINDOWS.met ? /^4 clients, [01] reset\n$/ : /^4 clients, 1 reset\n$/;

needing(ffi()).describe('sockets on the command line', () => {
  let scratch: Scratch;
  let wasm: string;
  const servers: Server[] = [];

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    wasm = scratch.file('sockets.wasm', await buildC('sockets'));
  });
  after(() => {
    for (const server of servers) server.close();
    scratch?.remove();
  });

  /** A server of this process's own. */
  async function serve(handle: (socket: Socket) => void): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, handle);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as { port: number }).port;
  }

  async function open(port: number): Promise<Socket> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  }

  async function read(socket: Socket, slowly = false): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of socket) {
      chunks.push(chunk);
      if (slowly) await pause(1);
    }
    return Buffer.concat(chunks);
  }

  it('a server echoes several clients at once: half-closed, slow and reset ones', async () => {
    const run = new Running(['run', '--argv0', 'echo', ...LISTEN, wasm, '3', '4']);
    const port = await run.port();
    const sent = randomBytes(2_000_000);
    const [one, slow, reset, idle] = await Promise.all([open(port), open(port), open(port), open(port)]);
    const echoes = [read(one), read(slow, true)];
    one.end(sent);
    slow.end(sent);
    reset.write('x');
    await once(reset, 'data');
    reset.resetAndDestroy();
    idle.end();
    for (const echo of await Promise.all(echoes)) expect(echo.equals(sent)).to.equal(true);
    const { status, stdout } = await run.ended;
    expect(stdout).to.match(RESETS);
    expect(status).to.equal(0);
  });

  it('a client sends and receives many small messages', async () => {
    const port = await serve(socket => socket.pipe(socket));
    const run = new Running([
      'run',
      '--argv0',
      'chat',
      '--tcp-connect',
      `127.0.0.1:${port}`,
      wasm,
      '3',
      `${MANY_MESSAGES}`,
    ]);
    expect(await run.ended).to.deep.equal({ status: 0, stdout: `${chatSum(MANY_MESSAGES)}\n`, stderr: '' });
  });

  it('the replay of a client needs no network', async () => {
    const port = await serve(socket => socket.pipe(socket));
    const recording = join(scratch.path, 'chat.hcr');
    const to = ['--tcp-connect', `127.0.0.1:${port}`];
    const recorded = new Running(['record', '-o', recording, '--argv0', 'chat', ...to, wasm, '3', '100']);
    expect(await recorded.ended).to.include({ status: 0, stdout: `${chatSum(100)}\n` });
    const replayed = new Running(['replay', recording]);
    expect(await replayed.ended).to.include({ status: 0, stdout: `${chatSum(100)}\n` });
  });

  it('a server of HTTP/1.1 answers on connections that stay open, slow readers and clients that go', async () => {
    const run = new Running(['run', '--argv0', 'http', ...LISTEN, wasm, '3', '6']);
    const port = await run.port();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string, body?: Buffer, slowly = false) =>
      new Promise<string>((resolve, reject) => {
        const method = body === undefined ? 'GET' : 'POST';
        const headers = body === undefined ? {} : { 'Content-Length': body.length };
        const asked = request({ host: '127.0.0.1', port, path, method, agent, headers }, answer => {
          let text = '';
          let length = 0;
          answer.on('data', async chunk => {
            if (length === 0) text = String(chunk).split('\n', 1)[0] as string;
            length += chunk.length;
            if (!slowly) return;
            answer.pause();
            await pause(1);
            answer.resume();
          });
          answer.on('end', () => resolve(`${answer.statusCode} ${text} ${length > 1000 ? length : ''}`.trim()));
        });
        asked.on('error', reject);
        asked.end(body);
      });
    expect(await ask('/')).to.equal('200 GET / 0 0');
    const body = randomBytes(300_000);
    expect(await ask('/in', body)).to.equal(`200 POST /in 300000 ${sumOf(body)}`);
    expect(await ask('/big', undefined, true)).to.equal(`200 GET /big 0 0 ${(8 << 20) + 13}`);
    agent.destroy();
    // Goes while it is answered, and while it asks.
    const gone = await open(port);
    gone.write('GET /big HTTP/1.1\r\n\r\n');
    await once(gone, 'data');
    gone.resetAndDestroy();
    const half = await open(port);
    half.write('GET / HT');
    half.destroy();
    const last = await open(port);
    last.write('GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(String(await read(last))).to.match(/GET \/a 0 0\n.*GET \/b 0 0\n$/s);
    expect(await run.ended).to.include({ status: 0 });
  });

  it('a connection is peeked at, received whole, made non-blocking and shut down', async () => {
    const port = await serve(socket => {
      socket.write('hello world');
      socket.once('data', async () => {
        socket.write(' ag');
        await pause(50);
        socket.write('ain');
      });
    });
    const run = new Running(['run', '--argv0', 'flags', '--tcp-connect', `localhost:${port}`, wasm]);
    expect((await run.ended).stdout.split('\n')).to.deep.equal([
      'type 6 1 flags 0',
      'peek 5 hello',
      'recv 6 hello ',
      'read 5 world',
      'nonblocking -1 EAGAIN',
      'peek all 6  again',
      'all 6  again',
      'accept ENOTSUP',
      'seek -1',
      'shutdown OK',
      'send -1 EPIPE',
      'end 0',
      '',
    ]);
  });

  for (const closed of ['stdin', 'the socket'] as const) {
    it(`a select loop hears stdin and a socket, and its deadline, until ${closed} is closed last`, async () => {
      let peer: Socket | undefined;
      const port = await serve(socket => {
        peer = socket;
      });
      const run = new Running(['run', '--argv0', 'deadline', '--tcp-connect', `127.0.0.1:${port}`, wasm, '3', '20']);
      while (peer === undefined) await pause(5);
      await pause(200);
      peer.write('12345');
      await pause(20);
      run.child.stdin?.write('678');
      await pause(20);
      const ends = [() => peer?.end(), () => run.child.stdin?.end()];
      if (closed === 'the socket') ends.reverse();
      for (const end of ends) {
        end();
        await pause(30);
      }
      expect(await run.ended).to.deep.equal({ status: 0, stdout: 'quiet at times, 8 bytes\n', stderr: '' });
      peer.destroy();
    });
  }

  needing(LINUX).it(
    'they come after all directories, in the given order, and are listed in the environment',
    async () => {
      const path = join(scratch.path, 'listener');
      const server = createServer();
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const inherited = (server as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
      const args = ['run', '--argv0', 'variables', '--fd', '5', '--dir', scratch.path, '--unix-listen', path];
      const run = new Running(
        [...args, '--mem', '/tmp', '--listen-env', wasm],
        ['ignore', 'pipe', 'pipe', 'ignore', 'ignore', inherited],
      );
      const { DIRECTORY, SOCKET_STREAM } = Filetype;
      const types = [DIRECTORY, DIRECTORY, SOCKET_STREAM, SOCKET_STREAM].join(' ');
      expect((await run.ended).stdout).to.equal(`4 directory:directory:fd:unix-listen ${types}\n`);
      expect(existsSync(path)).to.equal(true);
    },
  );

  needing(LINUX).it('an inherited listening socket accepts, and a client connects to a socket’s path', async () => {
    const path = join(scratch.path, 'echo');
    const run = new Running(['run', '--argv0', 'echo', '--unix-listen', path, wasm, '3', '1']);
    while (!existsSync(path)) await pause(5);
    let client: Socket;
    for (;;) {
      client = connect({ path, allowHalfOpen: true });
      const failed = await Promise.race([
        once(client, 'connect').then(() => false),
        once(client, 'error').then(() => true),
      ]);
      if (!failed) break;
    }
    client.end('to and fro');
    expect(String(await read(client))).to.equal('to and fro');
    expect(await run.ended).to.include({ status: 0, stdout: '1 clients, 0 reset\n' });
  });

  it('accept() without a client is EAGAIN for a program that does not wait', async () => {
    const run = new Running(['run', '--argv0', 'accept-nothing', ...LISTEN, wasm]);
    expect(await run.ended).to.include({ status: 0, stdout: '-1 EAGAIN\n' });
  });

  needing(LINUX).it('no descriptor is left when clients come and go, and one is killed', async () => {
    const run = new Running(['run', '--argv0', 'echo', ...LISTEN, wasm, '3', '42']);
    const port = await run.port();
    const descriptors = () => readdirSync(`/proc/${run.child.pid}/fd`).length;
    const killed = spawn(process.execPath, [
      '-e',
      `require('net').connect(${port}, '127.0.0.1').on('data', () => process.stdout.write('.')).write('x')`,
    ]);
    await once(killed.stdout, 'data');
    const first = await open(port);
    first.write('x');
    await once(first, 'data');
    const during = descriptors();
    killed.kill('SIGKILL');
    for (let i = 0; i < 40; i++) {
      const client = await open(port);
      client.end('x');
      await read(client);
    }
    while (descriptors() >= during) await pause(5);
    expect(descriptors()).to.equal(during - 1);
    first.end();
    expect(await run.ended).to.include({ status: 0 });
  });

  for (const [args, line] of [
    [
      ['--tcp-listen', '8080'],
      "--tcp-listen '8080' lacks a host or a port; write --tcp-listen HOST:PORT, such as --tcp-listen 127.0.0.1:8080 or --tcp-listen [::1]:8080",
    ],
    [
      ['--tcp-listen', '127.0.0.1:http'],
      "--tcp-listen '127.0.0.1:http' has no port that there is; write one from 0 to 65535, such as --tcp-listen 127.0.0.1:8080",
    ],
    [
      ['--tcp-connect', 'localhost:0'],
      "--tcp-connect 'localhost:0' has no port that there is; write one from 1 to 65535, such as --tcp-connect localhost:8080",
    ],
    [['--unix-listen', ''], "--unix-listen '' lacks a path; write --unix-listen PATH"],
    [['--fd', 'x'], "invalid --fd 'x'; write a whole number, such as --fd 5"],
    [
      ['--fd', '987654'],
      `descriptor 987654 is not ${WINDOWS.met ? 'a socket' : 'open'}; give the number of a socket that this process has`,
    ],
    [['--listen-env'], '--listen-env tells of sockets, and there are none; add --tcp-listen HOST:PORT'],
    [
      ['--host', 'deterministic', ...LISTEN],
      'what comes from a socket is not the same in every run, as --host deterministic would have it; use --host memory, or `hostcall record` to run the program again as it ran',
    ],
    [
      ['--tcp-connect', '127.0.0.1:1'],
      'cannot connect to 127.0.0.1:1: Connection refused (ECONNREFUSED); start the server first',
    ],
  ] as const) {
    it(`refused: ${args.join(' ')}`, () => {
      const ended = hostcall(['run', ...args, wasm]);
      expect([errorLine(ended), ended.status]).to.deep.equal([line, 2]);
    });
  }
});

/** The result of the program `chat` for so many messages. */
function chatSum(messages: number): number {
  let sum = 0;
  for (let i = 0; i < messages; i++) {
    for (let j = 0; j < 1 + (i % 32); j++) sum = (Math.imul(sum, 31) + ((i * 7 + j) & 0xff)) >>> 0;
  }
  return sum;
}

/** The answer of the program `http` to a body. */
function sumOf(body: Uint8Array): number {
  let sum = 0;
  for (const byte of body) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return sum;
}
