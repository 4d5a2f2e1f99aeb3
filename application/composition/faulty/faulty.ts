import type { Directory, ErrnoName } from '../../../domain/index.js';
import { type DirectorySource, isDirectory, type Place, wrappingSource } from '../places.js';
import { FaultPlan } from './fault-plan.js';
import { FaultyDirectory } from './faulty-directory.js';
import type { FaultableOperation } from './faulty-operations.js';

export type { FaultableOperation } from './faulty-operations.js';

/** Something that is to go wrong. Conditions that are not given are always met; without any of `nth`, `every` and `probability`, each matching call fails. */
export interface Fault {
  /** What fails; any operation if not given. `stat`, `setTimes` and `sync` are those of names and those of open files. */
  readonly operation?: FaultableOperation | readonly FaultableOperation[];
  /**
   * On what: names joined by `/` from the uppermost directory, which itself is `.`. Of a link or a renaming, the old or the new path. An open file
   * has the path it was opened under.
   */
  readonly path?: string | RegExp;
  /** What the operation answers. It does not take place. */
  readonly errno: ErrnoName;
  /** Only the nth matching call fails, counted from 1. */
  readonly nth?: number;
  /** Every so many matching calls, one fails: with 3, the third, the sixth and so on. */
  readonly every?: number;
  /** How likely a matching call is to fail, from 0 to 1. */
  readonly probability?: number;
  /** After so many failures it is over. */
  readonly times?: number;
}

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
