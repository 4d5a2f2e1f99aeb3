import { errnoName, errnoText } from '../../domain/index.js';
import { callSentences } from '../../domain/texts/index.js';
import { counted } from '../text/index.js';
import type { CallRecord, HostcallEvent } from '../tracing/index.js';
import { recordOf } from '../tracing/index.js';
import { filledWords, paramWords, resultWords } from './value-words.js';

/** A value of a call in braces, perhaps with the noun that it counts. */
const PLACE = /\{(\w+)(?:\|(\w+))?\}/g;

/**
 * A call in a sentence of its own values: what the program asked for, and what it got. For a call that failed, it has the denial, if the trace looks for
 * denials.
 * @param event of `hostcalls$` or `entered$`, or of a recording
 * @returns printable ASCII on one line, such as `The program asks to close descriptor 4</hi.txt>; its number is free again.`
 */
export function callSentence(event: HostcallEvent): string {
  const call = recordOf(event);
  const { asks } = callSentences[call.name];
  return `The program asks ${filled(asks, name => argumentIn(call, name))}${outcome(call)}.`;
}

function outcome(call: CallRecord): string {
  if (call.state === 'entered') return '; the call has not returned yet';
  if (call.state === 'left') return '; the call does not return';
  const mark = call.injected ? ', which was injected' : '';
  if (!call.succeeded) return `; it gets ${errnoName(call.errno)} (${errnoText(call.errno)})${mark}${because(call)}`;
  const { gets, getsNone } = callSentences[call.name];
  const [first] = call.shape.results;
  const none = getsNone !== undefined && first !== undefined && resultWords(call, first) === '0';
  return `; ${filled(none ? getsNone : gets, name => resultIn(call, name) ?? argumentIn(call, name))}${filledWords(call)}${mark}`;
}

/** Why the call failed. */
function because({ extras }: CallRecord): string {
  const { denial, explainDenial } = extras ?? {};
  const why = denial === undefined ? undefined : explainDenial?.(denial);
  return why === undefined ? '' : `: ${why.replace(/\.$/, '')}`;
}

function filled(template: string, wordsFor: (name: string) => string): string {
  return template.replace(PLACE, (_, name: string, noun: string | undefined) => {
    const value = wordsFor(name);
    return noun === undefined || !/^\d+$/.test(value) ? value : counted(BigInt(value), noun);
  });
}

function argumentIn(call: CallRecord, name: string): string {
  const param = call.shape.params.find(each => each.name === name);
  if (param === undefined) throw new Error(`${call.name} has no parameter ${name}`);
  return paramWords(call, param);
}

function resultIn(call: CallRecord, name: string): string | undefined {
  const result = call.shape.results.find(each => each.name === name);
  return result === undefined ? undefined : resultWords(call, result);
}
