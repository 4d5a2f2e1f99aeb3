import { join } from 'node:path';
import { expect } from 'chai';
import { withoutDetours } from '../../tools/direct-imports.js';
import { callForBuiltins } from '../../tools/node-builtins.js';
import { Scratch } from '../adapters/cli/command-line.js';

describe('the modules of a bundle', () => {
  let scratch: Scratch;
  before(() => {
    scratch = new Scratch();
    scratch.file('index.js', "export { a, b as c } from './own.js';\nexport * from './all.js';\n");
    scratch.file('own.js', "export const a = 1;\nexport { b } from './deeper.js';\n");
    scratch.file('deeper.js', 'export class b {}\n');
    scratch.file('all.js', 'export async function d() {}\nexport function* e() {}\n');
  });
  after(() => scratch.remove());

  for (const [written, direct] of [
    ["import { a } from './index.js';", "import { a } from './own.js';"],
    ["import { c, d, } from './index.js';", "import { b as c } from './deeper.js'; import { d } from './all.js';"],
    ["import { c as x, e } from './index.js';", "import { b as x } from './deeper.js'; import { e } from './all.js';"],
    ["export { a as z } from './index.js';", "export { a as z } from './own.js';"],
    ["import { unknown } from './index.js';", "import { unknown } from './index.js';"],
    ["import { a } from 'package';", "import { a } from 'package';"],
    ["import * as all from './index.js';", "import * as all from './index.js';"],
  ] as const)
    it(`import from the declaring module: ${written}`, () => {
      expect(withoutDetours(join(scratch.path, 'user.js'), `${written}\n`)).to.equal(`${direct}\n`);
    });

  it('load Node’s own modules by a call', () => {
    const text =
      "import * as fs from 'node:fs';\nimport { inspect, format } from 'node:util';\nimport { a } from './a.js';\n";
    expect(callForBuiltins(text)).to.equal(
      "const fs = process.getBuiltinModule('node:fs');\nconst { inspect, format } = process.getBuiltinModule('node:util');\nimport { a } from './a.js';\n",
    );
  });
});
