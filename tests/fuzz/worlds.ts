import { join } from 'node:path';
import { captureOutput, memoryDirectory, textInput } from '../../adapters/memory/index.js';
import { NodeFileSystem, nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { snapshot } from '../../application/composition/index.js';
import { GuestExit, GuestTrap } from '../../application/errors.js';
import type { Instance } from '../../application/runtime/index.js';
import {
  type Directory,
  describe as describeHostcall,
  type Engine,
  errnoName,
  errnosOf,
  type FileSystem,
  Filetype,
  type HostcallName,
  layouts,
  type Ports,
} from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { descriptorsBelow } from '../guests/host-descriptors.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { Grounds, inodesIn } from '../security/grounds.js';
import { type FuzzCall, rawArguments } from './calls.js';
import { DescriptorModel } from './descriptor-model.js';
import { changedOutside, mayWrite } from './may-write.js';

const up = '../../..';
/** Links in the directory of a guest: within it, out of it, to themselves, and to nothing. */
export const links = {
  link: 'own.txt',
  out: `${up}/outside/dir`,
  over: `${up}/outside/none/`,
  up: '..',
  dot: '.',
  loop: 'loop/x',
  abs: '/etc',
  leak: `${up}/outside/file`,
};

/** A guest on one file system, at one step of a sequence. */
interface Player {
  readonly name: string;
  readonly instance: Instance;
  readonly stdout: ReturnType<typeof captureOutput>;
  readonly model: DescriptorModel;
  readonly bytes: Uint8Array;
  /** Whether something was removed or renamed. */
  displaced: boolean;
}

/** Calls after which something may no longer be where it was opened. */
const DISPLACING: ReadonlySet<HostcallName> = new Set(['path_rename', 'path_unlink_file', 'path_remove_directory']);

/** The result of a call on one file system. */
interface Told {
  readonly answer: string;
  readonly ended: boolean;
}

/** Plays the same calls on every file system, and compares. */
export class Worlds {
  /** How many hostcalls were made. */
  hostcalls = 0;
  /** How many of them succeeded. */
  succeeded = 0;
  readonly #grounds: ReadonlyMap<string, Grounds>;
  readonly #fileSystems: ReadonlyMap<string, FileSystem>;
  readonly #outside: ReadonlyMap<string, ReadonlySet<bigint>>;
  readonly #engine: Engine;
  readonly #module: object;

  private constructor(engine: Engine, module: object) {
    this.#engine = engine;
    this.#module = module;
    this.#grounds = new Map(hostFileSystems.map(({ name }) => [name, new Grounds()]));
    this.#fileSystems = new Map(hostFileSystems.map(({ name, create }) => [name, create()]));
    this.#outside = new Map(
      [...this.#grounds].map(([name, { base }]) => [name, new Set(inodesIn(join(base, 'outside')))]),
    );
  }

  static async open(): Promise<Worlds> {
    const { engine } = nodePorts();
    const runtime = createRuntime({ ...nodePorts(), engine });
    return new Worlds(engine, await runtime.compile(await proxyModule()));
  }

  dispose(): void {
    for (const grounds of this.#grounds.values()) grounds.dispose();
  }

  /**
   * Makes the same calls on every file system.
   * @throws Error that says what is wrong, and in which call
   */
  async play(calls: readonly FuzzCall[]): Promise<void> {
    const players = await this.#players();
    const done: string[] = [];
    try {
      for (const call of calls) {
        const args = rawArguments(call.args, (players[0] as Player).instance);
        done.push(
          `${call.name}(${args.join(', ')})${call.patches.map(patch => ` ${patch.at}: ${textOf(patch.bytes)}`).join(';')}`,
        );
        const told = players.map(player => this.#make(player, call, args));
        if (players.some((player, index) => isLimitOfPaths(player, call.name, args, told[index] as Told))) break;
        this.#compare(players, told, call.name, args);
        if (told.some(({ ended }) => ended)) break;
      }
      this.#lookAround(players);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n  ${done.slice(-40).join('\n  ')}`, { cause: error });
    } finally {
      for (const { instance } of players) instance.close();
    }
    for (const [name, { base }] of this.#grounds) {
      const left = descriptorsBelow(base);
      if (left.length > 0) throw new Error(`${name} left descriptors open: ${left}`);
    }
  }

  async #players(): Promise<Player[]> {
    const directories: [string, Directory][] = [];
    for (const [name, grounds] of this.#grounds) {
      grounds.build(links);
      const opened = (this.#fileSystems.get(name) as FileSystem).openPreopen(grounds.inside);
      if (typeof opened === 'number') throw new Error(`${name} cannot open its directory: ${errnoName(-opened)}`);
      directories.push([name, opened]);
    }
    const [first] = this.#grounds.values();
    const like = new NodeFileSystem().openPreopen((first as Grounds).inside) as Directory;
    directories.unshift(['memory', memoryDirectory(snapshot(like))]);
    like.close();
    return Promise.all(
      directories.map(async ([name, directory]) => {
        const stdout = captureOutput();
        const runtime = createRuntime({ ...nodePorts(), ...calm(), engine: this.#engine });
        const instance = await runtime.instantiate(this.#module, {
          args: ['x'],
          env: { A: 'b' },
          preopens: { '/': directory },
          stdin: textInput('typed'),
          stdout,
          stderr: captureOutput(),
          limits: { descriptors: 60 },
        });
        instance.initialize();
        const bytes = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
        return { name, instance, stdout, bytes, model: new DescriptorModel([0, 1, 2, 3]), displaced: false };
      }),
    );
  }

  #make(player: Player, call: FuzzCall, args: (number | bigint)[]): Told {
    const { name, instance, bytes, model } = player;
    for (const { at, bytes: patch } of call.patches) bytes.set(patch, at);
    const view = new DataView(bytes.buffer);
    const windows = mayWrite(call.name, args, view);
    const before = bytes.slice();
    this.hostcalls++;
    let errno: unknown;
    try {
      errno = instance.invoke(call.name, ...args);
    } catch (thrown) {
      const ends = describeHostcall(call.name).family === 'proc';
      if (ends && (thrown instanceof GuestExit || thrown instanceof GuestTrap)) return { answer: 'ended', ended: true };
      throw new Error(`${name}: ${call.name} threw ${(thrown as Error).stack}`, { cause: thrown });
    }
    if (typeof errno !== 'number') throw new Error(`${name}: ${call.name} gave ${errno}`);
    const answer = errnoName(errno);
    if (errno !== 0 && !(errnosOf(call.name) as string[]).includes(answer))
      throw new Error(`${name}: ${call.name} gave ${answer}, which is not in the table`);
    const changed = changedOutside(before, bytes, errno === 0 ? windows : []);
    // What fails may have filled buffers, but nothing else.
    if (changed !== undefined && (errno === 0 || changedOutside(before, bytes, windows) !== undefined))
      throw new Error(`${name}: ${call.name} (${answer}) has changed byte ${changed}`);
    if (errno === 0) {
      this.succeeded++;
      player.displaced ||= DISPLACING.has(call.name);
      const result = Number(args.at(-1)) >>> 0;
      const wrong = model.follow(call.name, args, result + 4 <= bytes.length ? view.getUint32(result, true) : -1);
      if (wrong !== undefined) throw new Error(`${name}: ${wrong}`);
    }
    const open = [...instance.descriptors].map(([fd]) => fd).sort((one, other) => one - other);
    if (open.join() !== model.open.join())
      throw new Error(`${name}: open are ${open}, and should be ${model.open}, after ${call.name} (${answer})`);
    return { answer, ended: false };
  }

  /** The same errnos, and the same bytes but for what file systems may decide by themselves. */
  #compare(
    players: readonly Player[],
    told: readonly Told[],
    name: HostcallName,
    args: readonly (number | bigint)[],
  ): void {
    for (const [index, { answer }] of told.entries()) {
      const [first] = told as [Told];
      if (answer !== first.answer)
        throw new Error(`${name} is ${first.answer} on ${players[0]?.name}, and ${answer} on ${players[index]?.name}`);
    }
    for (const { bytes } of players) concealOwn(bytes, name, args);
    const [first, ...others] = players as [Player, ...Player[]];
    for (const other of others) {
      if (Buffer.compare(first.bytes, other.bytes) === 0) continue;
      const at = first.bytes.findIndex((byte, index) => byte !== other.bytes[index]);
      throw new Error(
        `${name} (${told[0]?.answer}): byte ${at} is ${first.bytes[at]} on ${first.name}, and ${other.bytes[at]} on ${other.name}`,
      );
    }
  }

  /** The output, and whether anything outside was reached. */
  #lookAround(players: readonly Player[]): void {
    const texts = new Set(players.map(({ stdout }) => stdout.text));
    if (texts.size > 1) throw new Error(`what was written differs: ${[...texts].map(text => JSON.stringify(text))}`);
    for (const [name, grounds] of this.#grounds) {
      if (grounds.trespass !== undefined) throw new Error(`${name}: the outside has changed: ${grounds.trespass}`);
      const inside = inodesIn(grounds.inside);
      const brought = inside.filter(inode => this.#outside.get(name)?.has(inode));
      if (brought.length > 0) throw new Error(`${name}: something from outside is inside`);
    }
  }
}

/**
 * Whether an answer is owed to paths that are checked and then used: of a directory that was removed or renamed while it was open nothing
 * is left there, and the flags of a file are set by opening it again, for which it needs the path that it was opened by. What comes after that
 * differs from what comes elsewhere.
 */
function isLimitOfPaths(
  { name: world, instance, displaced }: Player,
  name: HostcallName,
  args: readonly (number | bigint)[],
  { answer }: Told,
): boolean {
  if (world !== 'checks' || !displaced) return false;
  if (name === 'fd_fdstat_set_flags') return answer === 'ENOTSUP';
  if (answer !== 'ENOENT') return false;
  return [...instance.descriptors].some(
    ([fd, { resource, filetype }]) =>
      args.includes(fd) &&
      filetype === Filetype.DIRECTORY &&
      // That of one that is where it was is never 0.
      (resource as Directory).parentInode() === 0n,
  );
}

/** Time that passes only in waits, so that no sleep takes real time. */
export function timeless(): Pick<Ports, 'clocks' | 'waiting'> {
  let now = 1e15;
  return {
    clocks: {
      ...nodePorts().clocks,
      resolution: () => 1000,
      monotonic: () => now,
      read(_id, into) {
        into.seconds = Math.floor(now / 1e9);
        into.nanoseconds = now % 1e9;
        return 0;
      },
    },
    waiting: {
      wait(nanoseconds) {
        if (!Number.isFinite(nanoseconds) || nanoseconds < 0) throw new Error(`a wait for ${nanoseconds} ns`);
        // A host that pauses in between lets no time pass.
        if (nanoseconds > 0) now += nanoseconds + 2048;
        return 0;
      },
    },
  };
}

/** The same, and no random bytes: alike for each guest. */
function calm(): Pick<Ports, 'clocks' | 'waiting' | 'random'> {
  return {
    ...timeless(),
    random: {
      fill(array, offset, length) {
        array.fill(0x52, offset, offset + length);
        return 0;
      },
    },
  };
}

/** Overwrites what a file system may decide by itself: numbers of devices and inodes, times, sizes and links of directories, the order of listings. */
function concealOwn(bytes: Uint8Array, name: HostcallName, args: readonly (number | bigint)[]): void {
  const at = Number(args.at(-1)) >>> 0;
  if (name === 'fd_filestat_get' || name === 'path_filestat_get') {
    if (at + layouts.filestat.size > bytes.length) return;
    const directory = bytes[at + 16] === 3;
    for (const field of layouts.filestat.fields)
      if (!(field.name === 'filetype' || (!directory && (field.name === 'size' || field.name === 'nlink'))))
        bytes.fill(0, at + field.offset, at + field.offset + 8);
  } else if (name === 'fd_readdir') {
    const [from, length] = [Number(args[1]) >>> 0, Number(args[2]) >>> 0];
    if (from + length <= bytes.length) bytes.fill(0, from, from + length);
    if (at + 4 <= bytes.length) bytes.fill(0, at, at + 4);
  }
}

function textOf(bytes: Uint8Array): string {
  return bytes.length > 120 ? `${bytes.length} bytes` : JSON.stringify(Buffer.from(bytes).toString('latin1'));
}
