/**
 * Property tests draw other cases each time they are run, and print the seed of what fails. With a number in HOSTCALL_SEED all draw from that:
 * a check of a change is about the change, and has to come out the same when it is made again.
 */
import fc from 'fast-check';

const { HOSTCALL_SEED: seed = '' } = process.env;

if (seed !== '') {
  if (!/^-?\d+$/.test(seed)) throw new Error(`HOSTCALL_SEED is ${seed}; give a whole number, such as 42`);
  fc.configureGlobal({ seed: Number(seed) });
}
