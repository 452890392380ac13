import { createRequire } from 'node:module';

/** `npm test` repeats the same random cases, so that a red run comes from the change; the long form explores. */
const DEFAULT_SEED = 20261129;

/**
 * Sets where the random cases of all property tests start: `QUEUESIDE_SEED` is a whole number, or `random`. A failure
 * prints the seed that repeats it.
 */
export function setPropertySeed() {
  const wanted = process.env['QUEUESIDE_SEED'] ?? String(DEFAULT_SEED);
  if (wanted === 'random') return;
  if (!/^-?\d+$/.test(wanted))
    throw new Error(`QUEUESIDE_SEED is "${wanted}": set a whole number, or random.`);
  // The bundled tests load the CommonJS form, and so must this.
  createRequire(import.meta.url)('fast-check').configureGlobal({ seed: Number(wanted) });
}
