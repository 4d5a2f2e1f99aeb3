import { expect } from 'chai';
import { withImports } from '../../../application/lessons/index.js';

const address = (name: string) => (name === 'hostcall/none' ? undefined : `file:///${name.replace('/', '-')}.js`);

describe('withImports()', () => {
  it('replaces entry points by addresses', () => {
    expect(
      withImports(
        `import { a } from 'hostcall';\nimport "hostcall/memory";\nexport * from 'hostcall/node';\nawait import('hostcall/ports');`,
        address,
      ),
    ).to.equal(
      `import { a } from 'file:///hostcall.js';\nimport "file:///hostcall-memory.js";\nexport * from 'file:///hostcall-node.js';\nawait import('file:///hostcall-ports.js');`,
    );
  });

  it('leaves everything else unchanged', () => {
    const source = `import fs from 'node:fs';\nimport x from 'hostcall/none';\nimport y from './hostcall';\nconst text = 'hostcall';`;
    expect(withImports(source, address)).to.equal(source);
  });
});
