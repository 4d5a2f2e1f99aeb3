import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildWat } from '../guests/build-wat.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { root } from './pages.js';

const readme = readFileSync(`${root}README.md`, 'utf8');
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };

/** Opens `notes.txt`, reads it and writes it to standard output. */
const COPY_NOTES = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "notes.txt")
  (data (i32.const 32) "\\00\\01\\00\\00\\40\\00\\00\\00")
  (func (export "_start")
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 9) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))
    (drop (call $fd_read (i32.load (i32.const 16)) (i32.const 32) (i32.const 1) (i32.const 36)))
    (drop (call $fd_write (i32.const 1) (i32.const 32) (i32.const 1) (i32.const 48)))))`;

describe('the README', () => {
  it('has an example that runs as it says, in 15 lines at most', async () => {
    const example = /```js\n(.*?)```/s.exec(readme)?.[1] as string;
    expect(example.trimEnd().split('\n').length).to.be.at.most(15);
    const script = `${root}dist/tests/docs/readme-example.mjs`;
    writeFileSync(script, example);
    const { preopen, dispose } = createScratchDirectory({ 'work/notes.txt': 'buy milk\n' });
    try {
      mkdirSync(join(preopen, 'fonts'));
      writeFileSync(join(preopen, 'program.wasm'), await buildWat(COPY_NOTES));
      const { stdout, stderr, status } = spawnSync(process.execPath, [script], { cwd: preopen, encoding: 'utf8' });
      expect(stdout).to.equal('buy milk\nit ended with 0\n');
      expect(stderr).to.match(/^path_open\(3<\/>, 0, "notes\.txt", .*\) += 5<\/notes\.txt>$/m);
      expect(stderr).to.match(/^fd_write\(1<stdout>, \[\{buf="buy milk\\n", buf_len=9\}\], 1\) += 9$/m);
      expect(status).to.equal(0);
    } finally {
      dispose();
    }
  });

  it('shows lines that occur in the trace of the demo', function () {
    this.timeout(240_000);
    const [, command] = (scripts.demo as string).split(' && ') as [string, string];
    const [node, ...words] = command.split(' ');
    expect(node).to.equal('node');
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    expect(stdout).to.include('console.log(greet("WASI"))');
    const picture = /```\n(path_open.*?)```/s.exec(readme)?.[1] as string;
    // Times, addresses and how the host spells `.` differ from run to run.
    const settled = (text: string) =>
      text.replace(/ <\d+\.\d+>$/gm, '').replace(/0x[0-9a-f]+ \/\* \d+ entries \*\//g, 'ENTRIES');
    const traced = settled(stderr).split('\n');
    for (const line of settled(picture).trimEnd().split('\n')) expect(traced).to.include(line);
  });

  it('names the test command that .ci/run runs, and scripts that exist', () => {
    const commands = [...readme.matchAll(/^npm ci && npm (?:run )?(\w+)$/gm)];
    expect(commands.map(([, script]) => script)).to.deep.equal(['demo', 'test']);
    for (const [, script] of commands) expect(scripts).to.have.property(script as string);
    expect(readFileSync(`${root}.ci/run`, 'utf8')).to.include(`'${commands[1]?.[0]}'`);
  });

  it('lists the commands that the command line has', () => {
    const help = execFileSync(process.execPath, [`${root}dist/bin/hostcall.js`, '--help'], { encoding: 'utf8' });
    const shown = new Set([...readme.matchAll(/^hostcall (\w+) /gm)].map(([, command]) => command as string));
    const listed = [...help.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, command]) => command);
    expect([...shown].sort()).to.deep.equal(listed.filter(command => command !== 'help').sort());
    expect(shown).to.include('run');
  });
});
