import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';

const require = createRequire(import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8'));
const entryPoints = Object.keys(exports)
  .filter(path => path !== './package.json')
  .map(path => path.replace('.', 'hostcall'));

// Runs on each Node that is supported, on Bun and on Deno: `npm run test:nodes`.
describe('an entry point', () => {
  for (const name of entryPoints) {
    it(`can be imported and required, and is the same module either way: ${name}`, async () => {
      const imported: Record<string, unknown> = await import(name);
      const required: Record<string, unknown> = require(name);
      expect(Object.keys(required).sort()).to.include.members(Object.keys(imported).sort());
      for (const [key, value] of Object.entries(imported)) expect(required[key], key).to.equal(value);
    });
  }

  it('runs programs where it is required', async () => {
    const { assemble } = require('hostcall');
    const { nodeHost } = require('hostcall/node');
    const program = await buildWat(`(module
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const 5))))`);
    expect(await assemble(nodeHost()).run(program)).to.deep.equal({ exitCode: 5 });
  });
});
