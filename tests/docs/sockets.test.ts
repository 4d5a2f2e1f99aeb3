import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { ffi, needing } from '../needs.js';
import { examplesOf, startExample } from './example.js';
import { root } from './pages.js';

/** Accepts a connection at descriptor 3, and sends it a word. */
const SERVER = `(module
  (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_send" (func $send (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
  (data (i32.const 16) "hello")
  (func (export "_start")
    (if (call $accept (i32.const 3) (i32.const 0) (i32.const 32)) (then unreachable))
    (if (call $send (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 36)) (then unreachable))))`;

/** Receives a word at descriptor 3. */
const CLIENT = `(module
  (import "wasi_snapshot_preview1" "sock_recv" (func $recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
  (func (export "_start")
    (if (call $recv (i32.const 3) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 32) (i32.const 36)) (then unreachable))
    (if (i32.ne (i32.load (i32.const 16)) (i32.const 0x6c6c6568)) (then unreachable))))`;

describe('docs/sockets.md', () => {
  needing(ffi()).it('has an example that serves', async () => {
    const [example] = examplesOf('docs/sockets.md') as [string, ...string[]];
    const { preopen, dispose } = createScratchDirectory();
    try {
      writeFileSync(join(preopen, 'server.wasm'), await buildWat(SERVER));
      // A client in another process, since the program blocks this thread.
      const client =
        "require('net').connect(Number(process.argv[1]), '127.0.0.1').on('data', text => console.log(String(text)))";
      const start = `spawn(process.execPath, ['-e', ${JSON.stringify(client)}, String(web.address.port)], { stdio: 'inherit' });\n`;
      const script = `import { spawn } from 'node:child_process';\n${example.replace('await assemble', `${start}await assemble`)}`;
      const { output, status } = await startExample(script, preopen, {});
      expect(output).to.match(/^\{ host: '127\.0\.0\.1', port: \d+ \}\nhello\n$/);
      expect(status).to.equal(0);
    } finally {
      dispose();
    }
  });

  it('has an example of two threads', async () => {
    const [, client, server, ...others] = examplesOf('docs/sockets.md') as [string, string, string, ...string[]];
    expect(others).to.deep.equal([]);
    const { preopen, dispose } = createScratchDirectory();
    const script = `${root}dist/tests/docs/server-${process.pid}.mjs`;
    try {
      writeFileSync(join(preopen, 'server.wasm'), await buildWat(SERVER));
      writeFileSync(join(preopen, 'client.wasm'), await buildWat(CLIENT));
      writeFileSync(script, server);
      const { output, status } = await startExample(client.replace('./server.js', script), preopen, {});
      expect({ output, status }).to.deep.equal({ output: '', status: 0 });
    } finally {
      rmSync(script);
      dispose();
    }
  });
});
