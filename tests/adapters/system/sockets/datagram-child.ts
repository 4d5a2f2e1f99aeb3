/** A process that receives messages of a socket that it has inherited, by the FFI and the number in its arguments, and prints them. */

import { socketFromHost } from '../../../../api/node.js';
import { contents, room } from '../../../../application/contract/index.js';

const [system, fd] = process.argv.slice(2);
const socket = socketFromHost(Number(fd), { system: system as 'koffi' });

function next(length: number): unknown {
  const into = room(length);
  const roflags = { value: 0 };
  const got = socket.receive(into, 0, roflags);
  return got < 0 ? got : [got, contents(into)[0]?.slice(0, got), roflags.value];
}

console.log(JSON.stringify([socket.filetype, next(6), next(20), next(20)]));
