import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Errno } from '../../../../domain/index.js';
import { LINUX, mountNamespace, needing, PLAIN_USER, POSIX } from '../../../needs.js';
import { bin, errorLine, hostcall, PATIENCE, Scratch, trapLines } from '../command-line.js';
import * as programs from '../programs.js';

describe('hostcall run', () => {
  let scratch: Scratch;
  let argumentsProgram: string;
  let environmentProgram: string;
  let preopensProgram: string;
  let library: string;

  before(async () => {
    scratch = new Scratch();
    argumentsProgram = await scratch.module('arguments.wasm', programs.ARGUMENTS);
    environmentProgram = await scratch.module('environment.wasm', programs.ENVIRONMENT);
    preopensProgram = await scratch.module('preopens.wasm', programs.PREOPENS);
    library = await scratch.module('library.wasm', programs.LIBRARY);
  });
  after(() => scratch.remove());

  describe('exit status', () => {
    it('is the guest’s', async () => {
      const program = await scratch.module('exit7.wasm', programs.exiting(7));
      expect(hostcall(['run', program])).to.deep.equal({ status: 7, stdout: '', stderr: '' });
    });

    it('is 0 if the program just returns', async () => {
      const program = await scratch.module('empty.wasm', programs.EMPTY);
      expect(hostcall(['run', program])).to.deep.equal({ status: 0, stdout: '', stderr: '' });
    });

    needing(POSIX).it('keeps the lowest 8 bits, as the system does', async () => {
      const program = await scratch.module('exit263.wasm', programs.exiting(263));
      expect(hostcall(['run', program]).status).to.equal(7);
      const largest = await scratch.module('exit-1.wasm', programs.exiting(-1));
      expect(hostcall(['run', largest]).status).to.equal(255);
    });

    it('is 134 on a trap, whose text stands on stderr', async () => {
      const program = await scratch.module('trap.wasm', programs.writing('before\n', 1, 'unreachable'));
      const ended = hostcall(['run', program]);
      expect(ended.status).to.equal(134);
      expect(ended.stdout).to.equal('before\n');
      expect(trapLines(ended).line).to.equal(
        'the guest trapped: unreachable; `hostcall trace` shows what it did before',
      );
    });
  });

  describe('--require-race-free', () => {
    let program: string;
    before(async () => {
      program = await scratch.module('empty.wasm', programs.EMPTY);
    });

    it('is met on Linux, and refused where paths are checked', () => {
      const { status, stderr } = hostcall(['run', '--require-race-free', '--dir', scratch.path, program]);
      expect([status, stderr.includes('--require-race-free refuses')]).to.deep.equal(
        LINUX.met ? [0, false] : [2, true],
      );
      expect(hostcall(['run', '--require-race-free', '--mem', '/', program]).status).to.equal(0);
    });

    describe('on a platform that has no handles of directories', () => {
      /** As if this were macOS, whose primitives are Node's own. */
      const there = (...args: string[]) => {
        const preload = "data:text/javascript,Object.defineProperty(process, 'platform', { value: 'darwin' })";
        const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', preload, bin, ...args], {
          encoding: 'utf8',
          input: '',
          timeout: PATIENCE,
        });
        return { status, stdout, stderr };
      };

      it('is refused, with status 2', () => {
        const ended = there('run', '--require-race-free', '--dir', scratch.path, program);
        expect(ended.status).to.equal(2);
        expect(errorLine(ended)).to.match(
          /^another process .*, which --require-race-free refuses; run it on Linux, or/,
        );
      });

      it('left out, stderr says once that the sandbox is weaker', () => {
        const ended = there('run', '--dir', `${scratch.path}::/a`, '--overlay', `${scratch.path}::/b`, program);
        expect(ended.status).to.equal(0);
        expect(errorLine(ended)).to.equal(
          'another process that exchanges directories can lead the program out of its own here; use --require-race-free to refuse that',
        );
      });

      it('does not matter without directories of the host', () => {
        const nothing = { status: 0, stdout: '', stderr: '' };
        expect(there('run', program)).to.deep.equal(nothing);
        expect(there('run', '--require-race-free', '--mem', '/', program)).to.deep.equal(nothing);
        expect(there('run', '--host', 'memory', '--dir', scratch.path, program)).to.deep.equal(nothing);
      });
    });

    needing(mountNamespace()).describe('where /proc does not show the process', () => {
      /** Hides it in a mount namespace of its own. */
      const hidden = (...args: string[]) => {
        const { status, stdout, stderr } = spawnSync(
          'unshare',
          ['-rm', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh', process.execPath, bin, ...args],
          { encoding: 'utf8', input: '', timeout: PATIENCE },
        );
        return { status, stdout, stderr };
      };
      it('does not matter where the kernel’s own calls can be made', () => {
        for (const option of [[], ['--require-race-free']])
          expect(hidden('run', '--system', 'koffi', ...option, '--dir', scratch.path, program)).to.deep.equal({
            status: 0,
            stdout: '',
            stderr: '',
          });
      });

      it('is refused through fs, with status 2', () => {
        for (const place of ['--dir', '--overlay']) {
          const ended = hidden('run', '--system', 'fs', '--require-race-free', place, scratch.path, program);
          expect(ended.status).to.equal(2);
          expect(errorLine(ended)).to.match(/^another process .*, which --require-race-free refuses; mount \/proc/);
        }
      });

      it('left out, stderr says once of fs that the sandbox is weaker', () => {
        const ended = hidden(
          ...['run', '--system', 'fs', '--dir', `${scratch.path}::/a`, '--dir', `${scratch.path}::/b`, program],
        );
        expect(ended.status).to.equal(0);
        expect(errorLine(ended)).to.equal(
          'another process that exchanges directories can lead the program out of its own here; mount /proc, or use --require-race-free to refuse that',
        );
        expect(hidden('run', '--system', 'fs', '--dir', `${scratch.path}::/:ro`, program).stderr).to.match(
          /^hostcall: another process/,
        );
        expect(hidden('trace', '--system', 'fs', '--dir', scratch.path, program).stderr).to.match(
          /^hostcall: another process/,
        );
      });

      it('does not matter without directories of the host', () => {
        expect(hidden('run', '--require-race-free', '--mem', '/', program)).to.deep.equal({
          status: 0,
          stdout: '',
          stderr: '',
        });
        expect(hidden('run', '--host', 'memory', '--dir', scratch.path, program).stderr).to.equal('');
      });
    });
  });

  describe('arguments', () => {
    const seen = (args: readonly string[]) =>
      hostcall(['run', ...args])
        .stdout.split('\0')
        .slice(0, -1);

    it('go to the program from its name on, whatever they look like', () => {
      const args = [
        '--help',
        '-x',
        '--dir',
        '.',
        '--',
        '',
        ' ',
        'a b',
        '"',
        "'",
        '$HOME',
        'ü☃𝄞',
        '*',
        '\n',
        '--version',
      ];
      expect(seen([argumentsProgram, ...args])).to.deep.equal(['arguments.wasm', ...args]);
    });

    it('may follow a program whose name looks like an option, behind --', async () => {
      await scratch.module('-x.wasm', programs.ARGUMENTS);
      const { stdout } = hostcall(['run', '--', '-x.wasm', 'a'], { cwd: scratch.path });
      expect(stdout).to.equal('-x.wasm\0a\0');
    });

    it('have another name before them with --argv0', () => {
      expect(seen(['--argv0', 'ls', argumentsProgram, 'a'])).to.deep.equal(['ls', 'a']);
      expect(seen(['--argv0=', argumentsProgram])).to.deep.equal(['']);
    });
  });

  describe('--env', () => {
    const seen = (options: readonly string[]) =>
      hostcall(['run', ...options, environmentProgram], { env: { ...process.env, PASSED: 'p=q', HIDDEN: 'h' } })
        .stdout.split('\0')
        .slice(0, -1);

    it('sets a variable, or passes the host’s on; nothing else is there', () => {
      expect(seen([])).to.deep.equal([]);
      expect(
        seen(['--env', 'A=1', '--env', 'PASSED', '--env=B=', '--env', 'NOT_THERE', '--env', 'constructor']),
      ).to.deep.equal(['A=1', 'PASSED=p=q', 'B=']);
    });

    it('keeps odd characters', () => {
      expect(seen(['--env', 'ODD=ü \n"$x'])).to.deep.equal(['ODD=ü \n"$x']);
    });

    it('without a name is refused', () => {
      const ended = hostcall(['run', '--env', '=x', environmentProgram]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal("--env '=x' has no name; write --env NAME=VALUE");
    });
  });

  describe('--dir', () => {
    it('gives the program a directory under its own name or another', () => {
      mkdirSync(join(scratch.path, 'd'), { recursive: true });
      const seen = (...options: string[]) =>
        hostcall(['run', ...options, preopensProgram], { cwd: scratch.path })
          .stdout.split('\n')
          .slice(0, -1);
      expect(seen()).to.deep.equal([]);
      expect(seen('--dir', '.', '--dir', 'd::/data', '--dir=d')).to.deep.equal(['.', '/data', 'd']);
    });

    it('lets the program open what is in it', async () => {
      const opening = await scratch.module('opening.wasm', programs.OPENING);
      const directory = join(scratch.path, 'files');
      mkdirSync(directory);
      expect(hostcall(['run', '--dir', directory, opening]).status).to.equal(Errno.ENOENT);
      writeFileSync(join(directory, 'in.txt'), 'text');
      expect(hostcall(['run', '--dir', `${directory}::/`, opening]).status).to.equal(0);
      expect(hostcall(['run', opening]).status).to.equal(Errno.EBADF);
    });

    it('refuses what is no directory', () => {
      const missing = hostcall(['run', '--dir', 'missing::/x', preopensProgram], { cwd: scratch.path });
      expect(missing.status).to.equal(2);
      expect(errorLine(missing)).to.match(
        /^cannot open the directory "missing": it does not exist; create it, or name one that exists$/,
      );
      const file = hostcall(['run', '--dir', preopensProgram, preopensProgram]);
      expect(file.status).to.equal(2);
      expect(errorLine(file)).to.match(/it is not a directory; name a directory$/);
    });

    it('refuses two directories of one name', () => {
      const ended = hostcall(['run', '--dir', '/::/x', '--dir', '/tmp::/x', preopensProgram]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.match(
        /^two directories have the guest path '\/x'; give one of them another: HOST::GUEST$/,
      );
    });
  });

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

  describe('stdio', () => {
    it('is the host’s', async () => {
      const program = await scratch.module('stderr.wasm', programs.writing('to stderr', 2));
      expect(hostcall(['run', program])).to.deep.equal({ status: 0, stdout: '', stderr: 'to stderr' });
    });

    it('outlives a reader that has gone away', async () => {
      const program = await scratch.module('writing.wasm', programs.writing('hello\n', 1));
      const child = spawn(process.execPath, [bin, 'run', program], { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.destroy();
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', text => {
        stderr += text;
      });
      const [status] = await once(child, 'close');
      expect(stderr).to.equal('');
      expect(status).to.equal(0);
    });
  });

  describe('what cannot be run', () => {
    const refused = (...args: string[]) => {
      const ended = hostcall(['run', ...args], { cwd: scratch.path });
      expect(ended.stdout).to.equal('');
      expect(ended.status, ended.stderr).to.equal(2);
      return errorLine(ended);
    };

    it('is a file that is not there, or a directory', () => {
      expect(refused('missing.wasm')).to.equal('missing.wasm: no such file; check the path of the program');
      expect(refused('arguments.wasm/x')).to.equal('arguments.wasm/x: no such file; check the path of the program');
      expect(refused('.')).to.equal('.: is a directory; name the .wasm file in it');
    });

    needing(PLAIN_USER).it('is a file that may not be read', () => {
      // Everything is readable to root.
      chmodSync(scratch.file('secret.wasm', ''), 0);
      expect(refused('secret.wasm')).to.equal('secret.wasm: permission denied; make the file readable');
    });

    it('is a file that is something else', () => {
      scratch.file('component.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0));
      expect(refused('component.wasm')).to.match(/^component.wasm is a component .*; build it for preview1,/);
      scratch.file('next.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0));
      expect(refused('next.wasm')).to.match(/binary version that hostcall does not know; build it as a core module/);
      scratch.file('text.wat', ';; text\n  (module)');
      expect(refused('text.wat')).to.equal(
        'text.wat is WebAssembly text; assemble it first, for instance with `wat2wasm`',
      );
      scratch.file('empty', '');
      expect(refused('empty')).to.equal('empty is empty; build it again');
      scratch.file('script.js', 'alert(1)');
      expect(refused('script.js')).to.equal('script.js is not a WebAssembly module; name a .wasm file');
    });

    it('is a module that the engine refuses', () => {
      scratch.file('broken.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1));
      expect(refused('broken.wasm')).to.match(/^broken.wasm is not valid WebAssembly: .*; build it again$/);
    });

    it('is a module that imports a hostcall with another signature', async () => {
      const program = await scratch.module(
        'signature.wasm',
        `(module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i64)))
          (memory (export "memory") 1)
          (func (export "_start") call $yield drop))`,
      );
      const ended = hostcall(['run', program]);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.equal(
        `${program} imports 'sched_yield' from 'wasi_snapshot_preview1' with a wrong signature: imported as () -> i64, but it is () -> i32; build it again, against a current WASI libc`,
      );
    });

    it('is a module that imports what nobody provides', async () => {
      await scratch.module('demanding.wasm', programs.DEMANDING);
      expect(refused('demanding.wasm')).to.equal(
        "demanding.wasm imports the function 'callback' from 'env', which hostcall does not provide (and 1 more); see `hostcall check demanding.wasm`",
      );
    });
  });

  it('without a program says so', () => {
    const ended = hostcall(['run']);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal("missing required argument 'prog.wasm'; see `hostcall run --help`");
  });

  it('takes options before the program only, and knows them all', () => {
    const ended = hostcall(['run', '--dri', '.', argumentsProgram]);
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.equal("unknown option '--dri'; did you mean --dir? See `hostcall run --help`");
    const lacking = hostcall(['run', '--dir']);
    expect(lacking.status).to.equal(2);
    expect(errorLine(lacking)).to.match(
      /^option '--dir HOST\[::GUEST\]\[:ro\]' lacks its argument; see `hostcall run --help`$/,
    );
  });

  it('shows where an error comes from with --debug, before the command or behind it', () => {
    for (const args of [
      ['--debug', 'run', 'missing.wasm'],
      ['run', '--debug', 'missing.wasm'],
    ]) {
      const { status, stderr } = hostcall(args, { cwd: scratch.path });
      expect(status).to.equal(2);
      expect(stderr).to.match(/^hostcall: missing.wasm: no such file;.*\nCommandLineError: .*\n +at /);
      expect(stderr).to.contain('ENOENT');
    }
  });

  needing(POSIX).it('says that the host is out of descriptors', () => {
    // A preopen may cost a descriptor, and the file of the program does.
    const limited = (limit: number, ...args: string[]) => {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `ulimit -n ${limit} && exec "$@"`, 'sh', process.execPath, bin, 'run', ...args, preopensProgram],
        { encoding: 'utf8', cwd: scratch.path },
      );
      return { status, stderr };
    };
    const directories = Array.from({ length: 100 }, (_, i) => ['--dir', `.::/${i}`]).flat();
    expect(limited(100, ...directories)).to.deep.include({ status: 2 });
    expect(limited(100, ...directories).stderr).to.match(
      /^hostcall: cannot open the directory "\.": the host is out of file descriptors; close some, or raise the limit/,
    );
    expect(limited(1000, ...directories)).to.deep.equal({ status: 0, stderr: '' });
  });
});
