import type { Directory } from '../../../domain/index.js';
import { type DirectorySource, isDirectory, type Place, requirePlace, wrappingSource } from '../places.js';
import { type Fault, FaultPlan } from './fault-plan.js';
import { FaultyDirectory } from './faulty-directory.js';

export type { Fault, FaultableOperation } from './fault-plan.js';

/**
 * A directory whose operations fail as planned, to test how a program handles it. If several faults apply to a call, the first one decides its errno;
 * each fault counts all calls that match it.
 * @param place the directory to wrap; it is closed with the result
 * @param seed of the random numbers behind `probability`, a whole number: the same seed and the same calls have the same faults
 * @throws ConfigurationError for an invalid place, fault or seed
 */
export function faulty(place: Directory, faults: readonly Fault[], seed?: number): Directory;
export function faulty(place: string | DirectorySource, faults: readonly Fault[], seed?: number): DirectorySource;
export function faulty(place: Place, faults: readonly Fault[], seed?: number): Directory | DirectorySource;
export function faulty(place: Place, faults: readonly Fault[], seed = 1): Directory | DirectorySource {
  requirePlace(place, 'the directory of faulty()');
  const plan = new FaultPlan(faults, seed);
  const wrap = (directory: Directory) => new FaultyDirectory(directory, plan, '');
  return isDirectory(place) ? wrap(place) : wrappingSource(place, wrap);
}
