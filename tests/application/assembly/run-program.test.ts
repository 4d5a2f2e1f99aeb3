import { expect } from 'chai';
import {
  captureOutput,
  deterministicPorts,
  memoryDirectory,
  snapshot,
  textInput,
} from '../../../adapters/memory/index.js';
import { runProgram } from '../../../application/assembly/index.js';
import { ConfigurationError, GuestTrap } from '../../../application/errors.js';
import type { Ports } from '../../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { buildWat } from '../../guests/build-wat.js';

const ports = () => deterministicPorts(1, '2026-01-01');

describe('runProgram', () => {
  it('runs a program to its end, with all its inputs', async function () {
    this.timeout(BUILD_TIMEOUT);
    const directory = memoryDirectory({ 'in.txt': 'buy milk', 'old.txt': '' });
    const stdout = captureOutput();
    const outcome = await runProgram(ports(), await buildC('errand'), {
      args: ['greetings', '3600000'],
      env: { PLACE: 'memory' },
      preopens: { '/': directory },
      stdin: textInput('Ann\n'),
      stdout,
    });
    expect(outcome).to.deep.equal({ exitCode: 7 });
    expect(stdout.text).to.equal('Who? greetings, Ann in memory\ndone');
    expect([...snapshot(directory).keys()]).to.deep.equal([
      'in.txt',
      'out',
      'out/capitals.txt',
      'out/link',
      'out/random',
      'out/times',
    ]);
  });

  it('initialises a reactor, and throws the trap of a program', async () => {
    const memory = '(memory (export "memory") 1)';
    expect(await runProgram(ports(), await buildWat(`(module ${memory} (func (export "_initialize")))`))).to.deep.equal(
      {
        exitCode: 0,
      },
    );
    const trapping = await buildWat(`(module ${memory} (func (export "_start") unreachable))`);
    const error = await runProgram(ports(), trapping).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(GuestTrap).with.property('text', 'unreachable');
  });

  it('closes what the program has left open', async () => {
    let closed = 0;
    const stdout = Object.assign(captureOutput(), {
      close() {
        closed++;
      },
    });
    await runProgram(ports(), await buildWat('(module (memory (export "memory") 1) (func (export "_start")))'), {
      stdout,
    });
    expect(closed).to.equal(1);
  });

  it('refuses what cannot be run, and ports that are not complete', async () => {
    const messages = [
      [ports(), 'prog.wasm', 'the program is not a WebAssembly module but String'],
      [{ ...ports(), random: undefined }, new Uint8Array(), 'missing port "random"'],
      [undefined, new Uint8Array(), 'the ports are undefined; give an object of them'],
    ] as const;
    for (const [given, wasm, message] of messages) {
      const error = await runProgram(given as Ports, wasm as Uint8Array).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as Error).message).to.include(message);
    }
  });
});
