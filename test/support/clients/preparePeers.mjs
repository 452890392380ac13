import { ensureClients } from './build.mjs';
import { findEndpoints } from './endpoints.mjs';
import { ensureFunctions } from './functions.mjs';
import { ensureSamples, ensureVideoSample } from './samples.mjs';

/**
 * Builds what the tests of peers start, or finds it.
 * @returns {Promise<{ env: NodeJS.ProcessEnv | undefined, missing: string }>} the variables by which the tests know it,
 *   undefined if none of them can run; and in one line what lacks, '' when nothing does
 */
export async function preparePeers() {
  const { python, starts, missing } = await ensureClients();
  if (python === undefined) return { env: undefined, missing };
  const samples = await ensureSamples();
  const video = await ensureVideoSample();
  const functions = await ensureFunctions();
  const endpoints = await findEndpoints();
  const lacking = [samples, { video }, functions]
    .flatMap((group) => Object.values(group))
    .flatMap((built) => ('missing' in built ? [built.missing] : []));
  return {
    env: {
      PEER_PYTHON: python,
      PEER_CLIENTS: JSON.stringify(starts),
      PEER_SAMPLES: JSON.stringify(samples),
      PEER_VIDEO: JSON.stringify(video),
      PEER_FUNCTIONS: JSON.stringify(functions),
      ...endpoints.env,
    },
    missing: [missing, ...lacking, endpoints.missing].filter(Boolean).join('; '),
  };
}
