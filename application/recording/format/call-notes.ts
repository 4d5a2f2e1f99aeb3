import type { StackFrame } from '../../../domain/index.js';
import type { CallExtras, DescriptorDetails } from '../../tracing/index.js';

/**
 * What a recording keeps of a call's extras, as JSON. The reason of a denial is not among it: that is for who watches the program run.
 */
export function encodeNotes({
  injected,
  delayed,
  descriptor,
  secondDescriptor,
  subscribed,
  stack,
}: CallExtras): string {
  return JSON.stringify({ injected, delayed, descriptor, secondDescriptor, subscribed, stack });
}

/**
 * Reads such a text, and believes nothing of it.
 * @returns undefined if it is something else; what is not known is left out
 */
export function decodeNotes(text: string): CallExtras | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(value)) return undefined;
  const { injected, delayed, descriptor, secondDescriptor, subscribed, stack } = value;
  const isNote =
    isMark(injected) &&
    isMark(delayed) &&
    isDetails(descriptor) &&
    isDetails(secondDescriptor) &&
    (subscribed === undefined ||
      (Array.isArray(subscribed) && subscribed.every(each => each === null || isDetails(each)))) &&
    (stack === undefined || (Array.isArray(stack) && stack.every(isFrame)));
  if (!isNote) return undefined;
  return {
    ...(injected && { injected }),
    ...(delayed && { delayed }),
    ...(descriptor && { descriptor }),
    ...(secondDescriptor && { secondDescriptor }),
    // JSON has null in the place of undefined.
    ...(subscribed && { subscribed: subscribed.map(each => each ?? undefined) }),
    ...(stack !== undefined && { stack: (stack as readonly StackFrame[]).map(frameOf) }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMark(value: unknown): value is true | undefined {
  return value === undefined || value === true;
}

function isFrame(value: unknown): value is StackFrame {
  if (!isFields(value)) return false;
  const { function: name, index, offset } = value;
  return (name === undefined || typeof name === 'string') && [index, offset].every(isCount);
}

/** A frame, without what is not known. */
function frameOf({ function: name, index, offset }: StackFrame): StackFrame {
  return {
    ...(name !== undefined && { function: name }),
    ...(index !== undefined && { index }),
    ...(offset !== undefined && { offset }),
  };
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
}

function isDetails(value: unknown): value is DescriptorDetails | undefined {
  if (value === undefined) return true;
  if (!isFields(value)) return false;
  const { filetype, rightsBase, rightsInheriting } = value;
  return [filetype, rightsBase, rightsInheriting].every(field => Number.isSafeInteger(field) && (field as number) >= 0);
}
