import { NODE, TEXTS, room, type Room } from './room.ts';

export const BROKER_ROOMS: Readonly<Record<string, Room>> = {
  'broker/api': room('SQS as data: what each action takes, gives and is, and what a policy looks like', {
    runs: 'broker, extension',
  }),
  'broker/protocol': room('what broker and extension say to each other, and how it is checked', {
    runs: 'broker, extension; types in webviews',
    imports: ['broker/api'],
    packages: [TEXTS],
  }),
  'broker/language': room('the language that texts and numbers are written in', {
    packages: [NODE, TEXTS],
  }),
  'broker/commandLine': room('how a command line is read, and what its help says', {
    imports: ['broker/language'],
    packages: [NODE, TEXTS],
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
    packages: [NODE, TEXTS],
  }),
  'broker/calls': room('what the fronts share about a call: what it was, its IDs, digests and responses', {
    imports: ['broker/engine', 'broker/protocol'],
    packages: [NODE],
  }),
  'broker/http': room('what the HTTP servers share: the guard, bodies in bounds, broken requests', {
    imports: ['broker/addresses', 'broker/calls'],
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
  'broker/addresses': room('IP addresses, and ranges of them', {
    imports: ['broker/engine'],
    packages: [NODE],
  }),
  'broker/auth': room('credentials, signatures, policies', {
    imports: ['broker/addresses', 'broker/api', 'broker/calls', 'broker/engine', 'broker/files'],
    packages: [NODE, TEXTS, 'jsonc-parser'],
  }),
  'broker/kms': room('the local KMS, and the master key of a data folder', {
    imports: ['broker/engine', 'broker/files', 'broker/auth'],
    packages: [NODE, TEXTS],
  }),
  'broker/tls': room('certificates', {
    imports: ['broker/files'],
    packages: [NODE, TEXTS, '@peculiar/asn1-*'],
  }),
  'broker/storage/format': room('storage: what the bytes of a data folder mean', {
    imports: ['broker/engine'],
    typesOf: ['broker/bytes'],
    packages: [NODE, TEXTS],
  }),
  'broker/storage/disk': room('storage: files, segments, and how they are read, written and made sure', {
    imports: ['broker/bytes', 'broker/engine', 'broker/files', 'broker/storage/format'],
    packages: [NODE, TEXTS],
  }),
  'broker/storage/lock': room('storage: who owns a data folder', {
    imports: ['broker/files', 'broker/protocol', 'broker/storage/disk', 'broker/storage/format'],
    packages: [NODE, TEXTS],
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
    packages: [NODE, TEXTS],
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
  'broker/storage/measured': room('storage: the files of what was measured', {
    imports: ['broker/storage/disk', 'broker/storage/format'],
    packages: [NODE],
  }),
  'broker/storage': room('the journal of a data folder, which its rooms make up', {
    imports: ['broker/engine'],
    typesOf: ['broker/kms'],
    packages: [NODE, TEXTS],
  }),
  'broker/trace': room('what happened to each message', {
    imports: ['broker/calls', 'broker/engine'],
    typesOf: ['broker/protocol', 'broker/time'],
    packages: [NODE],
  }),
  'broker/findings': room('mistakes of consumers, found in the trace', {
    imports: ['broker/language', 'broker/billing', 'broker/api', 'broker/engine', 'broker/trace'],
    typesOf: ['broker/protocol'],
    packages: [TEXTS],
  }),
  'broker/billing': room('what the calls would cost', {
    imports: ['broker/api', 'broker/engine'],
    typesOf: ['broker/calls', 'broker/protocol', 'broker/time'],
  }),
  'broker/metrics': room('what CloudWatch shows of the queues, and the math over it', {
    imports: ['broker/engine'],
    typesOf: ['broker/protocol', 'broker/time'],
  }),
  'broker/alarms': room('alarms: when they go off, what they do then, and where they are kept', {
    imports: ['broker/metrics'],
    typesOf: ['broker/engine', 'broker/protocol', 'broker/time'],
    packages: [NODE],
  }),
  'broker/pools': room('worker pools: how many processes receive from a queue, and which of them end', {
    imports: ['broker/engine', 'broker/protocol'],
    typesOf: ['broker/time'],
    packages: [TEXTS],
  }),
  'broker/eventFilters': room('the filters of event source mappings: reading them, and matching records', {
    imports: ['broker/addresses', 'broker/language'],
    packages: [TEXTS],
  }),
  'broker/functions': room('functions: their environments, and what invokes them', {
    imports: ['broker/engine', 'broker/protocol', 'broker/random'],
    packages: [TEXTS],
  }),
  'broker/mappings': room('event source mappings: queues that invoke functions', {
    imports: [
      'broker/calls',
      'broker/engine',
      'broker/eventFilters',
      'broker/language',
      'broker/protocol',
      'broker/time',
    ],
    typesOf: ['broker/functions'],
    packages: [NODE, TEXTS],
  }),
  'broker/lambda': room('the front for programs: Lambda over HTTP', {
    imports: ['broker/api', 'broker/calls', 'broker/engine', 'broker/mappings', 'broker/protocol'],
    typesOf: ['broker/functions', 'broker/time'],
    packages: [NODE],
  }),
  'broker/cloudwatch': room('the front for programs: CloudWatch over HTTP, in its three protocols', {
    imports: ['broker/alarms', 'broker/calls', 'broker/engine', 'broker/metrics'],
    packages: [NODE, 'cborg'],
  }),
  'broker/forecast': room('what waits, consumers and costs would be, from what the trace shows', {
    imports: ['broker/api', 'broker/billing', 'broker/protocol'],
    typesOf: ['broker/trace'],
  }),
  'broker/random': room('random numbers that only depend on a seed'),
  'broker/faults': room('errors and delays that you inject', {
    imports: ['broker/engine', 'broker/protocol', 'broker/random'],
    typesOf: ['broker/calls', 'broker/time', 'broker/trace'],
    packages: [TEXTS],
  }),
  'broker/idempotence': room('the test that delivers messages more than once', {
    imports: ['broker/engine', 'broker/faults', 'broker/random'],
    typesOf: ['broker/protocol', 'broker/trace'],
    packages: [TEXTS],
  }),
  'broker/replay': room('sending a recorded trace again', {
    imports: ['broker/calls', 'broker/engine'],
    typesOf: ['broker/protocol'],
    packages: [TEXTS],
  }),
  'broker/telemetry': room('spans and metrics for OpenTelemetry', {
    imports: ['broker/metrics', 'broker/protocol', 'broker/trace'],
    typesOf: ['broker/engine', 'broker/time'],
    packages: ['@opentelemetry/*'],
  }),
  'broker/buckets': room(
    'folders that act as buckets of Amazon S3: what happens to their files, and its events',
    {
      imports: ['broker/engine', 'broker/language', 'broker/time'],
      typesOf: ['broker/protocol'],
      packages: [NODE, TEXTS],
    },
  ),
  'broker/checks': room('what the service would reject of the attributes and tags of a queue', {
    runs: 'broker, extension',
    imports: ['broker/api', 'broker/auth', 'broker/engine', 'broker/language', 'broker/protocol'],
    packages: [TEXTS],
  }),
  'broker/definitions': room('`queueside.json`: reading, checking, planning, writing', {
    imports: [
      'broker/alarms',
      'broker/api',
      'broker/checks',
      'broker/language',
      'broker/calls',
      'broker/engine',
      'broker/eventFilters',
      'broker/faults',
      'broker/functions',
      'broker/mappings',
      'broker/pools',
      'broker/protocol',
    ],
    typesOf: ['broker/buckets', 'broker/metrics'],
    packages: [NODE, TEXTS, 'jsonc-parser'],
  }),
  'broker/iac': room('infrastructure as code: templates, as a model of queues, functions and mappings', {
    runs: 'broker, extension',
    imports: [
      'broker/api',
      'broker/definitions',
      'broker/engine',
      'broker/eventFilters',
      'broker/functions',
      'broker/language',
      'broker/mappings',
      'broker/protocol',
    ],
    packages: [TEXTS, 'js-yaml', 'smol-toml', 'jsonc-parser'],
  }),
  'broker/sqs': room('the front for programs: SQS over HTTP', {
    imports: ['broker/api', 'broker/calls', 'broker/engine', 'broker/http'],
    typesOf: ['broker/auth', 'broker/kms'],
    packages: [NODE],
  }),
  'broker/runtimeApi': room('the front for the environments of functions: the Runtime API, a port each', {
    imports: ['broker/calls', 'broker/http'],
    typesOf: ['broker/functions'],
    packages: [NODE],
  }),
  'broker/peers': room('which process is at the other end of a connection, where the system tells', {
    typesOf: ['broker/engine'],
    packages: [NODE],
  }),
  'broker/control': room('the front for the editor: JSON-RPC over a WebSocket', {
    imports: [
      'broker/api',
      'broker/auth',
      'broker/calls',
      'broker/checks',
      'broker/definitions',
      'broker/engine',
      'broker/forecast',
      'broker/functions',
      'broker/idempotence',
      'broker/kms',
      'broker/metrics',
      'broker/pools',
      'broker/protocol',
      'broker/replay',
      'broker/socket',
      'broker/time',
      'broker/trace',
    ],
    typesOf: ['broker/billing', 'broker/buckets', 'broker/faults', 'broker/findings', 'broker/telemetry'],
    packages: [NODE, TEXTS, 'ws', 'vscode-jsonrpc*', 'nanoid'],
  }),
  'broker/client': room('what a program needs to speak to a broker: control client, SQS caller, signer', {
    imports: ['broker/auth', 'broker/protocol', 'broker/socket'],
    packages: [NODE, 'ws', 'vscode-jsonrpc*'],
  }),
  'broker/programs': room(
    'starting and ending programs: those of pools and load tests; the variables by which they find the broker',
    {
      imports: ['broker/time'],
      typesOf: ['broker/protocol'],
      packages: [NODE, TEXTS],
    },
  ),
  'broker/poolRunner': room('running the processes of a worker pool, as the broker orders', {
    imports: ['broker/programs', 'broker/protocol'],
    packages: [NODE, TEXTS],
  }),
  'broker/runtimes': room(
    'the loops that call the handlers of functions in Node.js, Python and Java: each runs in the process of a function',
    { runs: 'a function’s process', packages: [NODE] },
  ),
  'broker/functionRunner': room(
    'running the environments of functions: command lines, variables, changes of the code',
    {
      imports: ['broker/programs', 'broker/protocol', 'broker/time'],
      packages: [NODE, TEXTS],
    },
  ),
  'broker/cli': room('the commands of `queueside`, such as `queueside pool` and `queueside function`', {
    imports: [
      'broker/functionRunner',
      'broker/definitions',
      'broker/iac',
      'broker/poolRunner',
      'broker/programs',
      'broker/commandLine',
      'broker/language',
      'broker/client',
      'broker/engine',
      'broker/files',
      'broker/kms',
      'broker/protocol',
      'broker/random',
      'broker/storage',
      'broker/time',
    ],
    packages: [NODE, TEXTS],
  }),
  'broker/process': room('options, secrets, the token, the parent process', {
    imports: ['broker/commandLine', 'broker/language', 'broker/engine', 'broker/files', 'broker/protocol'],
    typesOf: ['broker/time'],
    packages: [NODE, TEXTS, 'nanoid'],
  }),
  broker: room('`main.ts` and `assembly`, which put the parts together', {
    imports: ['broker'],
    packages: [NODE, TEXTS],
  }),
};
