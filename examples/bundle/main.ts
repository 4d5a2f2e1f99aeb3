import { greet } from './greeting.js';

console.log(greet('WASI'));
