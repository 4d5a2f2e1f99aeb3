import type { CallRecord } from '../../tracing/index.js';
import { blankState, type DescriptorLife, type DescriptorState } from './descriptor-state.js';
import { DescriptorStates, type Lives } from './descriptor-states.js';
import { type UseList, UseLists } from './use-lists.js';

/** The fewest calls between two states that are kept. */
const INTERVAL = 1024;
/** And so many for each descriptor that is open: a program may have thousands. */
const INTERVAL_OF_ONE = 16;

/** In the place of a life: the number stands for none, since the descriptor was moved to another one. */
const NOBODY = -1;

/** How a descriptor differs from how it was before a call. */
export type DescriptorChange = 'opened' | 'closed' | 'moved' | 'changed';

/** A line of the table of descriptors at a step. */
export interface DescriptorRow extends DescriptorState {
  /** The call that opened it; undefined if the program had it from the start, or if no call shows it. */
  readonly openedBy: number | undefined;
  readonly initial: boolean;
  /** What the call has done to it; undefined if nothing. A descriptor that it closed is in the table for the last time. */
  readonly change: DescriptorChange | undefined;
  /** Which of its members the call has changed, except those that it shows for the first time. */
  readonly changed: readonly (keyof DescriptorState)[];
}

/** How a descriptor's number became free. */
export interface DescriptorClosing {
  readonly by: number;
  /** The descriptor was moved to another number; otherwise it was closed. */
  readonly moved: boolean;
  /** Its label. */
  readonly label: string;
}

/** A life while it is being told. */
interface OpenLife extends UseList {
  readonly instance: number;
  readonly fd: number;
  readonly label: string;
  readonly openedBy: number | undefined;
  readonly initial: boolean;
  readonly parent: number | undefined;
  closedBy: number | undefined;
}

/** Which life a number stood for, from which call on. */
interface Tenancies {
  readonly from: number[];
  readonly lives: number[];
}

interface Checkpoint {
  /** How many calls it is after. */
  readonly calls: number;
  readonly states: DescriptorStates;
}

/** The descriptors of a run at every step, as its calls show them. */
export interface DescriptorHistory {
  /** How many lives there are. */
  readonly lives: number;
  /** The life of that number. */
  life(life: number): DescriptorLife;
  /**
   * The life of a descriptor in a call: the one when the call began; for a descriptor that the call opened, the new one.
   * @returns undefined if it was not open
   */
  lifeAt(instance: number, fd: number, index: number): number | undefined;
  /**
   * How a descriptor's number became free before a call.
   * @returns undefined if it is in use, or never was
   */
  closedAs(instance: number, fd: number, index: number): DescriptorClosing | undefined;
  /** The lives through which a descriptor was opened, from itself up to the one that the program had from the start. */
  chain(life: number): DescriptorLife[];
  /**
   * The table after a call has ended.
   * @param index of the call
   * @returns in the order of their numbers: the descriptors of the guest that made it, with what it changed
   */
  at(index: number): DescriptorRow[];
  /** The state of a descriptor before a call, which explains the call's outcome. */
  stateBefore(index: number, fd: number): DescriptorState | undefined;
  /** The numbers that are open before a call, in order. */
  openBefore(index: number): number[];
}

/** Takes the calls of a run once, in order. States are kept from time to time, so that any step is reached from one nearby. */
export class DescriptorRecorder implements DescriptorHistory {
  readonly #lives: OpenLife[] = [];
  readonly #uses = new UseLists();
  readonly #tenancies = new Map<number, Map<number, Tenancies>>();
  readonly #checkpoints: Checkpoint[] = [];
  readonly #events: (index: number) => CallRecord;
  readonly #states: DescriptorStates;
  #taken = 0;
  #due = INTERVAL;

  /** @param events gives a call again that has been taken */
  constructor(events: (index: number) => CallRecord) {
    this.#events = events;
    this.#states = new DescriptorStates(this.#recorder());
  }

  /** Takes the next call. */
  take(call: CallRecord): void {
    this.#states.take(call, this.#taken++);
    if (this.#taken < this.#due) return;
    const states = this.#states.copy(this.#reader());
    this.#checkpoints.push({ calls: this.#taken, states });
    this.#due = this.#taken + Math.max(INTERVAL, INTERVAL_OF_ONE * states.count);
  }

  get lives(): number {
    return this.#lives.length;
  }

  life(life: number): DescriptorLife {
    const found = this.#lives[life] as OpenLife;
    const { instance, fd, label, openedBy, initial, parent, closedBy } = found;
    return { life, instance, fd, label, openedBy, initial, parent, closedBy, uses: this.#uses.of(found) };
  }

  lifeAt(instance: number, fd: number, index: number): number | undefined {
    const tenancies = this.#tenancies.get(instance)?.get(fd);
    if (tenancies === undefined) return undefined;
    const { from, lives } = tenancies;
    for (let place = lastUpTo(from, index); place >= 0; place--) {
      const tenant = lives[place] as number;
      const life = this.#lives[tenant];
      // A descriptor moved to another number in this call had the old one when it began.
      if (place > 0 && from[place] === index && (life === undefined || this.#uses.first(life) !== index)) continue;
      return life !== undefined && (life.closedBy === undefined || life.closedBy >= index) ? tenant : undefined;
    }
    return undefined;
  }

  closedAs(instance: number, fd: number, index: number): DescriptorClosing | undefined {
    const tenancies = this.#tenancies.get(instance)?.get(fd);
    if (tenancies === undefined) return undefined;
    const { from, lives } = tenancies;
    const place = lastUpTo(from, index - 1);
    const life = this.#lives[lives[place] ?? NOBODY];
    if (life === undefined) {
      const moved = this.#lives[lives[place - 1] ?? NOBODY];
      return moved && { by: from[place] as number, moved: true, label: moved.label };
    }
    const { closedBy, label } = life;
    return closedBy === undefined || closedBy >= index ? undefined : { by: closedBy, moved: false, label };
  }

  chain(life: number): DescriptorLife[] {
    const found: DescriptorLife[] = [];
    for (let next: number | undefined = life; next !== undefined; next = this.#lives[next]?.parent)
      found.push(this.life(next));
    return found;
  }

  at(index: number): DescriptorRow[] {
    const call = this.#events(index);
    const { instance } = call;
    const states = this.#before(index);
    const before = new Map<number, DescriptorState>();
    for (const state of states.of(instance)) before.set(state.life, { ...state });
    for (const state of this.#unseen(instance, index)) before.set(state.life, state);
    states.take(call, index);
    const after = new Map<number, DescriptorState>();
    for (const state of states.of(instance)) after.set(state.life, state);
    for (const state of this.#unseen(instance, index + 1)) after.set(state.life, state);
    const rows = [...after.values()].map(state => this.#row(state, before.get(state.life), index));
    for (const [life, state] of before)
      if (!after.has(life)) rows.push({ ...this.#facts(state), change: 'closed', changed: [] });
    return rows.sort((a, b) => a.fd - b.fd || a.life - b.life);
  }

  stateBefore(index: number, fd: number): DescriptorState | undefined {
    const { instance } = this.#events(index);
    const state = this.#before(index).peek(instance, fd);
    if (state !== undefined) return { ...state };
    for (const unseen of this.#unseen(instance, index)) if (unseen.fd === fd) return unseen;
    return undefined;
  }

  openBefore(index: number): number[] {
    const { instance } = this.#events(index);
    const open = new Set<number>();
    for (const { fd } of this.#before(index).of(instance)) open.add(fd);
    for (const { fd } of this.#unseen(instance, index)) open.add(fd);
    return [...open].sort((a, b) => a - b);
  }

  #row(state: DescriptorState, before: DescriptorState | undefined, index: number): DescriptorRow {
    const facts = this.#facts(state);
    if (before === undefined) return { ...facts, change: facts.openedBy === index ? 'opened' : undefined, changed: [] };
    const changed = (Object.keys(state) as (keyof DescriptorState)[]).filter(key => differs(key, state, before));
    const change = changed.length === 0 ? undefined : changed.includes('fd') ? 'moved' : 'changed';
    return { ...facts, change, changed };
  }

  #facts(state: DescriptorState): DescriptorState & Pick<DescriptorRow, 'openedBy' | 'initial'> {
    const { openedBy, initial } = this.#lives[state.life] as OpenLife;
    return { ...state, openedBy, initial };
  }

  /** A descriptor from the start, first mentioned by the call of that number or a later one. */
  *#unseen(instance: number, index: number): Generator<DescriptorState> {
    for (const [fd, { from, lives }] of this.#tenancies.get(instance) ?? []) {
      const [life] = lives;
      if (life === undefined || from[0] !== 0) continue;
      const found = this.#lives[life] as OpenLife;
      const { initial, label } = found;
      if (!initial || (this.#uses.first(found) ?? 0) < index) continue;
      yield blankState(fd, instance, life, label);
    }
  }

  /** The states before a call. */
  #before(index: number): DescriptorStates {
    let low = 0;
    let high = this.#checkpoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#checkpoints[middle] as Checkpoint).calls <= index) low = middle + 1;
      else high = middle;
    }
    const checkpoint = this.#checkpoints[low - 1];
    const states = checkpoint?.states.copy(this.#reader()) ?? new DescriptorStates(this.#reader());
    for (let i = checkpoint?.calls ?? 0; i < index; i++) states.take(this.#events(i), i);
    return states;
  }

  /** Keeps what is told for the first time. */
  #recorder(): Lives {
    return {
      begin: (fd, label, index, { instance }, opened, parent) => {
        const life = this.#lives.length;
        const tenancies = this.#tenanciesOf(instance, fd);
        const initial = !opened && tenancies.lives.length === 0;
        this.#lives.push({
          ...{ instance, fd, label, initial, parent },
          openedBy: opened ? index : undefined,
          closedBy: undefined,
          ...{ first: 0, last: 0, count: 0 },
        });
        tenancies.from.push(initial ? 0 : index);
        tenancies.lives.push(life);
        return life;
      },
      used: (life, index) => {
        const open = this.#lives[life] as OpenLife;
        if (this.#uses.last(open) !== index) this.#uses.add(open, index);
      },
      moved: (life, from, to, index, instance) => {
        for (const [fd, tenant] of [
          [from, NOBODY],
          [to, life],
        ] as const) {
          const tenancies = this.#tenanciesOf(instance, fd);
          tenancies.from.push(index);
          tenancies.lives.push(tenant);
        }
      },
      ended: (life, index) => {
        (this.#lives[life] as OpenLife).closedBy = index;
      },
    };
  }

  /** Finds what has been told before. */
  #reader(): Lives {
    return {
      begin: (fd, _label, index, { instance }) => {
        const { from, lives } = this.#tenanciesOf(instance, fd);
        for (let place = lastUpTo(from, index); place >= 0; place--) {
          const tenant = lives[place] as number;
          const life = this.#lives[tenant];
          // In one call, a number can stand for several, one after the other: the one that is told of for the first time is meant.
          if (life !== undefined && this.#uses.first(life) === index) return tenant;
        }
        throw new Error(`nothing is told of descriptor ${fd} at call ${index}`);
      },
      used: nothing,
      moved: nothing,
      ended: nothing,
    };
  }

  #tenanciesOf(instance: number, fd: number): Tenancies {
    let ofInstance = this.#tenancies.get(instance);
    if (ofInstance === undefined) {
      ofInstance = new Map();
      this.#tenancies.set(instance, ofInstance);
    }
    let tenancies = ofInstance.get(fd);
    if (tenancies === undefined) {
      tenancies = { from: [], lives: [] };
      ofInstance.set(fd, tenancies);
    }
    return tenancies;
  }
}

function nothing(): void {
  // What happened is known.
}

/** The last place whose number is not above `index`; -1 if there is none. */
function lastUpTo(numbers: readonly number[], index: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether the call has changed a member; new knowledge of it is not a change. */
function differs(key: keyof DescriptorState, now: DescriptorState, before: DescriptorState): boolean {
  switch (key) {
    case 'preopen':
    case 'filetype':
    case 'size':
      return false;
    case 'flags':
      return before.flags !== undefined && now.flags !== before.flags;
    case 'rights':
      return (
        before.rights?.exact === true &&
        (now.rights?.base !== before.rights.base || now.rights.inheriting !== before.rights.inheriting)
      );
    default:
      return now[key] !== before[key];
  }
}
