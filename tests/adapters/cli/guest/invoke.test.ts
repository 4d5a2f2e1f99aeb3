import { expect } from 'chai';
import { errorLine, hostcall, Scratch } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;
  let library: string;

  before(async () => {
    scratch = new Scratch();
    library = await scratch.module('library.wasm', programs.LIBRARY);
  });
  after(() => scratch.remove());

  describe('--invoke', () => {
    const invoked = (...args: string[]) => hostcall(['run', '--invoke', ...args]);
    const printed = (...args: string[]) => {
      const ended = invoked(...args);
      expect(ended.stderr).to.equal('');
      expect(ended.status).to.equal(0);
      return ended.stdout;
    };

    it('calls a function, prints what it returns, a line each', () => {
      expect(printed('add', library, '2', '3')).to.equal('5\n');
      expect(printed('add', library, '-1', '0')).to.equal('-1\n');
      expect(printed('negate', library, '9007199254740993')).to.equal('-9007199254740993\n');
      expect(printed('half', library, '0.2')).to.equal('0.1\n');
      expect(printed('same', library, '-inf')).to.equal('-inf\n');
      expect(printed('swap', library, '1', '2')).to.equal('2\n1\n');
      expect(printed('nothing', library)).to.equal('');
    });

    it('initialises the module first', () => {
      expect(printed('ready', library)).to.equal('1\n');
    });

    it('ends with the exit code if the function exits, and with 134 if it traps', () => {
      expect(invoked('quit', library, '9')).to.deep.equal({ status: 9, stdout: '', stderr: '' });
      expect(invoked('trap', library).status).to.equal(134);
    });

    it('says what is wrong with the call', () => {
      const line = (...args: string[]) => {
        const ended = invoked(...args);
        expect(ended.status).to.equal(2);
        return errorLine(ended);
      };
      expect(line('missing', library)).to.match(
        /does not export a function 'missing'; it exports _initialize, ready, add,/,
      );
      expect(line('add', library, '1')).to.equal(
        "'add' takes 2 arguments, and 1 was given; its parameters are (i32, i32)",
      );
      expect(line('add', library, '1', 'x')).to.equal(
        "invalid i32 'x' for 'add'; write an integer, such as 42 or 0x2a",
      );
    });
  });
});
