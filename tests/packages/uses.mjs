// What is done with each package: a little of what it is for, and what of that can be compared. `node uses.mjs NAME` prints the outcome. What it
// makes, it makes in the current directory.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = process.cwd();
const once = run => {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
};
const bound =
  (bind, call) =>
  (...args) => {
    bind();
    return call(...args);
  };
const hash = data => createHash('sha256').update(data).digest('hex');
const SOURCE = `import { b } from './b.js';\nexport const a = (x: number) => { const unused = 1; return b + x; };\nclass C { #p = 1; static s = 2; }\nconsole.log(new C(), a(2));\n`;

/** Sources for bundlers, which have made nothing of them yet. */
function project() {
  const folder = join(here, 'project');
  for (const made of ['out', 'rspack-out']) rmSync(join(here, made), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = { 'a.js': `import { b } from './b.js'; import './c/d.js'; console.log(b, 1 + 2);` };
  for (let i = 0; i < 30; i++)
    files[`m${i}.js`] = `export const m${i} = '${'x'.repeat(i)}'; export const unused${i} = ${i};`;
  files['b.js'] =
    Array.from({ length: 30 }, (_, i) => `import { m${i} } from './m${i}.js';`).join('\n') +
    `\nexport const b = [${Array.from({ length: 30 }, (_, i) => `m${i}`)}].join();`;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'c'), { recursive: true });
  writeFileSync(join(folder, 'c/d.js'), `export {}; console.log('d');`);
  writeFileSync(join(folder, 'page.html'), '<p class="mt-4 text-red-500 hover:underline md:p-[3px]"></p>');
  return folder;
}

/** An image: 8-bit grey, as BMP. */
function bitmap() {
  const size = 16;
  const data = Buffer.alloc(54 + 3 * size * size);
  data.write('BM');
  data.writeUInt32LE(data.length, 2);
  data.writeUInt32LE(54, 10);
  data.writeUInt32LE(40, 14);
  data.writeInt32LE(size, 18);
  data.writeInt32LE(size, 22);
  data.writeUInt16LE(1, 26);
  data.writeUInt16LE(24, 28);
  for (let i = 54; i < data.length; i++) data[i] = (i * 7) & 0xff;
  return data;
}

const resolved = ({ ResolverFactory }) => {
  const folder = project();
  const resolver = new ResolverFactory({ extensions: ['.js'] });
  const results = ['./a', './c/d', './none'].map(name => resolver.sync(folder, name));
  return results.map(({ path, error }) => [path?.slice(folder.length), error]);
};

const uses = {
  async rolldown({ rolldown }) {
    const build = await rolldown({ input: 'a.js', cwd: project() });
    const { output } = await build.generate({ format: 'esm', sourcemap: true, minify: true });
    await build.write({ dir: join(here, 'out') });
    await build.close();
    return [
      output.map(({ fileName, code, map, source }) => [fileName, code, source, map?.mappings]),
      hash(readFileSync(join(here, 'out/a.js'))),
    ];
  },
  async '@rspack/core'({ rspack }) {
    const stats = await new Promise((resolve, reject) =>
      rspack(
        {
          context: project(),
          entry: './a.js',
          mode: 'production',
          output: { path: join(here, 'rspack-out') },
          optimization: { minimize: false },
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      ),
    );
    const { errors, assets } = stats.toJson({ all: false, errors: true, assets: true });
    return [
      errors.map(({ message }) => message),
      assets.map(({ name, size }) => [name, size]),
      readFileSync(join(here, 'rspack-out/main.js'), 'utf8'),
    ];
  },
  async 'oxc-parser'({ parseSync, parse }) {
    const one = parseSync('a.ts', SOURCE);
    const other = await parse('bad.ts', 'const = 1');
    return [one.program, one.comments, one.module, other.errors];
  },
  'oxc-minify': async ({ minifySync, minify }) => [
    minifySync('a.js', 'function f(value) { return value + 1 + 2 } console.log(f(3))'),
    await minify('b.js', 'let a = true'),
  ],
  'oxc-transform': async ({ transformSync, transform }) => [
    transformSync('a.ts', SOURCE, { target: 'es2015', sourcemap: true }),
    await transform('b.tsx', 'const a = <p/>'),
  ],
  'oxc-resolver': resolved,
  'unrs-resolver': resolved,
  'rspack-resolver': resolved,
  '@tailwindcss/oxide': ({ Scanner }) => {
    const scanner = new Scanner({ sources: [{ base: project(), pattern: '**/*', negated: false }] });
    return [scanner.scan().toSorted(), scanner.files.map(file => file.slice(here.length)).toSorted()];
  },
  '@napi-rs/image': async ({ Transformer }) => {
    const image = new Transformer(bitmap());
    return [await image.metadata(true), hash(await image.resize(8).png()), hash(image.webpSync(50))];
  },
  async '@napi-rs/lzma'({ lzma, xz }) {
    const packed = await xz.compress(Buffer.from(SOURCE.repeat(50)));
    return [packed.length, hash(await xz.decompress(packed)), hash(await lzma.compress('text'))];
  },
  async snappy({ compress, compressSync, uncompressSync }) {
    const packed = compressSync(SOURCE.repeat(50));
    return [hash(packed), hash(uncompressSync(packed)), hash(await compress('text'))];
  },
  '@napi-rs/tar'({ Archive, Builder }) {
    const path = join(here, 'made.tar');
    const builder = new Builder(path);
    builder.appendData('a.txt', Buffer.from('text'));
    builder.finish();
    return [
      [...new Archive(path).entries()].map(entry => [entry.path(), entry.asBytes().toString()]),
      readFileSync(path).length,
    ];
  },
  '@napi-rs/wasm-tools'({ ModuleConfig }) {
    const module = new ModuleConfig().generateDwarf(true).parse(readFileSync(join(here, 'plugin.wasm')));
    return WebAssembly.validate(module.emitWasm(true));
  },
  '@node-rs/argon2': async ({ hash: made, verify, hashSync }) => {
    const options = { memoryCost: 1024, timeCost: 1, salt: Buffer.alloc(16, 7) };
    return [hashSync('password', options), await verify(await made('password', options), 'password')];
  },
  '@node-rs/bcrypt': ({ compareSync, hashSync }) => [
    hashSync('password', 4, Buffer.alloc(16, 7)),
    compareSync('password', hashSync('password', 4)),
  ],
  '@node-rs/crc32': ({ crc32, crc32c }) => [crc32(SOURCE), crc32c(SOURCE)],
  '@node-rs/jieba': ({ Jieba }) => new Jieba().cut('我们中出了一个叛徒', false),
  '@node-rs/xxhash': ({ xxh32, xxh64, xxh3 }) => [
    xxh32(SOURCE, 1),
    String(xxh64(SOURCE, 1n)),
    String(xxh3.xxh128(SOURCE)),
  ],
  '@gorules/zen-engine': async ({ evaluateExpression, evaluateExpressionSync }) => [
    await evaluateExpression('sum([1, 2, 3]) * a', { a: 7 }),
    evaluateExpressionSync('upper("a")'),
  ],
  '@astrojs/compiler-binding': async ({ compileAstro, compileAstroSync }) => {
    const source = '---\nconst name = "World";\n---\n<h1 class="a">Hello {name}!</h1><style>.a { color: red }</style>';
    return [compileAstroSync(source, { filename: 'a.astro' }), await compileAstro(source, { filename: 'b.astro' })];
  },
  'rrule-rust': ({ RRule, RRuleSet, Frequency, DateTime, DtStart }) => {
    const set = new RRuleSet({
      dtstart: new DtStart(DateTime.local(1997, 9, 2, 9, 0, 0), 'US/Eastern'),
      rrules: [new RRule({ frequency: Frequency.Daily, count: 5 })],
    });
    return [set.toString(), set.all().map(String)];
  },
  '@snazzah/davey': ({ generateDisplayableCode, generateKeyFingerprint, generateP256Keypair }) => {
    const key = Buffer.alloc(65, 4);
    return [
      generateDisplayableCode(key, 30, 5),
      hash(generateKeyFingerprint(0, key, '1234')),
      generateP256Keypair().public.length,
    ];
  },
  '@oxc-node/core': ({ OxcTransformer }) => {
    const output = new OxcTransformer(here).transform('a.ts', SOURCE);
    return output.source();
  },
  // It has functions of its own for what its program imports, and takes others. Those of node:wasi do not take the memory that it gives.
  async 'quickjs-wasi'({ QuickJS }) {
    const { WASI } = await import('node:wasi');
    const wasi = memory => {
      const host = new WASI({ version: 'preview1' });
      const bind = once(() => host.finalizeBindings({ exports: {} }, { memory }));
      return Object.fromEntries(Object.entries(host.wasiImport).map(([name, call]) => [name, bound(bind, call)]));
    };
    const ours = 'hostcalls$' in WASI.prototype;
    const vm = await QuickJS.create({
      wasm: readFileSync(new URL(import.meta.resolve('quickjs-wasi/quickjs.wasm'))),
      ...(ours && { wasi }),
    });
    return vm.evalCode('[1, 2, 3].map(x => x ** 2).join() + (Date.now() > 1.7e12) + (Math.random() < 1)').toString();
  },
  async '@extism/extism'({ createPlugin }) {
    const ends = [];
    for (const runInWorker of [false, true]) {
      const plugin = await createPlugin(join(here, 'plugin.wasm'), {
        useWasi: true,
        runInWorker,
        allowedPaths: { '/data': here },
      });
      ends.push((await plugin.call('run', 'input')).text());
      await plugin.close();
    }
    return ends;
  },
};

const [name] = process.argv.slice(2);
if (name === undefined) console.log(JSON.stringify(Object.keys(uses)));
else {
  const module = await import(name);
  console.log(
    JSON.stringify(await uses[name]({ ...module.default, ...module }), (_, value) =>
      typeof value === 'bigint' ? `${value}n` : value,
    ),
  );
  // Some leave workers behind.
  process.exit();
}
