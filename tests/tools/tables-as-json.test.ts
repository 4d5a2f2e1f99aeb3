import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { hostcalls } from '../../domain/index.js';
import { tablesAsJson } from '../../tools/tables-as-json.js';

const file = (name: string) => fileURLToPath(new URL(`../../domain/preview1/${name}`, import.meta.url));

describe('The tables of hostcalls in a bundle', () => {
  it('equal those of the modules', async () => {
    const bundled = (await import(new URL('../../node/preview1.js', import.meta.url).href)) as {
      hostcalls: typeof hostcalls;
    };
    expect(bundled.hostcalls).not.equal(hostcalls);
    expect(bundled.hostcalls).eql(hostcalls);
  });

  for (const name of ['hostcalls.js', 'wasmedge.js'])
    it(`are JSON in ${name}`, async () => {
      const text = await tablesAsJson(file(name), readFileSync(file(name), 'utf8'));
      expect(text).match(/= \/\* @__PURE__ \*\/ JSON\.parse\("\{/);
      expect(text).not.contain('classes: [');
    });

  it('are nowhere else', async () => {
    const text = 'const preview1Hostcalls = {\n};\n';
    expect(await tablesAsJson(file('errno.js'), text)).equal(text);
    expect(await tablesAsJson(fileURLToPath(new URL('hostcalls.js', import.meta.url)), text)).equal(text);
  });

  for (const [what, text] of [
    ['has a value that JSON cannot hold', 'const preview1Hostcalls = {\n  sched_yield: undefined,\n};\n'],
    ['is not declared as a literal', 'const preview1Hostcalls = Object({});\n'],
  ] as const)
    it(`are refused if one ${what}`, async () => {
      const path = file('hostcalls.js');
      const error = await tablesAsJson(path, text).catch((thrown: unknown) => thrown);
      expect(error).instanceOf(Error).property('message', `${path}: preview1Hostcalls cannot be had as JSON`);
    });
});
