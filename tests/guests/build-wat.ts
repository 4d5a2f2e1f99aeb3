export { assembleWat as buildWat } from '../../tools/guests/assemble-wat.js';
