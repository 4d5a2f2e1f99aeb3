/**
 * Mocha's options for many files: each core takes one after the other, and what a file has said is printed when it is done. A file by itself
 * is better run without this: nothing can be debugged in it, nor `.only` be used.
 */
const { availableParallelism } = require('node:os');

// A file in which nothing is to be tested on this platform is none that fails: the reporter sees to it that some test has run.
const { 'fail-zero': _, ...others } = require('../.mocharc.json');

module.exports = {
  ...others,
  parallel: true,
  jobs: Math.max(availableParallelism(), 2),
  // How often a test that fails is repeated. The reporter names each one that was.
  retries: Number(process.env.HOSTCALL_RETRIES ?? 0),
};
