import {
  Errno,
  Filetype,
  type Interest,
  NOT_READY,
  type Out,
  Riflag,
  Sdflag,
  type Socket,
  type Waiting,
} from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';
import { blankFilestat } from './test-directory.js';

/** A listening socket, and a way to connect to it. */
export interface TestSockets {
  readonly listener: Socket;
  /** A socket that is connected, or about to be: the listener can accept the other side. */
  connect(): Socket | Promise<Socket>;
  /** Waits for both. */
  readonly waiting: Waiting;
  /** Closes what was made for the test, the sockets too. */
  dispose?(): void;
}

/** Bytes that no socket holds. */
const MUCH = 64 * 1024 * 1024;

/** Waits until a socket is ready. */
function ready(waiting: Waiting, source: Socket, event: Interest['event'] = 'read'): void {
  const isReady = () => (event === 'read' ? source.readable() !== NOT_READY : source.writable());
  for (let rounds = 0; !isReady() && rounds < 10_000; rounds++) waiting.wait(10e6, [{ source, event }]);
  expectThat(isReady(), `the socket can be ${event === 'read' ? 'read' : 'written'} at some time`);
}

function flags(): Out<number> {
  return { value: 0 };
}

/** Receives, which must succeed, into one buffer. */
function received(socket: Socket, length: number, riflags = 0): string {
  const into = room(length);
  const got = socket.receive(into, riflags, flags());
  expectThat(got >= 0, `something can be received, not errno ${-got}`);
  return contents(into).join('').slice(0, got);
}

/** `Socket`, of a kind that keeps no boundaries between messages. */
export function socketContract(open: () => TestSockets | Promise<TestSockets>): ContractTest[] {
  /** A test on sockets of its own. */
  function on(test: (sockets: TestSockets) => void | Promise<void>): () => Promise<void> {
    return async () => {
      const sockets = await open();
      try {
        await test(sockets);
      } finally {
        sockets.dispose?.();
      }
    };
  }

  /** Both ends of a connection. */
  async function pair({ listener, connect, waiting }: TestSockets): Promise<[client: Socket, server: Socket]> {
    const client = await connect();
    ready(waiting, listener);
    const server = listener.accept();
    if (typeof server === 'number') throw new Error(`accept() gave errno ${-server}`);
    return [client, server];
  }

  return collectTests('socket', it => {
    it(
      'a listening one that nobody connects to is not ready, and accepts nothing',
      on(({ listener }) => {
        expectEqual(listener.readable(), NOT_READY);
        expectErrno(listener.accept(), -Errno.EAGAIN);
        expectEqual(listener.filetype, Filetype.SOCKET_STREAM);
      }),
    );

    it(
      'a connected one that is not accepted yet has nothing to receive, and can send',
      on(async ({ listener, connect, waiting }) => {
        const client = await connect();
        expectEqual(client.readable(), NOT_READY);
        expectErrno(client.receive(room(1), 0, flags()), -Errno.EAGAIN);
        expectEqual(client.writable(), true);
        expectEqual(client.send(vectors('early')), 5);
        ready(waiting, listener);
        const server = listener.accept() as Socket;
        ready(waiting, server);
        expectEqual(received(server, 10), 'early');
        client.close();
        server.close();
      }),
    );

    it(
      'a listening one accepts those that connect, in order',
      on(async sockets => {
        const { listener, connect, waiting } = sockets;
        const clients = [await connect(), await connect()];
        for (const [number, client] of clients.entries()) expectEqual(client.send(vectors(`${number}`)), 1);
        for (const number of clients.keys()) {
          ready(waiting, listener);
          expectThat(listener.readable() > 0, 'a listening socket tells that there is a connection');
          const server = listener.accept() as Socket;
          ready(waiting, server);
          expectEqual(received(server, 10), `${number}`);
          server.close();
        }
        for (const client of clients) client.close();
        expectErrno(listener.accept(), -Errno.EAGAIN);
      }),
    );

    it(
      'a connected one receives what the other sent, in buffers of any number',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        expectEqual(server.readable(), NOT_READY);
        expectErrno(server.receive(room(4), 0, flags()), -Errno.EAGAIN);
        expectEqual(client.send(vectors('he', 'llo', ' ')), 6);
        expectEqual(client.send(vectors('world')), 5);
        ready(sockets.waiting, server);
        for (let rounds = 0; server.readable() < 11 && rounds < 1000; rounds++) sockets.waiting.wait(1e6, []);
        expectEqual(server.readable(), 11);
        const into = room(4, 2);
        expectEqual(server.receive(into, 0, flags()), 6);
        expectEqual(contents(into), ['hell', 'o ']);
        expectEqual(received(server, 20), 'world');
        expectEqual(server.readable(), NOT_READY);
        expectEqual(server.hungUp?.() ?? false, false);
        expectEqual(server.send(vectors('!')), 1);
        ready(sockets.waiting, client);
        expectEqual(received(client, 20), '!');
        client.close();
        server.close();
      }),
    );

    it(
      'what is peeked at is received again',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        client.send(vectors('hello'));
        ready(sockets.waiting, server);
        expectEqual(received(server, 3, Riflag.RECV_PEEK), 'hel');
        const roflags = flags();
        expectEqual(server.receive(room(2), Riflag.RECV_PEEK, roflags), 2);
        expectEqual(roflags.value, 0);
        expectEqual(received(server, 5), 'hello');
        client.close();
        server.close();
      }),
    );

    it(
      'one that is shut down for writing is at its end on the other side, and still receives',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        client.send(vectors('last'));
        expectEqual(client.shutdown(Sdflag.WR), 0);
        expectErrno(client.send(vectors('x')), -Errno.EPIPE);
        ready(sockets.waiting, server);
        expectEqual(received(server, 10), 'last');
        ready(sockets.waiting, server);
        expectEqual([server.readable(), server.hungUp?.() ?? true], [0, true]);
        for (let i = 0; i < 2; i++) expectEqual(received(server, 10), '');
        expectEqual(server.send(vectors('answer')), 6);
        ready(sockets.waiting, client);
        expectEqual(received(client, 10), 'answer');
        server.close();
        ready(sockets.waiting, client);
        expectEqual(received(client, 10), '');
        client.close();
      }),
    );

    it(
      'one whose other side is gone is at its end, and takes nothing for ever',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        client.close();
        ready(sockets.waiting, server);
        expectEqual(received(server, 10), '');
        let result = 0;
        for (let rounds = 0; result >= 0 && rounds < 1000; rounds++) {
          result = server.send(vectors('x'));
          sockets.waiting.wait(1e6, []);
        }
        expectErrno(result, -Errno.EPIPE, -Errno.ECONNRESET);
        expectEqual(server.writable(), true);
        server.close();
      }),
    );

    it(
      'one that the other side does not read takes a part, then nothing, until there is room',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        const block = vectors(new Uint8Array(1 << 20));
        let sent = 0;
        let result = client.send(block);
        for (; result > 0 && sent < MUCH; result = client.send(block)) sent += result;
        expectErrno(result, -Errno.EAGAIN);
        expectEqual(client.writable(), false);
        let got = 0;
        const into = room(1 << 20);
        while (got < sent) {
          ready(sockets.waiting, server);
          const part = server.receive(into, 0, flags());
          expectThat(part > 0, `what was sent is received, not errno ${-part}`);
          got += part;
        }
        ready(sockets.waiting, client, 'write');
        expectEqual(client.send(vectors('x')), 1);
        client.close();
        server.close();
      }),
    );

    it(
      'has attributes',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        for (const socket of [sockets.listener, client, server]) {
          const stat = blankFilestat();
          expectEqual(socket.stat(stat), 0);
          expectEqual([stat.filetype, socket.filetype], [Filetype.SOCKET_STREAM, Filetype.SOCKET_STREAM]);
        }
        client.close();
        server.close();
      }),
    );

    it(
      'does not do what is the other kind’s affair',
      on(async sockets => {
        const [client, server] = await pair(sockets);
        expectErrno(client.accept(), -Errno.ENOTSUP);
        expectErrno(sockets.listener.receive(room(1), 0, flags()), -Errno.ENOTCONN, -Errno.EINVAL);
        expectErrno(sockets.listener.send(vectors('x')), -Errno.ENOTCONN, -Errno.EPIPE);
        client.close();
        server.close();
      }),
    );
  });
}
