export { assembleWat } from '../../adapters/lessons/assemble-wat.js';
