import { ensureClient, fillIn } from './build.mjs';

/**
 * A sample of the extension in another language than its own, as a user would build and start it.
 * @typedef {object} Sample
 * @property {string} language
 * @property {string} sources its folder in extension/samples
 * @property {import('./table.mjs').Tool} tool what builds it
 * @property {readonly string[]} [packages] of Python
 * @property {readonly string[]} worker what starts the worker, as `argv` of a client
 * @property {readonly string[]} producer the same, for the producer
 */

const JAVA = ['java', '-Djava.awt.headless=true', '-XX:TieredStopAtLevel=1', '-cp', '{folder}/target/*'];

/** @type {readonly Sample[]} */
export const SAMPLES = [
  {
    language: 'Python',
    sources: 'watermarkPython',
    tool: 'python',
    packages: ['--requirement', 'requirements.txt'],
    worker: ['{python}', 'worker.py'],
    producer: ['{python}', 'producer.py'],
  },
  {
    language: 'Java',
    sources: 'watermarkJava',
    tool: 'maven',
    worker: [...JAVA, 'Worker'],
    producer: [...JAVA, 'Producer'],
  },
  {
    language: 'Go',
    sources: 'watermarkGo',
    tool: 'go',
    worker: ['{folder}/client', 'worker'],
    producer: ['{folder}/client', 'producer'],
  },
];

/**
 * @typedef {object} BuiltSample
 * @property {string} folder where it was built
 * @property {string[]} worker
 * @property {string[]} producer
 */

/**
 * Builds the samples in the cache of clients, or finds them there.
 * @returns {Promise<Record<string, BuiltSample | { missing: string }>>} by language
 */
export async function ensureSamples() {
  /** @type {Record<string, BuiltSample | { missing: string }>} */
  const samples = {};
  for (const sample of SAMPLES) {
    const name = `the sample in ${sample.language}`;
    const client = { ...sample, name, place: 'extension/samples', argv: [], steps: [] };
    const built = await ensureClient(client);
    samples[sample.language] =
      'missing' in built
        ? built
        : {
            folder: built.folder,
            worker: fillIn(sample.worker, built.folder),
            producer: fillIn(sample.producer, built.folder),
          };
  }
  return samples;
}

/**
 * @typedef {object} BuiltVideoSample
 * @property {string} folder where it was built
 * @property {string[]} front
 * @property {Record<string, string[]>} workers by language
 */

/**
 * Builds the sample of the video worker, whose front and workers are in one folder, or finds it.
 * @returns {Promise<BuiltVideoSample | { missing: string }>}
 */
export async function ensureVideoSample() {
  const built = await ensureClient({
    name: 'the video sample',
    sources: 'video',
    place: 'extension/samples',
    tool: 'npmAndPython',
    packages: ['--requirement', 'requirements.txt'],
    argv: [],
    steps: [],
  });
  if ('missing' in built) return built;
  return {
    folder: built.folder,
    front: fillIn(['{node}', 'dist/front.js'], built.folder),
    workers: {
      TypeScript: fillIn(['{node}', 'dist/worker.js'], built.folder),
      Python: fillIn(['{python}', 'src/worker.py'], built.folder),
    },
  };
}
