import type { WorkspaceConfiguration } from 'vscode';
import {
  listOf,
  listOfObjects,
  oneOf,
  onOrOff,
  type SettingRow,
  textLike,
  textUpTo,
  wholeNumber,
  wholeNumberOrZero,
} from './settingKinds.ts';

const BROKER = {
  /** Each value includes the ones before it. */
  autoStart: oneOf(
    {
      off: 'Never; only when a command needs it.',
      onView: 'When the Queues view is shown.',
      onDebug:
        'When the Queues view is shown, and before you debug a program (see `#queueside.debug.inject#`).',
    },
    {
      default: 'onDebug',
      text: 'When to start the broker automatically. Commands that need the broker always start it.',
      needsTrust: true,
    },
  ),
  port: wholeNumber(0, 65_535, {
    default: 9324,
    text: "Preferred port on the loopback address. If it's in use, the broker picks a free port and notifies you. `0` always picks a free port.",
    needsTrust: true,
    needsRestart: true,
  }),
  region: textLike(String.raw`^[a-z]{2}(-[a-z]+)+-\d$`, {
    default: 'us-east-1',
    text: 'AWS region used in queue ARNs and passed to programs you debug.',
    needsTrust: true,
    needsRestart: true,
  }),
  limits: oneOf(
    {
      strict: 'Current Amazon SQS limits (messages up to 1 MiB).',
      classic: 'Like `strict`, with the 256 KiB message limit from before August 2025.',
      relaxed: 'Only what the protocol requires.',
    },
    { default: 'strict', text: 'The SQS limits to enforce.', needsTrust: true, needsRestart: true },
  ),
  'intervals.purge': onOrOff({
    default: true,
    text: 'Reject a second purge of the same queue within 60 seconds, as Amazon SQS does. Has no effect with `relaxed` `#queueside.limits#`. Turn this off for tests that purge between cases.',
    needsTrust: true,
    needsRestart: true,
  }),
  'intervals.recreate': onOrOff({
    default: true,
    text: 'Reject creating a queue within 60 seconds after a queue with the same name was deleted, as Amazon SQS does. Has no effect with `relaxed` `#queueside.limits#`. Turn this off for tests that create and delete queues.',
    needsTrust: true,
    needsRestart: true,
  }),
  openMetrics: onOrOff({
    default: false,
    text: 'Serve the metrics of all queues at `/metrics`, in the OpenMetrics format that Prometheus reads.',
    needsTrust: true,
    needsRestart: true,
  }),
  'definitions.apply': onOrOff({
    default: true,
    text: 'Apply `queueside.json`, and the templates that you use, when the broker starts and when they change. Only in trusted workspaces.',
    needsTrust: true,
  }),
  'templates.offer': onOrOff({
    default: true,
    text: 'Offer to use the queues and functions of templates in this workspace: AWS SAM, CloudFormation, `cdk.out` and `serverless.yml`. Only in trusted workspaces.',
  }),
  'templates.problems': onOrOff({
    default: true,
    text: 'Mark in open templates what cannot be read, what a deployment would reject, and what it would do wrong.',
  }),
  'templates.codeLens': onOrOff({
    default: true,
    text: 'Show **Debug** and **Invoke with…** at the handlers of functions, in templates and in source files. Only in trusted workspaces.',
  }),
  'statusBar.visible': onOrOff({
    default: true,
    text: "Show the broker's address and state in the status bar.",
    scope: 'application',
  }),
  'telemetry.endpoint': textLike(String.raw`^(https?://\S+)?$`, {
    default: '',
    text: 'An OTLP/HTTP receiver, such as `http://127.0.0.1:4318`, to which the broker sends OpenTelemetry spans of sends, receives and processing, and the metrics of the queues each minute. Empty: the broker sends nothing.',
    needsTrust: true,
  }),
} as const;

const QUEUES = {
  'messages.pageSize': wholeNumber(10, 100, {
    default: 25,
    text: 'Number of messages the tree loads at a time.',
  }),
  'messages.formatJson': onOrOff({
    default: true,
    text: "Format JSON bodies when you open a message. The message itself isn't changed.",
  }),
  'notify.deadLetters': onOrOff({
    default: false,
    text: 'Show a notification when messages arrive in a dead-letter queue: one for each queue, until nothing has arrived for a minute.',
  }),
  'notify.alarms': onOrOff({
    default: false,
    text: 'Show a notification when an alarm goes off.',
  }),
  'notify.threshold': wholeNumber(0, 1_000_000, {
    default: 0,
    text: 'Show a notification when a queue gets more messages than this. `0` shows none.',
  }),
  confirmPurge: onOrOff({ default: true, text: 'Ask before purging a queue.', scope: 'application' }),
  confirmAdvance: onOrOff({
    default: true,
    text: 'Ask before advancing the clock so far that messages expire.',
    scope: 'application',
  }),
  findings: oneOf(
    {
      off: "Don't show findings.",
      view: 'In the Findings view and the status bar.',
      problems: 'In the Findings view, the status bar and the Problems panel.',
    },
    {
      default: 'problems',
      text: 'Where to show problems the broker detects in your programs, such as a handler that is slower than the visibility timeout. Each has an explanation and a fix.',
    },
  ),
  'bill.inTree': onOrOff({
    default: false,
    text: 'Show a cost estimate for each queue in the Queues view.',
  }),
  'bill.prices': oneOf(
    {
      tiered: 'Amazon SQS prices by volume, with separate prices for standard and FIFO queues.',
      flat: 'The older flat price of $0.50 per million requests, which many examples still use.',
    },
    { default: 'tiered', text: 'Prices used for the cost estimate.' },
  ),
} as const;

const DEBUGGING = {
  'debug.inject': onOrOff({
    default: true,
    text: 'Point debugged programs at the local broker through environment variables: `AWS_ENDPOINT_URL_SQS`, the region and, depending on `#queueside.debug.credentials#`, credentials. Values set by the launch configuration or its `envFile` are kept; if they include any `AWS_ENDPOINT_URL…`, nothing is added. Only in trusted workspaces.',
    scope: 'resource',
    needsTrust: true,
  }),
  'debug.credentials': oneOf(
    {
      session:
        "Use a new key pair for each launch, so that the trace shows the debug session's name and `#queueside.debug.hold#` works. Calls to other AWS services get this pair too. Inherited variables that SDKs would prefer, such as `AWS_PROFILE`, are unset for the program, unless the launch configuration or its `envFile` sets them.",
      keep: "Keep the program's own credentials: for programs that also call other AWS services. The trace shows the program by its SDK.",
    },
    {
      default: 'session',
      text: 'AWS credentials for programs you debug.',
      scope: 'resource',
      needsTrust: true,
    },
  ),
  'debug.connection': textUpTo(80, {
    default: '',
    text: 'Name of the connection (see `#queueside.connections#`) whose endpoint the programs you debug call, through a gateway on this machine that traces their calls and holds their messages. Empty: they call the local broker. A launch configuration overrides it with the environment variable `QUEUESIDE_CONNECTION`. Only in trusted workspaces.',
    needsTrust: true,
  }),
  'debug.user': textUpTo(64, {
    default: '',
    text: 'User that debugged programs sign in as when `#queueside.auth#` is on. Empty: the first user in the file.',
    scope: 'resource',
    needsTrust: true,
  }),
  'debug.hold': onOrOff({
    default: true,
    text: "While a debugged program is paused, pause the visibility timeout of the messages it has received so they aren't redelivered. Without the credentials of a launch (see `#queueside.debug.credentials#`), and for programs that you attach to, this works on Linux only.",
  }),
  'debug.functionEnvironments': wholeNumber(1, 100, {
    default: 1,
    text: 'How many environments of a function the debugger starts at most at the same time. More invocations wait.',
  }),
  'debug.inlineMessage': onOrOff({
    default: true,
    text: 'While a debugged program is paused, show the newest message it is processing, and the time left, next to the current line.',
  }),
  'terminal.environment': onOrOff({
    default: false,
    text: 'While the broker runs, set the variables of the *Queueside* terminal in all new terminals: endpoint, region and credentials. Programs that you start there call the local broker instead of Amazon SQS. Only in trusted workspaces.',
    needsTrust: true,
  }),
} as const;

const STORAGE = {
  durability: oneOf(
    {
      process: 'Survives broker and editor crashes.',
      power: 'Also survives power loss; every response waits for the disk, so sends are slower.',
      none: 'In memory only: messages are lost when the broker stops. Data that was stored before is kept.',
    },
    {
      default: 'process',
      text: "How durable this workspace's queues and messages are. They are stored in the extension's own storage, which only you can read. Windows without a folder keep them in memory.",
      needsTrust: true,
      needsRestart: true,
    },
  ),
  bodyMemoryMiB: wholeNumber(1, 4096, {
    default: 16,
    text: 'Memory for recent message bodies, in MiB. The broker reads older bodies from the disk when they are received.',
    needsTrust: true,
    needsRestart: true,
  }),
  maxMemoryMiB: wholeNumberOrZero(16, 16_777_216, {
    default: 0,
    text: "Memory limit for messages, in MiB, when `#queueside.durability#` is `none`; `0` is half of the machine's memory. Beyond the limit, sends are rejected; receives and deletes continue.",
    needsTrust: true,
    needsRestart: true,
  }),
  encryption: oneOf(
    {
      off: 'Messages are stored unencrypted. Data that is already encrypted stays encrypted.',
      on: 'AES-256-GCM; the key is created at the first start.',
    },
    {
      default: 'off',
      text: "Encrypt stored message contents on the disk, with a key in the editor's secret storage. Existing data is encrypted too. The key isn't stored anywhere else: without it, the messages are lost.",
      needsTrust: true,
      needsRestart: true,
    },
  ),
} as const;

const SECURITY = {
  auth: oneOf(
    {
      off: 'Accept any credentials.',
      signatures: 'Every call must be signed by a user in the credential file.',
      policies:
        "Also enforce IAM policies: signed calls must be allowed by the user's and the queue's policies. *Why Was This Denied?* explains a denial.",
    },
    {
      default: 'off',
      text: 'Whether callers must authenticate. To edit users and policies, run *Manage Users and Policies…*. Programs you debug sign automatically.',
      needsTrust: true,
      needsRestart: true,
    },
  ),
  tls: oneOf(
    { off: 'HTTP on loopback only.', on: 'HTTPS on the port after `#queueside.port#`.' },
    {
      default: 'off',
      text: 'Whether the broker also serves HTTPS, with certificates from a local certificate authority. Programs you debug then get the HTTPS endpoint and the certificates to trust.',
      needsTrust: true,
      needsRestart: true,
    },
  ),
  allowedHosts: listOf(String.raw`^[\w.-]{1,253}$`, 100, {
    default: [],
    text: "Host names, besides `localhost` and loopback addresses, that programs may use to call the broker, such as `host.docker.internal`. Calls with other names are rejected, so that web pages can't reach the broker through their own domain names.",
    needsTrust: true,
    needsRestart: true,
  }),
} as const;

const TEXT = { type: 'string' };

const CONNECTIONS = {
  'transfers.messagesPerSecond': wholeNumberOrZero(1, 3_000, {
    default: 50,
    text: 'How many messages per second *Copy Messages to Queue…* and *Move Messages to Queue…* transfer from and to other endpoints at most. 0: no limit. Between endpoints on this machine, there is no limit.',
  }),
  connections: listOfObjects(
    {
      name: TEXT,
      kind: { enum: ['endpoint', 'profile', 'environment'] },
      endpoint: TEXT,
      profile: TEXT,
      region: TEXT,
      protection: { enum: ['readOnly', 'confirm', 'open'] },
      color: { enum: ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] },
      queues: { type: 'array', items: TEXT },
      refreshSeconds: { type: 'integer', minimum: 10, maximum: 86_400 },
    },
    {
      default: [],
      text: 'Connections to Amazon SQS and to other endpoints, beside the local broker. To add one, run *Add Connection…*. No secret is ever in this setting: keys are in the secret storage of the editor.',
      scope: 'application',
    },
  ),
} as const;

/** The sections of the Settings editor, in their order, and the settings of each in theirs. */
export const SECTIONS = {
  broker: { title: 'Broker', settings: BROKER },
  queues: { title: 'Queues and Messages', settings: QUEUES },
  debugging: { title: 'Debugging', settings: DEBUGGING },
  storage: { title: 'Stored Messages', settings: STORAGE },
  security: { title: 'Security', settings: SECURITY },
  connections: { title: 'Connections', settings: CONNECTIONS },
} as const;

/**
 * The settings by their key below `queueside.`. `npm run manifest` writes them into package.json, package.nls.json and
 * docs/settings.md.
 */
export const SETTINGS = {
  ...BROKER,
  ...QUEUES,
  ...DEBUGGING,
  ...STORAGE,
  ...SECURITY,
  ...CONNECTIONS,
} as const;

export type SettingKey = keyof typeof SETTINGS;

export type Settings = {
  readonly [K in SettingKey]: (typeof SETTINGS)[K] extends SettingRow<infer T> ? T : never;
};

const ROWS: { readonly [K in SettingKey]: SettingRow<Settings[K]> } = SETTINGS;

/** Settings that apply only after a restart of the broker. */
export const BROKER_SETTINGS: readonly SettingKey[] = (Object.keys(SETTINGS) as SettingKey[]).filter(
  (key) => ROWS[key].needsRestart,
);

/**
 * Reads one setting; a value that the manifest's schema would flag counts as not set.
 * @param source the section `queueside`
 */
export function readSetting<K extends SettingKey>(
  source: Pick<WorkspaceConfiguration, 'get'>,
  key: K,
): Settings[K] {
  const value = source.get<unknown>(key);
  const row = ROWS[key];
  return row.accepts(value) ? (value as Settings[K]) : row.default;
}

/** Reads settings as they are now. */
export interface SettingsReader {
  read<K extends SettingKey>(key: K): Settings[K];
}
