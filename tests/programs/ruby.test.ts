import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RubyVM } from '@ruby/wasm-wasi';
import { expect } from 'chai';
import { WASI } from '../../adapters/wasi/index.js';
import type { HostcallName } from '../../domain/index.js';
import { folderWith } from './folder.js';
import { rubyWasm } from './packages.js';
import { engine } from './web-assembly.js';

const SCRIPT = `
puts (1..25).reduce(:*)
puts File.readlines("/data/in.txt", chomp: true).map(&:capitalize).join(",")
puts ENV.fetch("GREETING")
puts Dir.children("/data").sort.inspect
File.open("/data/out.bin", "wb") { |file| 256.times { |byte| file.putc byte }; file.seek(10); file.write("HERE") }
puts File.size("/data/out.bin")
Dir.mkdir("/data/new")
File.rename("/data/out.bin", "/data/new/renamed.bin")
begin
  File.read("/data/missing")
rescue => error
  puts error.class
end
begin
  File.read("/data/../../etc/passwd")
rescue => error
  puts error.class
end
started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
sleep 0.02
puts Process.clock_gettime(Process::CLOCK_MONOTONIC) - started >= 0.02
puts Random.urandom(16).bytesize
$stdout.flush
warn "done"
{ list: [1, 2.5, "three"], at: Time.at(0).utc.year }.inspect
`;

/** A Ruby that runs, with a folder of its own: `data` is the guest's `/data`, `stdout` and `stderr` are files. */
interface Ruby {
  readonly vm: RubyVM;
  readonly wasi: WASI;
  read(path: string): Buffer;
  dispose(): void;
}

/** Starts Ruby as programs written for node:wasi do; only the class is another. */
async function openRuby(files: Readonly<Record<string, string>>, watch?: (wasi: WASI) => void): Promise<Ruby> {
  const folder = folderWith({ ...files, 'data/': '' });
  const stdout = openSync(join(folder, 'stdout'), 'w');
  const stderr = openSync(join(folder, 'stderr'), 'w');
  const wasi = new WASI({
    version: 'preview1',
    args: ['ruby.wasm'],
    env: { GREETING: 'grüße' },
    preopens: { '/data': join(folder, 'data') },
    stdout,
    stderr,
  });
  watch?.(wasi);
  const module = await engine.compile(readFileSync(rubyWasm));
  const { vm } = await RubyVM.instantiateModule({ module: module as never, wasip1: wasi });
  return {
    vm,
    wasi,
    read: path => readFileSync(join(folder, path)),
    dispose() {
      wasi.close();
      closeSync(stdout);
      closeSync(stderr);
      rmSync(folder, { recursive: true });
    },
  };
}

describe('Ruby, by a package that takes a WASI object', () => {
  it('computes, prints, and uses files of a preopened directory', async () => {
    const called = new Set<HostcallName>();
    const ruby = await openRuby({ 'data/in.txt': 'one\ntwo\nthree\n' }, wasi => {
      wasi.hostcalls$.subscribe(({ name }) => called.add(name));
    });
    try {
      expect(ruby.vm.eval(SCRIPT).toString()).to.equal('{list: [1, 2.5, "three"], at: 1970}');
      expect(ruby.read('stderr').toString()).to.equal('done\n');
      expect(ruby.read('stdout').toString().split('\n')).to.deep.equal([
        '15511210043330985984000000',
        'One,Two,Three',
        'grüße',
        '["in.txt"]',
        '256',
        'Errno::ENOENT',
        'Errno::ENOTCAPABLE',
        'true',
        '16',
        '',
      ]);
      const expected = Buffer.from(Uint8Array.from({ length: 256 }, (_, n) => n));
      expected.write('HERE', 10);
      expect(ruby.read('data/new/renamed.bin').equals(expected)).to.equal(true);
    } finally {
      ruby.dispose();
    }
    expect([...called]).to.include.members(['path_open', 'fd_read', 'fd_readdir', 'path_rename', 'poll_oneoff']);
  });

  it('raises the exceptions of a script', async () => {
    const { vm, dispose } = await openRuby({});
    try {
      expect(() => vm.eval('raise ArgumentError, "two words"')).to.throw('two words (ArgumentError)');
      expect(vm.eval('1 + 1').toString()).to.equal('2');
    } finally {
      dispose();
    }
  });
});
