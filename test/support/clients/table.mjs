/**
 * Programs of other people's making, in test/peers/clients, that call the broker as they would call the service.
 * @typedef {object} Client
 * @property {string} name
 * @property {string} sources the name of its folder
 * @property {string} [place] the folder above, from the project's root; test/peers/clients when absent
 * @property {Tool} tool what builds it
 * @property {readonly string[]} [packages] of Python
 * @property {readonly string[]} argv what starts it: `{python}` and `{node}` are programs, `{folder}` is where it was built
 * @property {readonly string[]} steps what it says that held, in order
 * @property {true} [isSlow] it takes more than ten seconds, and is run in one way only, but for the long form
 */

/** @typedef {'python' | 'maven' | 'go' | 'cargo' | 'npm' | 'npmAndPython'} Tool */

const SCENARIO = [
  'errors',
  'attributes',
  'bodies',
  'batches',
  'visibility',
  'long poll',
  'fifo',
  'dead letters',
];
const SDK = [
  'errors',
  'error codes',
  ...SCENARIO.slice(1, -1),
  'dead letter sources',
  'dead letters',
  'purge',
  'queues',
];
const JAVA = [
  'java',
  '-Dfile.encoding=UTF-8',
  '-Dsun.stdout.encoding=UTF-8',
  '-XX:TieredStopAtLevel=1',
  '-cp',
];

/** @type {readonly Client[]} */
export const CLIENTS = [
  {
    name: 'boto3',
    sources: 'boto3',
    tool: 'python',
    packages: ['boto3==1.44.5', 'prometheus_client==0.26.0'],
    argv: ['{python}', '{folder}/client.py'],
    steps: [...SDK, 'cloudwatch', 'lambda', 'openmetrics'],
  },
  {
    name: 'boto3 1.17, which speaks Query',
    sources: 'boto3',
    tool: 'python',
    packages: ['boto3==1.17.112'],
    argv: ['{python}', '{folder}/client.py'],
    steps: [...SDK, 'cloudwatch', 'lambda'],
  },
  {
    name: 'AWS CLI 1',
    sources: 'aws-cli',
    tool: 'python',
    packages: ['awscli==1.46.2'],
    argv: ['{python}', '{folder}/client.py'],
    isSlow: true,
    steps: [
      'errors',
      'attributes',
      'bodies',
      'batches',
      'long poll',
      'visibility',
      'fifo',
      'dead letters',
      'cloudwatch',
    ],
  },
  {
    name: 'Celery',
    sources: 'celery',
    tool: 'python',
    packages: ['celery[sqs]==5.7.0', 'kombu[sqs]==5.7.0', 'boto3==1.44.8'],
    argv: ['{python}', '{folder}/client.py'],
    isSlow: true,
    steps: ['queue made by kombu', 'predefined queue'],
  },
  {
    name: 'SDK for Java 2, sync',
    sources: 'java',
    tool: 'maven',
    argv: [...JAVA, '{folder}/target/*', 'SdkClient', 'sync'],
    steps: [...SDK, 'cloudwatch'],
  },
  {
    name: 'SDK for Java 2, async',
    sources: 'java',
    tool: 'maven',
    argv: [...JAVA, '{folder}/target/*', 'SdkClient', 'async'],
    steps: [...SDK, 'cloudwatch'],
  },
  {
    name: 'JMS',
    sources: 'java',
    tool: 'maven',
    argv: [...JAVA, '{folder}/target/*', 'JmsClient'],
    steps: ['attributes', 'bodies', 'long poll', 'visibility', 'fifo', 'dead letters'],
  },
  {
    name: 'Spring Cloud AWS',
    sources: 'spring',
    tool: 'maven',
    argv: [...JAVA, '{folder}/target/*', 'client.Application'],
    steps: ['attributes', 'bodies', 'long poll', 'batches', 'fifo', 'dead letters'],
  },
  {
    name: 'SDK for Go 2',
    sources: 'go',
    tool: 'go',
    argv: ['{folder}/client'],
    steps: [...SDK, 'cloudwatch', 'lambda'],
  },
  {
    name: 'SDK for Rust',
    sources: 'rust',
    tool: 'cargo',
    argv: ['{folder}/client'],
    steps: [...SCENARIO, 'queues'],
  },
  {
    name: 'sqs-consumer',
    sources: 'node',
    tool: 'npm',
    argv: ['{node}', '{folder}/client.js'],
    steps: ['long poll', 'bodies', 'batches', 'visibility', 'fifo', 'dead letter sources', 'dead letters'],
  },
];
