/** What the files of one room may import, beside each other. */
export interface Room {
  /** Where it runs. */
  readonly runs: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** Rooms and folders whose files it may import. */
  readonly imports: readonly string[];
  /** Rooms of which it may import types, and nothing that exists at run time. */
  readonly typesOf: readonly string[];
  /** Node.js modules and packages, as they are imported; a star stands for the rest of a name. */
  readonly packages: readonly string[];
}

const NODE = 'node:*';
/** Translates texts; the one way in the whole product, beside `vscode.l10n`. */
const TEXTS = '@vscode/l10n';
/** The packages that every subject of the extension may import. */
export const HOST = [NODE, 'vscode', TEXTS];
/** The packages that every panel may import. */
export const PREACT = ['preact*', '@preact/signals', TEXTS];

/** Begins a room that runs in the broker and imports nothing. */
function room(purpose: string, rules: Partial<Room> = {}): Room {
  return { runs: 'broker', purpose, imports: [], typesOf: [], packages: [], ...rules };
}

/** Begins a room that runs in a webview. */
function panel(purpose: string, rules: Partial<Room> = {}): Room {
  return { runs: 'webview', purpose, imports: [], typesOf: [], packages: PREACT, ...rules };
}

/** What every subject of the extension may import. */
const FLOORS = ['broker/protocol', 'extension/broker', 'extension/connections', 'extension/ground'];

/** Begins a room that runs in the extension host, on the floors below. */
function subject(purpose: string, rules: Partial<Room> = {}): Room {
  const { imports = [], ...others } = rules;
  return {
    runs: 'extension host',
    purpose,
    imports: [...FLOORS, ...imports],
    typesOf: [],
    packages: HOST,
    ...others,
  };
}

/** @param rooms of the trace whose files it may import */
function traceRoom(purpose: string, rooms: readonly string[] = []): Room {
  return panel(purpose, {
    imports: ['broker/protocol', 'webview/shared', ...rooms.map((name) => `webview/trace/${name}`)],
    typesOf: ['webview/protocol.ts', 'webview/trace/traceStore.ts'],
    packages: [...PREACT, '@tanstack/virtual-core', 'uplot*'],
  });
}

/**
 * Who may import whom, types and values apart. The longest folder that holds a file speaks for it.
 * docs/architecture.md prints this table (printRooms.ts), and test/contract/imports.test.ts holds the sources and the page to it.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  'broker/api': room('SQS as data: what each action takes, gives and is, and what a policy looks like', {
    runs: 'broker, extension',
  }),
  'broker/protocol': room('what broker and extension say to each other, and how it is checked', {
    runs: 'broker, extension; types in webviews',
    imports: ['broker/api'],
    packages: [TEXTS],
  }),
  'broker/engine': room('the rules of queues: no I/O, no `Date`, no timers, no Node.js', {
    imports: ['broker/api'],
  }),
  'broker/socket': room(
    'the control channel’s WebSocket at both ends: opening it, JSON-RPC messages over it',
    {
      runs: 'broker, extension host',
      packages: ['ws', 'vscode-jsonrpc*'],
    },
  ),
  'broker/time': room('the clock that can be advanced, timers, the time since the boot', {
    typesOf: ['broker/engine'],
    packages: [NODE],
  }),
  'broker/files': room('how files and folders that others could exchange are opened, read and rejected', {
    imports: ['broker/protocol'],
    packages: [NODE],
  }),
  'broker/calls': room('what the fronts share about a call: what it was, its IDs, digests and responses', {
    imports: ['broker/engine', 'broker/protocol'],
    packages: [NODE],
  }),
  'broker/bytes': room('fields and contents of messages as bytes, for memory and for the journal', {
    imports: ['broker/engine'],
    packages: [NODE],
  }),
  'broker/contents': room('what messages say, kept in memory', {
    imports: ['broker/bytes', 'broker/engine'],
    packages: [NODE],
  }),
  'broker/auth': room('credentials, signatures, policies', {
    imports: ['broker/api', 'broker/calls', 'broker/engine', 'broker/files'],
    packages: [NODE, 'jsonc-parser'],
  }),
  'broker/kms': room('the local KMS, and the master key of a data folder', {
    imports: ['broker/engine', 'broker/files', 'broker/auth'],
    packages: [NODE],
  }),
  'broker/tls': room('certificates', { imports: ['broker/files'], packages: [NODE, '@peculiar/asn1-*'] }),
  'broker/storage/format': room('storage: what the bytes of a data folder mean', {
    imports: ['broker/engine'],
    typesOf: ['broker/bytes'],
    packages: [NODE],
  }),
  'broker/storage/disk': room('storage: files, segments, and how they are read, written and made sure', {
    imports: ['broker/bytes', 'broker/engine', 'broker/files', 'broker/storage/format'],
    packages: [NODE],
  }),
  'broker/storage/lock': room('storage: who owns a data folder', {
    imports: ['broker/files', 'broker/protocol', 'broker/storage/disk', 'broker/storage/format'],
    packages: [NODE],
  }),
  'broker/storage/cipher': room('storage: keys of a data folder, and sealing', {
    imports: [
      'broker/engine',
      'broker/files',
      'broker/kms',
      'broker/storage/disk',
      'broker/storage/format',
      'broker/storage/lock',
    ],
    packages: [NODE],
  }),
  'broker/storage/writing': room('storage: what goes into records, and where each message’s record is', {
    imports: ['broker/bytes', 'broker/engine', 'broker/storage/disk', 'broker/storage/format'],
  }),
  'broker/storage/starting': room('storage: what a start reads, and the engine that comes of it', {
    imports: [
      'broker/bytes',
      'broker/engine',
      'broker/storage/disk',
      'broker/storage/format',
      'broker/storage/writing',
    ],
    typesOf: ['broker/protocol'],
  }),
  'broker/storage/keeping': room('storage: what goes on behind: reclaim, rescue, undo', {
    imports: [
      'broker/bytes',
      'broker/engine',
      'broker/storage/disk',
      'broker/storage/format',
      'broker/storage/writing',
    ],
    typesOf: ['broker/protocol', 'broker/storage/starting'],
    packages: [NODE],
  }),
  'broker/storage': room('the journal of a data folder, which its rooms make up', {
    imports: ['broker/engine'],
    typesOf: ['broker/kms'],
    packages: [NODE],
  }),
  'broker/trace': room('what happened to each message', {
    imports: ['broker/calls', 'broker/engine'],
    typesOf: ['broker/protocol', 'broker/time'],
    packages: [NODE],
  }),
  'broker/findings': room('mistakes of consumers, found in the trace', {
    imports: ['broker/billing', 'broker/api', 'broker/engine', 'broker/trace'],
    typesOf: ['broker/protocol'],
    packages: [TEXTS],
  }),
  'broker/billing': room('what the calls would cost', {
    imports: ['broker/api', 'broker/engine'],
    typesOf: ['broker/calls', 'broker/protocol', 'broker/time'],
  }),
  'broker/faults': room('errors and delays that you inject', {
    imports: ['broker/engine', 'broker/protocol'],
    typesOf: ['broker/calls', 'broker/time', 'broker/trace'],
  }),
  'broker/idempotence': room('the test that delivers messages more than once', {
    imports: ['broker/engine', 'broker/faults'],
    typesOf: ['broker/protocol', 'broker/trace'],
    packages: [TEXTS],
  }),
  'broker/replay': room('sending a recorded trace again', {
    imports: ['broker/calls', 'broker/engine'],
    typesOf: ['broker/protocol'],
  }),
  'broker/telemetry': room('spans for OpenTelemetry', {
    imports: ['broker/protocol', 'broker/trace'],
    typesOf: ['broker/engine'],
    packages: ['@opentelemetry/*'],
  }),
  'broker/definitions': room('`queueside.json`: reading, checking, planning, writing', {
    imports: ['broker/calls', 'broker/engine', 'broker/faults', 'broker/protocol'],
    typesOf: ['broker/api'],
    packages: [NODE, 'jsonc-parser'],
  }),
  'broker/sqs': room('the front for programs: SQS over HTTP', {
    imports: ['broker/api', 'broker/calls', 'broker/engine'],
    typesOf: ['broker/auth', 'broker/kms'],
    packages: [NODE],
  }),
  'broker/control': room('the front for the editor: JSON-RPC over a WebSocket', {
    imports: [
      'broker/calls',
      'broker/definitions',
      'broker/engine',
      'broker/idempotence',
      'broker/kms',
      'broker/protocol',
      'broker/replay',
      'broker/socket',
      'broker/time',
      'broker/trace',
    ],
    typesOf: ['broker/billing', 'broker/api', 'broker/faults', 'broker/findings', 'broker/telemetry'],
    packages: [NODE, 'ws', 'vscode-jsonrpc*', 'nanoid'],
  }),
  'broker/client': room('what a program needs to speak to a broker: control client, SQS caller, signer', {
    imports: ['broker/auth', 'broker/protocol', 'broker/socket'],
    packages: [NODE, 'ws', 'vscode-jsonrpc*'],
  }),
  'broker/cli': room('`queueside load`, `queueside clock` and `queueside key`', {
    imports: [
      'broker/client',
      'broker/engine',
      'broker/files',
      'broker/kms',
      'broker/protocol',
      'broker/storage',
    ],
    packages: [NODE],
  }),
  'broker/process': room('options, secrets, the token, the parent process', {
    imports: ['broker/engine', 'broker/files', 'broker/protocol'],
    typesOf: ['broker/time'],
    packages: [NODE, 'nanoid'],
  }),
  broker: room('`main.ts` and `assembly`, which put the parts together', {
    imports: ['broker'],
    packages: [NODE, TEXTS],
  }),
  webview: panel('what extension and panels say to each other', { typesOf: ['broker/protocol'] }),
  'webview/shared': panel('what the panels share: controls, charts, colours, times', {
    typesOf: ['broker/protocol', 'webview/protocol.ts'],
    packages: [...PREACT, '@tanstack/virtual-core', '@vscode-elements/*', 'uplot*'],
  }),
  'webview/composer': panel('the composer', {
    imports: ['webview/shared'],
    typesOf: ['broker/protocol', 'webview/protocol.ts'],
    packages: [...PREACT, '@codemirror/*', '@lezer/highlight', 'jsonc-parser'],
  }),
  'webview/trace/kinds': traceRoom('the trace: kinds of events, and the filter by them'),
  'webview/trace/log': traceRoom('the trace: the events that are kept, filtered, by message', ['kinds']),
  'webview/trace/lanes': traceRoom('the trace: the lanes of messages', ['kinds', 'log']),
  'webview/trace/message': traceRoom('the trace: the details of one message', ['kinds', 'lanes', 'log']),
  'webview/trace/events': traceRoom('the trace: the list of events', ['kinds', 'lanes', 'message']),
  'webview/trace/consumers': traceRoom('the trace: the lanes of consumers', ['lanes', 'log']),
  'webview/trace/charts': traceRoom('the trace: depth, age and throughput', ['lanes', 'log']),
  'webview/trace/findings': traceRoom('the trace: the list of findings', ['lanes']),
  'webview/trace': panel('the panel of the trace, which its rooms make up', {
    imports: ['broker/protocol', 'webview/shared', 'webview/trace'],
    typesOf: ['webview/protocol.ts'],
  }),
  'webview/load': panel('the load test', {
    imports: ['webview/shared'],
    typesOf: ['broker/protocol', 'webview/protocol.ts'],
  }),
  'extension/ground': room('what all subjects use: ids, settings, notices, texts, questions in steps', {
    runs: 'extension host',
    typesOf: ['broker/protocol'],
    packages: HOST,
  }),
  'extension/broker': room('the broker’s life: process, lease, connection', {
    runs: 'extension host',
    imports: ['broker/protocol', 'broker/socket', 'extension/ground'],
    packages: [...HOST, 'ws', 'vscode-jsonrpc*', 'vscode-languageclient*'],
  }),
  'extension/connections': room(
    'places with queues: what each of them can do, and how a queue is addressed',
    {
      runs: 'extension host',
      imports: ['broker/protocol', 'extension/broker', 'extension/ground'],
      packages: HOST,
    },
  ),
  'extension/webviews': subject('what the panels share: pages, their messages, the state of the broker', {
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/billing': subject('what the calls would cost', {}),
  'extension/bodyEncryption': subject(
    'keys of message bodies; the AWS Encryption SDK, in a bundle of its own',
    {
      packages: [...HOST, '@aws-crypto/*'],
    },
  ),
  'extension/queues': subject('queues and their messages: `tree`, `messages`, and what is done with queues', {
    imports: ['extension/billing', 'extension/bodyEncryption'],
    typesOf: ['webview/protocol.ts'],
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
    imports: ['extension/security'],
  }),
  'extension/debug': subject('stopped programs: holds, breakpoints on arrival, messages in flight', {
    imports: ['extension/launch', 'extension/queues'],
    typesOf: ['extension/clock'],
  }),
  'extension/definitions': subject('`queueside.json`: finding, applying, writing', {
    typesOf: ['extension/queues'],
  }),
  'extension/faults': subject('errors and delays that you inject', {
    imports: ['extension/queues'],
  }),
  'extension/composer': subject('the composer, and the commands that fill it', {
    imports: ['extension/bodyEncryption', 'extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/load': subject('load tests', {
    imports: ['extension/queues', 'extension/webviews'],
    typesOf: ['extension/security', 'webview/protocol.ts'],
  }),
  'extension/trace': subject('the trace: its panel, saved traces, replay', {
    imports: ['extension/queues', 'extension/webviews'],
    typesOf: ['webview/protocol.ts'],
  }),
  'extension/findings': subject('mistakes of consumers, and the test of idempotence', {
    imports: ['extension/queues', 'extension/trace'],
  }),
  'extension/status': subject('the status item, and the commands that start and stop the broker', {
    imports: ['extension/billing', 'extension/queues', 'extension/storage'],
  }),
  'extension/walkthrough': subject('the steps of *Get Started*'),
  extension: room('`main.ts`, `services.ts`, `api.ts` and `commands`, which put the subjects together', {
    runs: 'extension host',
    imports: ['broker/protocol', 'extension'],
    packages: HOST,
  }),
};
