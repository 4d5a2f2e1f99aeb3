import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { awaitDescriptor } from '../../../adapters/node/await-descriptor.js';
import { LINUX, needing } from '../../needs.js';
import { makePipe } from './scratch.js';

const MILLISECOND = 1e6;

needing(LINUX).describe('node: a wait in the kernel for a descriptor', () => {
  let place: string;
  let reader: number;
  let writer: number;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    const path = join(place, 'pipe');
    makePipe(path);
    reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    writer = openSync(path, constants.O_WRONLY);
  });
  afterEach(() => {
    closeSync(reader);
    closeSync(writer);
    rmSync(place, { recursive: true });
  });

  it('ends when the descriptor is ready, or the time has come', () => {
    expect(awaitDescriptor({ fd: reader, writing: false }, 2 * MILLISECOND)).to.equal(true);
    expect(awaitDescriptor({ fd: writer, writing: true }, Number.POSITIVE_INFINITY)).to.equal(true);
    writeSync(writer, 'x');
    for (let round = 0; round < 2; round++)
      expect(awaitDescriptor({ fd: reader, writing: false }, Number.POSITIVE_INFINITY)).to.equal(true);
  });

  it('makes a program of node:wasi once for a descriptor that is waited for again', () => {
    const { prototype } = process.getBuiltinModule('node:wasi').WASI;
    const { initialize } = prototype;
    let made = 0;
    prototype.initialize = function (instance) {
      made++;
      return initialize.call(this, instance);
    };
    // More than are kept.
    const many = Array.from({ length: 17 }, () => openSync(join(place, 'pipe'), constants.O_WRONLY));
    const [first, second] = many as [number, number];
    try {
      for (const fd of [...many, first, second, first])
        expect(awaitDescriptor({ fd, writing: true }, MILLISECOND)).to.equal(true);
      made = 0;
      for (const fd of [second, first]) expect(awaitDescriptor({ fd, writing: true }, MILLISECOND)).to.equal(true);
      expect(made).to.equal(0);
    } finally {
      prototype.initialize = initialize;
      for (const fd of many) closeSync(fd);
    }
  });

  it('cannot be for what is not open, nor where the descriptor has been closed since', () => {
    expect(awaitDescriptor({ fd: 987_654, writing: false }, MILLISECOND)).to.equal(false);
    const other = openSync('/dev/null', 'r');
    closeSync(other);
    expect(awaitDescriptor({ fd: other, writing: false }, MILLISECOND)).to.equal(false);
  });
});
