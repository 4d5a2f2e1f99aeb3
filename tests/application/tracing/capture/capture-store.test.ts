import { expect } from 'chai';
import { CaptureStore, findPart } from '../../../../application/tracing/capture/capture-store.js';

describe('A store of captured bytes', () => {
  it('continues past 2^31 bytes', () => {
    const store = new CaptureStore();
    // Untouched memory takes no space.
    store.reserve(2 ** 31 + 1000);
    const start = store.used + 4;
    store.close(start, start + 2 ** 31 + 5);
    expect(store.used).to.equal(start + 2 ** 31 + 8);
    store.number(7);
    const second = findPart(store.chunk, 0, 1);
    expect(second).to.equal(start + 2 ** 31 + 12);
    expect(store.chunk.view.getUint32(second, true)).to.equal(7);
  });
});
