import { HOST, room, subject, type Room } from './room.ts';

export const EXTENSION_ROOMS: Readonly<Record<string, Room>> = {
  'extension/settings': room('the settings, as data: key, kind, default, text', {
    runs: 'extension host',
    packages: HOST,
  }),
  'extension/ground': room('what all subjects use: ids, notices, texts, questions in steps', {
    runs: 'extension host',
    imports: ['broker/protocol'],
    typesOf: ['broker/programs'],
    packages: HOST,
  }),
  'extension/broker': room('the broker’s life: process, lease, connection', {
    runs: 'extension host',
    imports: [
      'broker/programs',
      'broker/protocol',
      'broker/socket',
      'extension/ground',
      'extension/settings',
    ],
    packages: [...HOST, 'ws', 'vscode-jsonrpc*', 'vscode-languageclient*'],
  }),
  'extension/connections': room(
    'places with queues: what each of them can do, and how a queue is addressed',
    {
      runs: 'extension host',
      imports: ['broker/protocol', 'extension/broker', 'extension/ground', 'extension/settings'],
      typesOf: ['broker/api', 'broker/protection', 'webview/receiveProtocol.ts'],
      packages: HOST,
    },
  ),
  'extension/webviews': subject('what the panels share: pages, their messages, the state of the broker', {
    typesOf: [
      'webview/protocol.ts',
      'webview/forecastProtocol.ts',
      'webview/loadProtocol.ts',
      'webview/messageProtocol.ts',
      'webview/metricsProtocol.ts',
      'webview/queueEditorProtocol.ts',
      'webview/receiveProtocol.ts',
      'webview/alarmFormProtocol.ts',
      'webview/scalingProtocol.ts',
    ],
  }),
  'extension/billing': subject('what the calls would cost', {}),
  'extension/bodyEncryption': subject(
    'keys of message bodies; the AWS Encryption SDK, in a bundle of its own',
    {
      packages: [...HOST, '@aws-crypto/*'],
    },
  ),
  'extension/fileFormats': room(
    'files of messages and tables: JSON Lines and CSV, in a bundle of their own',
    {
      runs: 'extension host',
      imports: ['broker/protocol', 'extension/ground'],
      packages: [...HOST, 'csv-parse', 'csv-stringify/sync'],
    },
  ),
  'extension/queues': subject('queues and their messages: `tree`, `messages`, and what is done with queues', {
    imports: ['broker/api', 'extension/billing', 'extension/bodyEncryption'],
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/queues/editor': subject('editing queues: the form, and dead-letter queues in two clicks', {
    imports: ['broker/api', 'extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts', 'webview/queueEditorProtocol.ts'],
  }),
  'extension/storage': subject('the stored messages: what a start found, clearing, the master key', {
    imports: ['extension/queues'],
  }),
  'extension/clock': subject('the broker’s clock: advancing, undo, back to real time', {
    typesOf: ['extension/queues', 'extension/storage'],
  }),
  'extension/security': subject('users, keys of the KMS, denied calls', {
    typesOf: ['extension/queues'],
    packages: [...HOST, 'jsonc-parser'],
  }),
  'extension/launch': subject('how programs find the broker: launches, terminals, the sample', {
    imports: ['broker/programs', 'extension/security'],
  }),
  'extension/debug': subject('stopped programs: holds, breakpoints on arrival, messages in flight', {
    imports: ['extension/launch', 'extension/queues'],
    typesOf: ['extension/clock'],
  }),
  'extension/definitions': subject('`queueside.json`: finding, applying, writing', {
    imports: ['extension/queues'],
  }),
  'extension/faults': subject('errors and delays that you inject', {
    imports: ['extension/queues'],
  }),
  'extension/alarms': subject('alarms on metrics of queues: what they say, and their form', {
    imports: ['extension/definitions', 'extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts', 'webview/alarmFormProtocol.ts'],
  }),
  'extension/receive': subject('receiving as a consumer: the calls, and the panel', {
    imports: ['broker/client', 'extension/queues', 'extension/webviews'],
    typesOf: [
      'extension/messageEditor',
      'extension/security',
      'webview/protocol.ts',
      'webview/receiveProtocol.ts',
    ],
  }),
  'extension/forecast': subject('what waits would be: the panel', {
    imports: ['extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts', 'webview/forecastProtocol.ts', 'webview/loadProtocol.ts'],
  }),
  'extension/pools': subject('worker pools: showing them, running them in this window, tasks', {
    imports: [
      'broker/poolRunner',
      'broker/programs',
      'extension/debug',
      'extension/launch',
      'extension/processes',
      'extension/security',
    ],
    packages: [...HOST, 'jsonc-parser'],
  }),
  'extension/processes': subject(
    'what pools and functions share: rows, output and debug sessions of processes',
    {
      imports: ['broker/programs', 'extension/debug'],
      typesOf: ['extension/clock', 'extension/launch'],
    },
  ),
  'extension/functions': subject('functions: showing them, running and debugging them in this window', {
    imports: [
      'broker/functionRunner',
      'broker/programs',
      'extension/launch',
      'extension/processes',
      'extension/security',
    ],
    typesOf: ['extension/queues'],
  }),
  'extension/consumers': subject('the Consumers view: pools and functions, in a bundle of its own', {
    imports: ['extension/functions', 'extension/pools', 'extension/processes'],
    typesOf: ['broker/programs'],
  }),
  'extension/remote': subject('connections to Amazon SQS and other endpoints, in a bundle of its own', {
    imports: [
      'broker/api',
      'broker/checks',
      'broker/connections',
      'broker/engine',
      'broker/protection',
      'extension/webviews',
    ],
    typesOf: ['broker/gateway', 'webview/receiveProtocol.ts'],
  }),
  'extension/gateway': subject('the gateways that this window uses: their life, and who calls through them', {
    imports: ['extension/debug', 'extension/launch'],
    typesOf: ['broker/programs', 'extension/remote'],
  }),
  'extension/templates': subject(
    'templates of SAM, CloudFormation, the CDK and the Serverless Framework, in a bundle of its own',
    {
      imports: ['broker/iac', 'extension/definitions', 'extension/functions'],
    },
  ),
  'extension/pages': room('the code behind pages that a start does not need, in a bundle of its own', {
    runs: 'extension host',
    imports: [
      'extension/messageEditor',
      'extension/alarms',
      'extension/forecast',
      'extension/ground',
      'extension/launch',
      'extension/queues',
      'extension/queues/editor',
      'extension/receive',
      'extension/scaling',
      'extension/security',
      'extension/storage',
      'extension/trace',
    ],
    typesOf: ['extension/broker', 'extension/clock', 'extension/connections'],
    packages: HOST,
  }),
  'extension/messageEditor': subject('the editor of a message, and comparing two', {
    imports: ['extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts', 'webview/messageProtocol.ts'],
  }),
  'extension/composer': subject('the composer, and the commands that fill it', {
    imports: ['extension/bodyEncryption', 'extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/load': subject('load tests', {
    imports: ['broker/programs', 'extension/queues', 'extension/webviews'],
    typesOf: ['extension/security', 'webview/loadProtocol.ts', 'webview/protocol.ts'],
  }),
  'extension/metrics': subject('metrics of queues over time: reading them, and the panel', {
    imports: ['extension/fileFormats', 'extension/queues', 'extension/webviews'],
    typesOf: ['extension/clock', 'webview/protocol.ts', 'webview/metricsProtocol.ts'],
  }),
  'extension/scaling': subject('how a pool of workers scales, over time: reading it, and the panel', {
    imports: ['extension/fileFormats', 'extension/metrics', 'extension/webviews'],
    typesOf: ['extension/clock', 'webview/scalingProtocol.ts'],
  }),
  'extension/trace': subject('the trace: its panel, saved traces, replay', {
    imports: ['extension/fileFormats', 'extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/exportImport': subject('exporting messages to files, and importing them', {
    imports: ['extension/fileFormats', 'extension/queues', 'extension/trace'],
  }),
  'extension/findings': subject('mistakes of consumers, and the test of idempotence', {
    imports: ['extension/queues', 'extension/queues/editor', 'extension/trace'],
  }),
  'extension/status': subject('the status item, and the commands that start and stop the broker', {
    imports: ['extension/billing', 'extension/queues', 'extension/storage'],
  }),
  'extension/walkthrough': subject('the steps of *Get Started*'),
  extension: room(
    '`main.ts`, `services.ts`, `brokerStores.ts`, `brokerLink.ts`, `api.ts` and `commands`, which put the subjects together',
    {
      runs: 'extension host',
      imports: ['broker/protocol', 'extension'],
      packages: HOST,
    },
  ),
};
