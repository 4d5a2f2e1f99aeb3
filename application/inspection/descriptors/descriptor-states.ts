import {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  Fdflag,
  FILE_RIGHTS,
  Filetype,
  INHERITABLE_RIGHTS,
  layouts,
  Oflag,
  Right,
  SOCKET_RIGHTS,
  Sockettype,
} from '../../../domain/index.js';
import {
  awaitedDescriptors,
  type CallRecord,
  decodeResult,
  type ParamShape,
  type ResultShape,
  type StructValue,
} from '../../tracing/index.js';
import { type DescriptorFacts, descriptorFacts, saysNothing } from './descriptor-facts.js';
import { blankState, type DescriptorState, type KnownRights } from './descriptor-state.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type State = Mutable<DescriptorState>;

/** How lives of descriptors begin, go on and end. */
export interface Lives {
  /**
   * The life of a descriptor that a call shows to be open.
   * @param parent the life that it was opened through
   * @param opened whether this call opened it
   */
  begin(
    fd: number,
    label: string,
    index: number,
    call: CallRecord,
    opened: boolean,
    parent: number | undefined,
  ): number;
  used(life: number, index: number): void;
  /** A life continues under another number. */
  moved(life: number, from: number, to: number, index: number, instance: number): void;
  ended(life: number, index: number): void;
}

/** The open descriptors of all guests after a number of calls. It is taken from call to call. */
export class DescriptorStates {
  readonly #lives: Lives;
  /** By guest and number. */
  readonly #states: Map<number, Map<number, State>>;

  constructor(lives: Lives, states = new Map<number, Map<number, State>>()) {
    this.#lives = lives;
    this.#states = states;
  }

  /** How many descriptors are open. */
  get count(): number {
    let count = 0;
    for (const states of this.#states.values()) count += states.size;
    return count;
  }

  /** The same again, to go on from. */
  copy(lives: Lives): DescriptorStates {
    const copies = new Map<number, Map<number, State>>();
    for (const [instance, states] of this.#states) {
      const copied = new Map<number, State>();
      for (const [fd, state] of states) copied.set(fd, { ...state });
      copies.set(instance, copied);
    }
    return new DescriptorStates(lives, copies);
  }

  /** The open descriptors of a guest, as they are now: not to be kept. */
  *of(instance: number): Generator<DescriptorState> {
    yield* this.#states.get(instance)?.values() ?? [];
  }

  /** A descriptor of a guest, as it is now: not to be kept. */
  peek(instance: number, fd: number): DescriptorState | undefined {
    return this.#states.get(instance)?.get(fd);
  }

  /** Takes the next call. @param index its number in the list */
  take(call: CallRecord, index: number): void {
    if (saysNothing[call.call]) return;
    const facts = descriptorFacts(call.call);
    const { instance } = call;
    let states = this.#states.get(instance);
    if (states === undefined) {
      states = new Map();
      this.#states.set(instance, states);
    }
    if (facts.awaits) {
      for (const { fd, label } of awaitedDescriptors(call)) this.#look(states, call, fd, label, index);
      return;
    }
    const state = facts.at < 0 ? undefined : this.#look(states, call, call.u32(facts.at), call.label, index);
    const second = facts.secondAt < 0 ? undefined : call.u32(facts.secondAt);
    if (second !== undefined) this.#look(states, call, second, call.secondLabel, index);
    // An injected result says nothing about the state of the host.
    if (!call.succeeded || call.injected) return;
    this.#change(states, call, index, facts, state, second);
  }

  /** A descriptor that a call is about. An open one has a label; one without a label is not open. */
  #look(
    states: Map<number, State>,
    call: CallRecord,
    fd: number,
    label: string | undefined,
    index: number,
  ): State | undefined {
    let state = states.get(fd);
    if (label === undefined || (state !== undefined && state.label !== label)) {
      if (state !== undefined) this.#end(states, state, index);
      if (label === undefined) return undefined;
      state = undefined;
    }
    if (state === undefined) {
      const life = this.#lives.begin(fd, label, index, call, false, undefined);
      state = blankState(fd, call.instance, life, label);
      states.set(fd, state);
    }
    this.#lives.used(state.life, index);
    return state;
  }

  #change(
    states: Map<number, State>,
    call: CallRecord,
    index: number,
    facts: DescriptorFacts,
    state: State | undefined,
    second: number | undefined,
  ): void {
    switch (facts.effect) {
      case 'opens':
        this.#open(states, call, index, facts, state);
        return;
      case 'closes':
        if (state !== undefined) this.#end(states, state, index);
        return;
      case 'moves':
        if (state !== undefined) this.#move(states, state, second ?? call.u32(1), index);
        return;
      case 'narrows':
        if (state !== undefined) state.rights = rightsIn(call, facts.rights, true);
        return;
      default:
        if (state !== undefined) learn(state, call, facts);
    }
  }

  #open(
    states: Map<number, State>,
    call: CallRecord,
    index: number,
    facts: DescriptorFacts,
    through: State | undefined,
  ): void {
    const { value: fd, secondLabel, instance, extras } = call;
    const replaced = states.get(fd);
    if (replaced !== undefined) this.#end(states, replaced, index);
    const label = secondLabel ?? '';
    const life = this.#lives.begin(fd, label, index, call, true, through?.life);
    const state: State = blankState(fd, instance, life, label);
    states.set(fd, state);
    this.#lives.used(life, index);
    state.flags = facts.fdflags === undefined ? undefined : call.u32(facts.fdflags.at);
    const details = extras?.secondDescriptor;
    if (details !== undefined) {
      state.filetype = details.filetype;
      state.rights = { base: details.rightsBase, inheriting: details.rightsInheriting, exact: true };
    } else if (facts.byPath) {
      const isDirectory = facts.oflags !== undefined && (call.u32(facts.oflags.at) & Oflag.DIRECTORY) !== 0;
      if (isDirectory) state.filetype = Filetype.DIRECTORY;
      const asked = rightsIn(call, facts.rights, isDirectory);
      const meant = isDirectory ? DIRECTORY_RIGHTS : DIRECTORY_RIGHTS | FILE_RIGHTS;
      state.rights = { ...asked, base: asked.base & meant, inheriting: asked.inheriting & INHERITABLE_RIGHTS };
    } else if (through !== undefined) {
      // Connections are accepted on stream sockets alone, and accept none themselves.
      through.filetype = Filetype.SOCKET_STREAM;
      state.filetype = Filetype.SOCKET_STREAM;
      state.rights = { base: SOCKET_RIGHTS & ~Right.SOCK_ACCEPT, inheriting: 0, exact: false };
    } else if (facts.socketType !== undefined) {
      const isStream = call.u32(facts.socketType.at) === Sockettype.STREAM;
      state.filetype = isStream ? Filetype.SOCKET_STREAM : Filetype.SOCKET_DGRAM;
    }
    if (facts.byPath && state.filetype !== Filetype.DIRECTORY) state.offset = 0;
  }

  #move(states: Map<number, State>, state: State, to: number, index: number): void {
    const { fd } = state;
    if (to === fd) return;
    const replaced = states.get(to);
    if (replaced !== undefined) this.#end(states, replaced, index);
    states.delete(fd);
    state.fd = to;
    states.set(to, state);
    this.#lives.moved(state.life, fd, to, index, state.instance);
  }

  #end(states: Map<number, State>, state: State, index: number): void {
    states.delete(state.fd);
    this.#lives.ended(state.life, index);
  }
}

function rightsIn(call: CallRecord, params: readonly ParamShape[], exact: boolean): KnownRights {
  const [base = 0, inheriting = 0] = params.map(({ at }) => Number(BigInt.asUintN(32, call.u64(at))) & ALL_RIGHTS);
  return { base, inheriting, exact };
}

/** Takes over what a call that succeeded tells of its descriptor. */
function learn(state: State, call: CallRecord, facts: DescriptorFacts): void {
  const { moves, sequential, offset, fdstat, filestat, entries, fdflags } = facts;
  if (facts.ofPreopen) {
    state.preopen = true;
    state.filetype = Filetype.DIRECTORY;
  }
  if (moves !== undefined) {
    const { bytes } = call;
    state[moves] += bytes;
    if (sequential && state.offset !== undefined) {
      // Appended data goes to the end, which is unknown.
      const appends = moves === 'written' && ((state.flags ?? 0) & Fdflag.APPEND) !== 0;
      state.offset = appends ? undefined : state.offset + bytes;
    }
  } else if (offset !== undefined) {
    const at = numberIn(call, offset);
    // Streams and devices always return 0.
    if (state.filetype !== Filetype.CHARACTER_DEVICE) state.offset = at;
  } else if (fdstat !== undefined) {
    const stat = decodeResult(call, fdstat) as StructValue<'fdstat'> | undefined;
    if (stat !== undefined) learnStat(state, stat);
  } else if (filestat !== undefined) {
    const stat = decodeResult(call, filestat) as StructValue<'filestat'> | undefined;
    if (stat !== undefined) {
      learnType(state, stat.filetype);
      state.size = Number(stat.size);
    }
  } else if (entries !== undefined) {
    learnType(state, Filetype.DIRECTORY);
    state.cookie = lastCookie(call.exitBytes(entries.exitPart)) ?? state.cookie;
  } else if (fdflags !== undefined) {
    state.flags = call.u32(fdflags.at);
  }
}

function learnStat(state: State, stat: StructValue<'fdstat'>): void {
  learnType(state, stat.fs_filetype);
  state.flags = stat.fs_flags;
  const base = Number(BigInt.asUintN(32, stat.fs_rights_base)) & ALL_RIGHTS;
  const inheriting = Number(BigInt.asUintN(32, stat.fs_rights_inheriting)) & ALL_RIGHTS;
  state.rights = { base, inheriting, exact: true };
}

function learnType(state: State, filetype: number): void {
  state.filetype = filetype;
  // The opened path was taken for a file until now.
  if (filetype !== Filetype.REGULAR_FILE) state.offset = undefined;
}

function numberIn(call: CallRecord, result: ResultShape): number {
  return Number((decodeResult(call, result) as bigint | number | undefined) ?? 0);
}

const [NEXT, , NAME_LENGTH] = layouts.dirent.fields;

/** The cookie of the last entry that is complete. */
function lastCookie(bytes: Uint8Array | undefined): bigint | undefined {
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let cookie: bigint | undefined;
  for (let at = 0; at + layouts.dirent.size <= bytes.length; ) {
    const next = at + layouts.dirent.size + view.getUint32(at + NAME_LENGTH.offset, true);
    if (next > bytes.length) break;
    cookie = view.getBigUint64(at + NEXT.offset, true);
    at = next;
  }
  return cookie;
}
