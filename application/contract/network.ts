import {
  Errno,
  Filetype,
  type Interest,
  type Network,
  type NetworkAddress,
  type NetworkSocket,
  NOT_READY,
  type Out,
  type Socket,
  Socketoption,
  Sockettype,
  type Waiting,
} from '../../domain/index.js';
import { type ContractTest, collectTests } from './contract-test.js';
import { expectEqual, expectErrno, expectThat } from './expectations.js';
import { contents, room, vectors } from './iovecs.js';

/** A network in which sockets of this machine can reach each other at 127.0.0.1. */
export interface TestNetwork {
  readonly network: Network;
  /** Waits for its sockets. */
  readonly waiting: Waiting;
}

const home = (port: number): NetworkAddress => ({ bytes: Uint8Array.of(127, 0, 0, 1), port });
const ANY: NetworkAddress = { bytes: new Uint8Array(4), port: 0 };
/** No option has it. */
const NO_OPTION = 200;

function opened(network: Network): NetworkSocket {
  const socket = network.open(4, Filetype.SOCKET_STREAM);
  if (typeof socket === 'number') throw new Error(`a socket can be opened, not errno ${-socket}`);
  return socket;
}

/** An address, which must be told. */
function told(address: NetworkAddress | number): NetworkAddress {
  if (typeof address === 'number') throw new Error(`an address is told, not errno ${-address}`);
  return address;
}

/** A socket that listens, at a port that the network has chosen. */
function listening(network: Network): { readonly listener: NetworkSocket; readonly port: number } {
  const listener = opened(network);
  expectEqual(listener.bind(home(0)), 0, 'bind');
  expectEqual(listener.listen(2), 0, 'listen');
  return { listener, port: told(listener.localAddress()).port };
}

function ready(waiting: Waiting, source: Socket, event: Interest['event']): void {
  const isReady = () => (event === 'read' ? source.readable() !== NOT_READY : source.writable());
  for (let rounds = 0; !isReady() && rounds < 10_000; rounds++) waiting.wait(10e6, [{ source, event }]);
  expectThat(isReady(), `the socket can be ${event === 'read' ? 'read' : 'written'} at some time`);
}

/** Connects a socket, as a program does that waits. */
function connect(waiting: Waiting, socket: NetworkSocket, port: number): void {
  const errno = socket.connect(home(port));
  if (errno === 0) return;
  expectErrno(errno, -Errno.EINPROGRESS, -Errno.EALREADY);
  ready(waiting, socket, 'write');
  expectErrno(socket.connect(home(port)), 0, -Errno.EISCONN);
}

/** `Network`, and the sockets that are opened in it. */
export function networkContract(open: () => TestNetwork | Promise<TestNetwork>): ContractTest[] {
  /** A test with a way to have sockets closed at its end. */
  function on(test: (given: TestNetwork, closing: <S extends Socket>(socket: S) => S) => void): () => Promise<void> {
    return async () => {
      const given = await open();
      const sockets: Socket[] = [];
      try {
        test(given, socket => {
          sockets.push(socket);
          return socket;
        });
      } finally {
        for (const socket of sockets) socket.close();
      }
    };
  }

  return collectTests('network', it => {
    it(
      'a socket is bound to nothing and connected to nothing when it is opened',
      on(({ network }, closing) => {
        const socket = closing(opened(network));
        expectEqual([socket.kind, socket.filetype], ['socket', Filetype.SOCKET_STREAM]);
        expectEqual(told(socket.localAddress()).port, 0);
        expectErrno(socket.peerAddress(), -Errno.ENOTCONN);
        expectErrno(socket.receive(room(1), 0, { value: 0 }), -Errno.ENOTCONN);
        expectErrno(socket.send(vectors('x')), -Errno.ENOTCONN, -Errno.EPIPE);
        expectErrno(socket.accept(), -Errno.ENOTSUP);
      }),
    );

    it(
      'port 0 is any that is free, and a socket is bound once',
      on(({ network }, closing) => {
        const [one, other] = [closing(opened(network)), closing(opened(network))];
        expectEqual([one.bind(home(0)), other.bind(home(0))], [0, 0]);
        const [first, second] = [told(one.localAddress()), told(other.localAddress())];
        expectEqual(contentsOf(first), contentsOf(home(first.port)));
        expectThat(first.port > 0 && first.port !== second.port, 'each has a port of its own');
        expectErrno(one.bind(home(0)), -Errno.EINVAL);
      }),
    );

    it(
      'a socket connects to one that listens, and both sides tell where',
      on(({ network, waiting }, closing) => {
        const { listener, port } = listening(network);
        closing(listener);
        const client = closing(opened(network));
        connect(waiting, client, port);
        expectEqual(contentsOf(told(client.peerAddress())), contentsOf(home(port)));
        expectThat(told(client.localAddress()).port > 0, 'a connected socket has a port');
        expectErrno(client.connect(home(port)), -Errno.EISCONN);
        ready(waiting, listener, 'read');
        expectThat(listener.readable() > 0, 'a listening socket tells that there is a connection');
        const accepted = listener.accept();
        if (typeof accepted === 'number') throw new Error(`it is accepted, not errno ${-accepted}`);
        closing(accepted);
        expectErrno(listener.accept(), -Errno.EAGAIN);
        expectEqual(client.send(vectors('there')), 5);
        ready(waiting, accepted, 'read');
        const [into, flags] = [room(8), { value: 0 }];
        expectEqual(accepted.receive(into, 0, flags), 5);
        expectEqual(contents(into).join('').slice(0, 5), 'there');
        expectEqual(accepted.send(vectors('back')), 4);
        ready(waiting, client, 'read');
        const from: Out<NetworkAddress | undefined> = { value: undefined };
        expectEqual(client.receiveFrom(room(8), 0, flags, from), 4);
        expectEqual(from.value && contentsOf(from.value), contentsOf(home(port)));
      }),
    );

    it(
      'an address of another family is none for a socket',
      on(({ network }, closing) => {
        const address = { bytes: new Uint8Array(16).fill(1, 15), port: 9 };
        expectErrno(closing(opened(network)).connect(address), -Errno.EAFNOSUPPORT, -Errno.EINVAL);
      }),
    );

    it(
      'options are as in C, and one that there is not is an error',
      on(({ network }, closing) => {
        const socket = closing(opened(network));
        const into = new Uint8Array(4);
        expectEqual(socket.option(Socketoption.TYPE, into), 4);
        expectEqual([...into], [Sockettype.STREAM, 0, 0, 0]);
        expectEqual(socket.option(Socketoption.ERROR, into), 4);
        expectEqual([...into], [0, 0, 0, 0]);
        expectEqual(socket.option(Socketoption.ACCEPTCONN, into), 4);
        expectEqual([...into], [0, 0, 0, 0]);
        expectErrno(socket.option(Socketoption.ERROR, new Uint8Array(3)), -Errno.EINVAL);
        expectErrno(socket.setOption(Socketoption.REUSEADDR, Uint8Array.of(1, 0, 0, 0)), 0);
        expectErrno(socket.option(NO_OPTION, into), -Errno.EINVAL, -Errno.ENOTSUP);
        expectErrno(socket.setOption(NO_OPTION, into), -Errno.EINVAL, -Errno.ENOTSUP);
      }),
    );

    it(
      'datagrams are messages, where there are any',
      on(({ network }) => {
        const socket = network.open(4, Filetype.SOCKET_DGRAM);
        if (typeof socket === 'number') return expectErrno(socket, -Errno.ENOTSUP);
        expectEqual(socket.filetype, Filetype.SOCKET_DGRAM);
        socket.close();
      }),
    );

    it(
      'numbers are resolved, and what they stand for is allowed',
      on(({ network }) => {
        const query = { family: 4, passive: false } as const;
        const found = network.resolve('127.0.0.1', '80', query);
        if (typeof found === 'number') throw new Error(`an address is found, not errno ${-found}`);
        expectEqual(found.map(contentsOf), [contentsOf(home(80))]);
        expectEqual(network.allows(home(80)), true);
        const any = network.resolve('', '0', { family: 4, passive: true });
        if (typeof any !== 'number') expectEqual(any.map(contentsOf), [contentsOf(ANY)]);
        expectErrno(network.resolve('127.0.0.1', 'no-such-service', query), -Errno.ENOENT);
      }),
    );
  });
}

/** An address as a text that can be compared. */
function contentsOf({ bytes, port }: NetworkAddress): string {
  return `${bytes.join('.')}:${port}`;
}
