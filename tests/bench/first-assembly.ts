/** Prints how many milliseconds the first assembly of a runtime takes, in a process that has done nothing else. */
import { timeOf, ways } from './assembly.js';

const way = ways[process.argv[2] as keyof typeof ways];
console.log(timeOf(way));
