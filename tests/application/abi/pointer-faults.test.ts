import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CaptureOutput, captureOutput } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import {
  ALL_RIGHTS,
  describe as describeHostcall,
  Errno,
  type HostcallName,
  hostcallNames,
  layoutOf,
  layouts,
  notInUnstable,
  type Param,
  PREVIEW1,
  paramKinds,
  resultKind,
  UNSTABLE,
} from '../../../domain/index.js';
import { mechanism } from '../../security/mechanisms.js';
import { ProxyGuest } from './proxy-guest.js';

const MEMORY = 65536;
const DIRECTORY_FD = 3;
const FILE_FD = 4;

/** Where good arguments point to. */
const PATH = 1024;
const IOVECS = 2048;
const BUFFER = 3072;
const RESULTS = 4096;
const SUBSCRIPTIONS = 8192;
const EVENTS = 12288;

/** A pointer argument: its position among the wasm parameters, and how many bytes the call will touch from there. */
interface Pointer {
  readonly name: string;
  readonly index: number;
  readonly size: number;
}

interface GoodCall {
  readonly args: (number | bigint)[];
  readonly pointers: Pointer[];
}

/** Arguments with which the call would do something if one of its pointers were not bad. */
function goodCall(name: HostcallName, proxy: ProxyGuest, module: string): GoodCall {
  const row = describeHostcall(name);
  const args: (number | bigint)[] = [];
  const pointers: Pointer[] = [];
  const point = (what: string, at: number, size: number) => {
    pointers.push({ name: what, index: args.length, size });
    args.push(at);
  };
  const [, pathLength] = proxy.text(PATH, /create|symlink/.test(name) ? 'new' : 'file');
  const [, newPathLength] = proxy.text(PATH + 100, 'new');
  proxy.iovecs(IOVECS, [BUFFER, 8]);
  proxy.bytes.fill(0, SUBSCRIPTIONS, SUBSCRIPTIONS + 64);
  const abi = module === UNSTABLE ? 'unstable' : 'preview1';
  const subscription = layoutOf('subscription', abi).size;

  const add = ({ name: param, kind }: Param) => {
    switch (paramKinds[kind].form) {
      case 'number':
        if (kind !== 'fd') args.push(0);
        else args.push(name.startsWith('path_') || /prestat|readdir/.test(name) ? DIRECTORY_FD : FILE_FD);
        break;
      case 'text':
        point(param, param === 'new_path' ? PATH + 100 : PATH, param === 'new_path' ? newPathLength : pathLength);
        args.push(param === 'new_path' ? newPathLength : pathLength);
        break;
      case 'buffers':
        point(param, IOVECS, 8);
        args.push(1);
        break;
      case 'span':
        point(param, BUFFER, 64);
        args.push(64);
        break;
      case 'subscriptions':
        point(param, SUBSCRIPTIONS, subscription);
        break;
      case 'events':
        point(param, EVENTS, layouts.event.size);
        break;
      case 'count':
        args.push(1);
        break;
      case 'rights':
        args.push(BigInt(ALL_RIGHTS & ~(3 << 28)));
        break;
      case 'integer':
      case 'time':
        args.push(0n);
        break;
      case 'flags':
        args.push(kind === 'oflags' ? 1 : 0);
        break;
      case 'enumeration':
        args.push(0);
    }
  };
  for (const param of row.params) add(param);
  row.results.forEach((result, index) => {
    const { form, struct, size: scalar = 0 } = resultKind(result.kind);
    // The two strings' pointers.
    const size = form === 'strings' ? 8 : struct === undefined ? scalar : layoutOf(struct, abi).size;
    point(result.name, RESULTS + index * 128, size);
    if (result.kind === 'strings') point(`${result.name}_buf`, RESULTS + 64, 'main.wasm\0x\0'.length);
  });
  return { args, pointers };
}

for (const [module, memory] of [
  [PREVIEW1, 'of its own'],
  [UNSTABLE, 'of its own'],
  [PREVIEW1, 'that threads share'],
] as const) {
  describe(`${mechanism(23)}, in ${module}, in a memory ${memory}`, () => {
    let scratch: string;
    let proxy: ProxyGuest;
    let stdout: CaptureOutput;

    before(async () => {
      scratch = mkdtempSync(join(tmpdir(), 'hostcall-'));
      writeFileSync(join(scratch, 'file'), 'content');
      stdout = captureOutput();
      const runtime = createRuntime(nodePorts());
      const options = { args: ['x'], env: { some: 'x', variables: 'y' }, preopens: { '/': scratch }, stdout };
      proxy =
        memory === 'of its own'
          ? await ProxyGuest.open(runtime, options, module)
          : await ProxyGuest.openShared(runtime, options);
      const [path, length] = proxy.text(PATH, 'file');
      const rights = BigInt(ALL_RIGHTS & ~(3 << 28));
      proxy.ok('path_open', DIRECTORY_FD, 0, path, length, 0, rights & ~(1n << 14n), 0n, 0, RESULTS);
      expect(proxy.view.getUint32(RESULTS, true)).to.equal(FILE_FD);
    });

    after(() => {
      proxy.close();
      rmSync(scratch, { recursive: true });
    });

    /** Everything a call could have had an effect on. */
    function world(): string {
      const files = readdirSync(scratch).map(name => [
        name,
        readFileSync(join(scratch, name), 'latin1'),
        statSync(join(scratch, name)).mtimeMs,
      ]);
      const descriptors = [...proxy.descriptors].map(([fd, d]) => [fd, d.label, d.offset, d.flags, d.rightsBase]);
      return JSON.stringify([files, descriptors, stdout.text]);
    }

    function expectFault(name: HostcallName, args: (number | bigint)[], what: string): void {
      const memoryBefore = proxy.bytes.slice();
      const worldBefore = world();
      expect(proxy.call(name, ...args), `${name}: ${what}`).to.equal(Errno.EFAULT);
      expect(Buffer.compare(proxy.bytes, memoryBefore), `${name}: ${what}: memory changed`).to.equal(0);
      expect(world(), `${name}: ${what}`).to.equal(worldBefore);
      expect(proxy.lines.at(-1), `${name}: ${what}`).to.match(new RegExp(`^${name}\\(.*-1 EFAULT \\(Bad address\\)$`));
    }

    for (const name of hostcallNames) {
      if (module === UNSTABLE && notInUnstable.includes(name)) continue;
      const row = describeHostcall(name);
      if (row.results.length === 0 && !row.params.some(({ kind }) => paramKinds[kind].pointsTo !== undefined)) continue;

      it(`${name}: each pointer at the end, one past, and beyond 2^31 is EFAULT without effect`, () => {
        const { args, pointers } = goodCall(name, proxy, module);
        expect(pointers).to.not.be.empty;
        for (const pointer of pointers) {
          for (const bad of [
            MEMORY - pointer.size + 1,
            MEMORY,
            MEMORY + 1,
            0x7fffffff,
            0x80000000,
            0xfffffff8,
            0xffffffff,
          ]) {
            const faulty = args.slice();
            faulty[pointer.index] = bad;
            expectFault(name, faulty, `${pointer.name} at 0x${bad.toString(16)}`);
          }
        }
      });
    }

    it('each buffer of a long table is looked at, and a bad one is EFAULT without effect', () => {
      const calls = ['fd_read', 'fd_write', 'fd_pread', 'fd_pwrite', 'sock_recv', 'sock_send'] as const;
      const count = 100;
      for (let bad = 0; bad < count; bad += bad < 12 ? 1 : 11) {
        const table = Array.from({ length: count }, (_, index) => [index === bad ? MEMORY - 7 : BUFFER, 8] as const);
        proxy.iovecs(SUBSCRIPTIONS, ...table);
        for (const name of calls) {
          const { args, pointers } = goodCall(name, proxy, module);
          const at = pointers[0]?.index ?? -1;
          proxy.iovecs(SUBSCRIPTIONS, ...table);
          expectFault(name, args.toSpliced(at, 2, SUBSCRIPTIONS, count), `buffer ${bad}`);
        }
      }
    });

    it('a length or a count that wraps around is EFAULT without effect', () => {
      for (const name of hostcallNames) {
        if (module === UNSTABLE && notInUnstable.includes(name)) continue;
        const { args, pointers } = goodCall(name, proxy, module);
        const { params } = describeHostcall(name);
        for (const param of params) {
          const pointer = pointers.find(p => p.name === param.name);
          if (pointer === undefined || paramKinds[param.kind].wasm.length < 2) continue;
          for (const length of [0x20000000, 0x40000001, 0x80000000, 0xffffffff]) {
            const faulty = args.slice();
            faulty[pointer.index + 1] = length;
            expectFault(name, faulty, `${param.name} of length 0x${length.toString(16)}`);
          }
        }
        if (name === 'poll_oneoff') {
          for (const count of [0x05555556, 0x08000001, 0x80000000, 0xffffffff]) {
            const faulty = args.slice();
            faulty[2] = count;
            expectFault(name, faulty, `${count} subscriptions`);
          }
        }
      }
    });

    it('a buffer that lies outside is EFAULT, also behind good ones, and nothing is read or written', () => {
      for (const name of ['fd_read', 'fd_pread', 'fd_write', 'fd_pwrite', 'sock_recv', 'sock_send'] as const) {
        const { args } = goodCall(name, proxy, module);
        for (const bad of [MEMORY - 7, MEMORY, 0x80000000, 0xffffffff]) {
          const [pointer, count] = proxy.iovecs(IOVECS, [BUFFER, 8], [BUFFER + 64, 0], [bad, 8]);
          expectFault(
            name,
            [args[0] as number, pointer, count, ...args.slice(3)],
            `third buffer at 0x${bad.toString(16)}`,
          );
        }
      }
    });
  });
}
