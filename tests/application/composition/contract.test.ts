import { faulty, mounts, overlay, quota, readOnly } from '../../../application/composition/index.js';
import {
  directoryContract,
  type Holdings,
  plantHoldings,
  readOnlyDirectoryContract,
  type TestDirectory,
} from '../../../application/contract/index.js';
import type { Directory } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { grounds, Workshop } from './grounds.js';

type Compose = (workshop: Workshop, base: Directory) => Directory;

/** Compositions through which everything can be done that the directories below allow. */
const transparent: Readonly<Record<string, Compose>> = {
  mounts: (workshop, base) => workshop.open(mounts(base, {})),
  overlay: (workshop, base) => workshop.open(overlay(base, workshop.fresh())),
  quota: (workshop, base) => workshop.open(quota(base, { bytes: 1e9, inodes: 1e6, openFiles: 1000 })),
  faulty: (workshop, base) => workshop.open(faulty(base, [{ path: 'no such name', errno: 'EIO' }])),
  'overlay over overlay': (workshop, base) =>
    workshop.open(overlay(workshop.open(overlay(base, workshop.fresh())), workshop.fresh())),
  'mounts over overlay': (workshop, base) => workshop.open(mounts(workshop.open(overlay(base, workshop.fresh())), {})),
};

/** Compositions through which nothing can be changed. */
const readingOnly: Readonly<Record<string, Compose>> = {
  readOnly: (workshop, base) => workshop.open(readOnly(base)),
  'readOnly over overlay': (workshop, base) => workshop.open(readOnly(overlay(base, workshop.fresh()))),
  'readOnly over readOnly': (workshop, base) => workshop.open(readOnly(readOnly(base))),
  'overlay over readOnly, looked at': (workshop, base) =>
    workshop.open(readOnly(workshop.open(overlay(readOnly(base), workshop.fresh())))),
};

for (const ground of grounds) {
  const makeWith =
    (compose: Compose) =>
    (holdings: Holdings = {}): TestDirectory => {
      const workshop = new Workshop(ground);
      const base = workshop.fresh();
      plantHoldings(base, holdings);
      return { directory: compose(workshop, base), dispose: () => workshop.dispose() };
    };
  for (const [name, compose] of Object.entries(transparent)) {
    // An overlay finds its directories anew each time, wherever they are.
    const traits = { ...ground.traits, followsMoves: ground.traits.followsMoves || name.includes('overlay') };
    describeContract(
      `${name} over ${ground.name}`,
      directoryContract(() => makeWith(compose)(), traits),
    );
  }
  for (const [name, compose] of Object.entries(readingOnly)) {
    describeContract(`${name} over ${ground.name}`, readOnlyDirectoryContract(makeWith(compose), ground.traits));
  }
}
