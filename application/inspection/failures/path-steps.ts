import { describe, guestPathBelow } from '../../../domain/index.js';
import { type CallRecord, decodeParam } from '../../tracing/index.js';

/** A component of a path, and where it leads if no link is met. */
export interface PathStep {
  readonly name: string;
  /** The guest path up to it; undefined where it leads out of the directory. */
  readonly reached: string | undefined;
}

/** A path of a call, judged by its text: links are not in a recording. */
export interface PathSteps {
  readonly param: string;
  readonly path: string;
  /** The label of the directory that it begins in. */
  readonly from: string | undefined;
  readonly steps: readonly PathStep[];
  /** The component that every host refuses; -1 if none. */
  readonly refused: number;
  /** Why, as the rest of a sentence whose subject is the path. */
  readonly refusal: string | undefined;
  /** Whether it is certain to be refused: not if a link on the way, whose target is not in the recording, may have led deeper. */
  readonly certain: boolean;
}

/** The paths of a call that lead below a descriptor, component by component. */
export function pathSteps(call: CallRecord): PathSteps[] {
  const row = describe(call.name).params;
  const found: PathSteps[] = [];
  let from: string | undefined;
  for (const [place, param] of call.shape.params.entries()) {
    if (param.kind === 'fd') from = param.descriptorIndex === 0 ? call.label : call.secondLabel;
    if (param.kind !== 'path' || row[place]?.verbatim === true) continue;
    const path = decodeParam(call, param) as string | undefined;
    if (path !== undefined) found.push({ param: param.name, path, from, ...walked(path, from) });
  }
  return found;
}

function walked(path: string, from: string | undefined): Pick<PathSteps, 'steps' | 'refused' | 'refusal' | 'certain'> {
  if (path.startsWith('/'))
    return {
      steps: [{ name: '/', reached: undefined }],
      refused: 0,
      refusal: 'is absolute, and a path begins at its descriptor',
      certain: true,
    };
  const steps: PathStep[] = [];
  let depth = 0;
  let links = false;
  for (const name of path.split('/')) {
    if (name === '') continue;
    if (name === '..') depth--;
    else if (name !== '.') {
      depth++;
      links = true;
    }
    if (depth < 0) {
      steps.push({ name, reached: undefined });
      return {
        steps,
        refused: steps.length - 1,
        refusal: `leads out of its directory with "${name}"`,
        certain: !links,
      };
    }
    const sofar = [...steps.map(step => step.name), name].join('/');
    steps.push({ name, reached: from === undefined ? sofar : guestPathBelow(from, sofar) });
  }
  return { steps, refused: -1, refusal: undefined, certain: false };
}
