/** Numbers by chance that can be had again. */
export * from './seeded-numbers.js';
