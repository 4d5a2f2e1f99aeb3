import { expect } from 'chai';
import { type Block, explanation, reference } from '../../../application/reference/index.js';
import { describe as describeCall, hostcallNames } from '../../../domain/index.js';

describe('reference', () => {
  const pages = reference();

  /** The text of a page below one of its headings. */
  function below(page: string, heading: string): readonly Block[] {
    const blocks = pages.get(page)?.blocks ?? [];
    const start = blocks.findIndex(block => block.kind === 'heading' && block.text === heading);
    const end = blocks.findIndex((block, index) => index > start && block.kind === 'heading');
    return blocks.slice(start + 1, end < 0 ? undefined : end);
  }

  it('has the explanation of a hostcall', () => {
    for (const name of hostcallNames) {
      const { blocks } = explanation({ kind: 'hostcall', name });
      expect(blocks.length, name).to.be.above(2);
      expect(below(describeCall(name).family, name).slice(0, blocks.length), name).to.deep.equal(blocks);
    }
  });

  it('has the explanation of wasi_unstable', () => {
    expect(explanation({ kind: 'module', name: 'wasi_unstable' })).to.deep.equal(pages.get('unstable'));
  });

  it('begins with the page that links to the others', () => {
    expect([...pages.keys()][0]).to.equal('index');
  });
});
