import { ensureClient, fillIn } from './build.mjs';

/**
 * Servers of other people's making that speak Amazon SQS, in test/peers/endpoints: connections are tested against them.
 * @typedef {object} Endpoint
 * @property {string} name
 * @property {string} sources its folder in test/peers/endpoints
 * @property {import('./table.mjs').Tool} tool what builds it
 * @property {readonly string[]} [packages] of Python
 * @property {readonly string[]} argv what starts it, as that of a client; `{port}` is the loopback port that it listens on
 */

/** @type {readonly Endpoint[]} */
const ENDPOINTS = [
  {
    name: 'ElasticMQ',
    sources: 'elasticmq',
    tool: 'maven',
    argv: [
      'java',
      '-XX:TieredStopAtLevel=1',
      '-Dnode-address.host=127.0.0.1',
      '-Dnode-address.port={port}',
      '-Drest-sqs.bind-hostname=127.0.0.1',
      '-Drest-sqs.bind-port={port}',
      '-Drest-stats.enabled=false',
      '-cp',
      '{folder}/target/*',
      'org.elasticmq.server.Main',
    ],
  },
  {
    name: 'moto',
    sources: 'moto',
    tool: 'python',
    packages: ['--requirement', 'requirements.txt'],
    argv: ['{python}', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '{port}'],
  },
  {
    name: 'fauxqs',
    sources: 'fauxqs',
    tool: 'npm',
    argv: ['{node}', '{folder}/server.mjs', '{port}'],
  },
];

/**
 * Builds the servers in the cache of clients, or finds them there.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, missing: string }>} the variable by which tests know what starts each; and in one
 *   line what lacks, '' when nothing does
 */
export async function findEndpoints() {
  /** @type {Record<string, { argv: string[] } | { missing: string }>} */
  const starts = {};
  for (const endpoint of ENDPOINTS) {
    const built = await ensureClient({ ...endpoint, place: 'test/peers/endpoints', steps: [] });
    starts[endpoint.name] = 'missing' in built ? built : { argv: fillIn(endpoint.argv, built.folder) };
  }
  const lacking = Object.values(starts).flatMap((start) => ('missing' in start ? [start.missing] : []));
  return { env: { PEER_ENDPOINTS: JSON.stringify(starts) }, missing: lacking.join('; ') };
}
