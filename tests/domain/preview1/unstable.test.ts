import { expect } from 'chai';
import { hostcallNames, notInUnstable, PREVIEW1, UNSTABLE, Whence, whenceFromUnstable } from '../../../domain/index.js';

describe('wasi_unstable', () => {
  it('and preview1 are imported by these names', () => {
    expect([PREVIEW1, UNSTABLE]).eql(['wasi_snapshot_preview1', 'wasi_unstable']);
  });

  it('numbers whence from CUR', () => {
    const [cur, end, set] = [0, 1, 2];
    expect(whenceFromUnstable[cur]).equal(Whence.CUR);
    expect(whenceFromUnstable[end]).equal(Whence.END);
    expect(whenceFromUnstable[set]).equal(Whence.SET);
    expect(whenceFromUnstable).lengthOf(3);
  });

  it('has 45 hostcalls: all but sock_accept', () => {
    expect(notInUnstable).eql(['sock_accept']);
    expect(hostcallNames.filter(name => !notInUnstable.includes(name))).lengthOf(45);
  });
});
