import type { Directory } from '../../../domain/index.js';
import { type DirectorySource, isDirectory, type Place, wrappingSource } from '../places.js';
import { type Fault, FaultPlan } from './fault-plan.js';
import { FaultyDirectory } from './faulty-directory.js';

export type { Fault, FaultableOperation } from './fault-plan.js';

/**
 * A directory in which things go wrong as planned, to see what a program makes of it. Where several faults would errnoFor, the first one
 * does; each counts all calls that match it.
 * @param place what is made faulty; it is closed with the result
 * @param seed of the random numbers behind `probability`, a whole number: the same seed and the same calls, the same faults
 * @throws ConfigurationError for a fault that cannot be meant so
 */
export function faulty(place: Directory, faults: readonly Fault[], seed?: number): Directory;
export function faulty(place: string | DirectorySource, faults: readonly Fault[], seed?: number): DirectorySource;
export function faulty(place: Place, faults: readonly Fault[], seed?: number): Directory | DirectorySource;
export function faulty(place: Place, faults: readonly Fault[], seed = 1): Directory | DirectorySource {
  const plan = new FaultPlan(faults, seed);
  const wrap = (directory: Directory) => new FaultyDirectory(directory, plan, '');
  return isDirectory(place) ? wrap(place) : wrappingSource(place, wrap);
}
