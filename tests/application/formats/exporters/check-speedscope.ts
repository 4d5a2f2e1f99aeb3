import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { expect } from 'chai';

const SCHEMA = createRequire(import.meta.url).resolve('speedscope/dist/release/file-format-schema.json');
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

/** A profile of speedscope's kind `evented`. */
export interface EventedProfile {
  readonly type: 'evented';
  readonly name: string;
  readonly unit: string;
  readonly startValue: number;
  readonly endValue: number;
  readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
}

/** The contents of a file of speedscope's. */
export interface SpeedscopeFile {
  readonly name: string;
  readonly profiles: readonly [EventedProfile];
  readonly shared: { readonly frames: readonly { readonly name: string; readonly file?: string }[] };
}

/**
 * Checks a file against speedscope's own schema, and against what the schema can't say: events in the order of time, frames that close in
 * the order they were opened, none left open.
 * @returns what it holds
 */
export function checkSpeedscope(text: string): SpeedscopeFile {
  const file = JSON.parse(text) as SpeedscopeFile;
  expect(validate(file), JSON.stringify(validate.errors)?.slice(0, 500)).to.equal(true);
  expect(file.profiles).to.have.length(1);
  const { events, startValue, endValue } = file.profiles[0];
  let last = startValue;
  const open: number[] = [];
  for (const { type, frame, at } of events) {
    if (at < last) throw new Error(`an event at ${at} after one at ${last}`);
    last = at;
    if (file.shared.frames[frame] === undefined) throw new Error(`no frame ${frame}`);
    if (type === 'O') open.push(frame);
    else if (open.pop() !== frame) throw new Error(`frame ${frame} closes where another is open`);
  }
  expect(open).to.deep.equal([]);
  expect(last).to.be.at.most(endValue);
  return file;
}

/** Each stack that was open for some time, with how long: `outer;inner` → nanoseconds, what is in inner ones not counted. */
export function timeByStack({ profiles: [profile], shared }: SpeedscopeFile): Map<string, number> {
  const times = new Map<string, number>();
  const open: string[] = [];
  let last = profile.startValue;
  for (const { type, frame, at } of profile.events) {
    const stack = open.join(';');
    if (at > last) times.set(stack, (times.get(stack) ?? 0) + at - last);
    last = at;
    if (type === 'O') open.push(shared.frames[frame]?.name ?? '');
    else open.pop();
  }
  return times;
}
