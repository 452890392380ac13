import type { Page } from 'playwright-core';
import type { LoadRunView } from '../../../webview/loadProtocol.ts';
import { makeLoadRun } from '../loadSamples.ts';
import type { HostToMessage } from '../../../webview/messageProtocol.ts';
import { COLUMN_NAMES } from '../../../webview/trace/events/columns.ts';
import { makeLoss, makeMessageStart } from '../messageSamples.ts';
import { makeBatches } from '../functions/batchSamples.ts';
import { makeInvocations } from '../functions/invocationSamples.ts';
import { makeScenario } from '../traceScenario.ts';
import { makeGatewayEvents, TRACE_SOURCES } from './gatewayTrace.ts';
import type { WebviewPageOptions } from '../webviewBrowser.ts';
import { makeQueue, makeTraceEvents, SAMPLE_QUEUES } from '../webviewSamples.ts';
import { makeMistakes } from './mistakes.ts';
import {
  makeClockJump,
  makeManyQueues,
  makeQuietHour,
  makeUglyEvents,
  UGLY_ATTRIBUTES,
  UGLY_BODIES,
} from './uglyData.ts';
import { ALARM_FORM_SCREENS } from './alarmFormScreens.ts';
import { FORECAST_SCREENS } from './forecastScreens.ts';
import { METRICS_SCREENS } from './metricsScreens.ts';
import { press } from './press.ts';
import { QUEUE_EDITOR_SCREENS } from './queueEditorScreens.ts';
import { RECEIVE_SCREENS } from './receiveScreens.ts';
import { SCALING_SCREENS } from './scalingScreens.ts';

/** A state of a panel that is looked at in every theme and size, and measured in the smallest. */
export interface Screen {
  /** Names its pictures. */
  readonly name: string;
  readonly page: WebviewPageOptions['name'];
  /** What the panel had saved. */
  readonly state?: unknown;
  /** What the host sends, in order. */
  readonly messages: () => readonly object[];
  /** What the user does then. */
  readonly act?: (page: Page) => Promise<void>;
  /** What is open lies over buttons, which other screens show as well. */
  readonly isCovered?: boolean;
}

export const SCREEN_SIZES = {
  wide: { width: 1280, height: 720 },
  panel: { width: 640, height: 360 },
  tiny: { width: 200, height: 200 },
} as const;

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const STOPPED = { kind: 'stopped' } as const;
const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;
const BAD_ATTRIBUTES = [
  { name: 'priority', type: 'Number.int', value: 'three' },
  { name: 'aws.bad', type: 'String', value: '' },
  { name: 'thumb', type: 'Binary.png', value: 'AQID' },
];

/** Columns that a user chose and resized, sorted. */
const OWN_TABLE = {
  columns: ['time', 'queue', 'kind', 'message', 'age', 'size', 'duration', 'body'],
  widthsPx: { time: 92, queue: 160, kind: 140, message: 310, age: 80, size: 80, duration: 84 },
  sort: { column: 'age', isDescending: true },
};

/** Add a screen here: everything else follows from the table. */
export const SCREENS: readonly Screen[] = [
  composer('composer-empty', {}),
  composer('composer-no-queue', { queues: [] }),
  composer('composer-broker-failed', {
    broker: { kind: 'failed', reason: 'The broker was not ready after 15 s.' },
  }),
  composer('composer-many-queues', { queues: makeManyQueues }),
  composer('composer-json-mistake', { queueArn: IMAGES, draft: { body: '{"id":1,\n"name": bob}' } }, (page) =>
    press(page, 'Send'),
  ),
  composer('composer-mistakes', {
    queueArn: PAYMENTS,
    draft: { body: '{"task":"watermark"}', attributes: BAD_ATTRIBUTES, count: 20_000 },
  }),
  ...Object.entries(UGLY_BODIES).map(([kind, body]) =>
    composer(`composer-body-${kind.replaceAll(/\W/gu, '-')}`, { queueArn: IMAGES, draft: { body } }),
  ),
  sent('composer-sent', { sentCount: 1, duplicateCount: 0 }),
  sent('composer-deduplicated', { sentCount: 3, duplicateCount: 2 }),
  {
    ...composer('composer-other-draft', {}),
    state: { queueArn: IMAGES, body: 'for the images' },
    messages: () => [
      { type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES },
      { type: 'selectQueue', queueArn: PAYMENTS },
    ],
  },
  trace('trace-nothing', { events: [] }),
  ...(['events', 'findings', 'charts'] as const).map((tab) =>
    trace(
      tab === 'events' ? 'trace-stopped' : `trace-${tab}-stopped`,
      { events: [], broker: STOPPED },
      { tab },
    ),
  ),
  trace('trace-gateway', { events: makeGatewayEvents(), source: 'production' }),
  trace('trace-gateway-message', { events: makeGatewayEvents(), source: 'production' }, {}, async (page) => {
    await page.locator('.rows [role=row]').filter({ hasText: 'inferred' }).first().click();
    await page.getByRole('complementary', { name: 'Message timeline' }).waitFor();
  }),
  trace('trace-gateway-charts', { events: makeGatewayEvents(), source: 'production' }, { tab: 'charts' }),
  trace('trace-gateway-none', { events: [], source: 'production', broker: STOPPED }),
  trace('trace-beside-gateway', { events: makeScenario(), source: 'local' }),
  trace('trace-events', { events: makeScenario() }),
  trace('trace-events-ugly', { events: makeUglyEvents(), queues: makeManyQueues() }),
  trace('trace-events-message', { events: makeUglyEvents() }, {}, async (page) => {
    await page.locator('.rows [role=row]').filter({ hasText: 'Received' }).last().click();
    await page.getByRole('complementary', { name: 'Message timeline' }).waitFor();
  }),
  trace('trace-events-all-columns', { events: makeUglyEvents() }, { table: { columns: COLUMN_NAMES } }),
  trace('trace-events-own-columns', { events: makeScenario() }, { table: OWN_TABLE }),
  trace('trace-events-columns-menu', { events: makeScenario() }, {}, async (page) => {
    await page.locator('.columns-button').click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
  }),
  trace('trace-events-column-menu', { events: makeScenario() }, {}, async (page) => {
    await page.locator('.column-name').nth(1).click({ button: 'right' });
    await page.getByRole('group', { name: 'Queue' }).waitFor();
  }),
  trace('trace-invocations', { events: makeInvocations() }, {}, async (page) => {
    await page.locator('.rows [role=row]').filter({ hasText: 'Invocation ended' }).first().click();
    await page.getByText('Billed duration').waitFor();
  }),
  trace('trace-messages-invocations', { events: makeInvocations() }, { tab: 'messages' }),
  trace('trace-batches', { events: makeBatches() }, { tab: 'messages', laneMode: 'batches' }),
  trace(
    'trace-batches-opened',
    { events: makeBatches() },
    { tab: 'messages', laneMode: 'batches' },
    async (page) => {
      await page.getByRole('option').nth(1).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Billed duration').waitFor();
    },
  ),
  trace('trace-no-batches', { events: makeScenario() }, { tab: 'messages', laneMode: 'batches' }),
  trace('trace-consumers-functions', { events: makeBatches() }, { tab: 'consumers' }),
  trace('trace-events-dropped', { events: makeTraceEvents(30), dropped: 12 }),
  trace('trace-events-filtered-away', { events: makeScenario() }, { filter: { text: 'nothing like this' } }),
  trace('trace-messages', { events: makeScenario() }, { tab: 'messages' }),
  trace('trace-messages-groups', { events: makeScenario() }, { tab: 'messages', laneMode: 'groups' }),
  trace('trace-messages-flows', { events: makeScenario() }, { tab: 'messages', laneMode: 'flows' }),
  trace('trace-consumers', { events: makeScenario() }, { tab: 'consumers' }),
  trace('trace-charts', { events: makeScenario() }, { tab: 'charts' }),
  ...(['events', 'messages', 'consumers', 'charts'] as const).flatMap((tab) => [
    trace(`trace-${tab}-quiet-hour`, { events: makeQuietHour() }, { tab }),
    trace(`trace-${tab}-clock-jump`, { events: makeClockJump() }, { tab }),
  ]),
  trace('trace-findings', makeMistakes(), { tab: 'findings' }),
  trace('trace-no-findings', { events: [] }, { tab: 'findings' }),
  message('message-json', makeMessageStart()),
  message('message-tree', makeMessageStart(), (page) => press(page, 'Tree')),
  message('message-found', makeMessageStart(), async (page) => {
    await press(page, 'Find in Body');
    await page.getByRole('textbox', { name: 'Find in body' }).fill('width');
    await page.getByText('1 of 2').waitFor();
  }),
  message('message-bytes', makeMessageStart(), (page) => press(page, /^Show thumbnail/u)),
  message('message-not-json', makeMessageStart('{"task": watermark}')),
  message('message-plain', makeMessageStart('hello', { attributes: [], receiveCount: 0, state: 'visible' })),
  message('message-gone', [...makeMessageStart(), makeLoss()]),
  message('message-moved', [
    ...makeMessageStart(),
    makeLoss({ kind: 'gone', moved: { queueArn: PAYMENTS, messageId: 'another' } }),
  ]),
  message('message-stopped', [{ type: 'brokerChanged', broker: STOPPED }]),
  message('message-never-found', [makeLoss()]),
  ...Object.entries(UGLY_BODIES).map(([kind, body]) =>
    message(
      `message-body-${kind.replaceAll(/\W/gu, '-')}`,
      makeMessageStart(body, { attributes: UGLY_ATTRIBUTES }),
    ),
  ),
  ...RECEIVE_SCREENS,
  load('load-empty'),
  {
    name: 'load-stopped',
    page: 'load',
    messages: () => [{ type: 'initialize', broker: STOPPED, queues: [], queueArn: IMAGES }],
  },
  load('load-running', makeLoadRun(12)),
  load('load-ended', makeLoadRun(30, 'ended')),
  load('load-mistake', undefined, (page) =>
    page.getByRole('textbox', { name: 'Rate per second' }).fill('fast'),
  ),
  ...QUEUE_EDITOR_SCREENS,
  ...ALARM_FORM_SCREENS,
  ...METRICS_SCREENS,
  ...SCALING_SCREENS,
  ...FORECAST_SCREENS,
];

interface ComposerStart {
  readonly broker?: object;
  readonly queues?: readonly unknown[] | (() => readonly unknown[]);
  readonly queueArn?: string;
  readonly draft?: object;
}

function composer(name: string, start: ComposerStart, act?: Screen['act']): Screen {
  return {
    name,
    page: 'composer',
    messages: () => {
      const { queues = SAMPLE_QUEUES } = start;
      const listed = typeof queues === 'function' ? queues() : queues;
      return [{ type: 'initialize', broker: RUNNING, ...start, queues: listed }];
    },
    ...(act === undefined ? {} : { act }),
  };
}

function sent(name: string, counts: { readonly sentCount: number; readonly duplicateCount: number }): Screen {
  const attributes = [{ name: 'priority', type: 'Number', value: '3' }];
  const draft = { body: 'x', attributes, groupId: 'g', deduplicationId: 'd', count: counts.sentCount };
  const result = {
    messageId: '1f3a5c00-6b1e-4c7d-9a52-0123456789ab',
    bodyMd5: '9dd4e461268c8034f5c8564e155c67a6',
    sizeBytes: 22,
    chunks: 1,
    sequenceNumber: '18849496460467696128',
    ...counts,
  };
  return composer(name, { queueArn: PAYMENTS, draft }, async (page) => {
    await press(page, /^Send/u);
    const answer = { type: 'sent', requestId: 1, queueArn: PAYMENTS, outcome: { ok: true, result } };
    await page.evaluate((message) => window.postMessage(message, '*'), answer);
    await page.locator('.outcome').waitFor();
  });
}

interface TraceStart {
  readonly events: readonly object[];
  readonly dropped?: number;
  readonly broker?: object;
  readonly queues?: readonly object[];
  readonly findings?: readonly object[];
  /** The one that is shown, of {@link TRACE_SOURCES}; absent: there is only the broker. */
  readonly source?: string;
}

function trace(
  name: string,
  { events, dropped = 0, broker = RUNNING, queues = SAMPLE_QUEUES, findings = [], source }: TraceStart,
  state: object = {},
  act?: Screen['act'],
): Screen {
  return {
    name,
    page: 'trace',
    state,
    messages: () => [
      ...(source === undefined ? [] : [{ type: 'sourceChanged', sourceId: source, sources: TRACE_SOURCES }]),
      { type: 'brokerChanged', broker },
      { type: 'queuesChanged', queues },
      { type: 'findingsChanged', findings },
      // Charts draw a change half a second later: what is drawn at once has all of it.
      ...(dropped === 0
        ? [{ type: 'events', start: 'snapshot', events, dropped }]
        : [
            { type: 'events', start: 'snapshot', events: events.slice(0, 20), dropped: 0 },
            { type: 'events', start: 'continue', events: events.slice(20), dropped },
          ]),
    ],
    ...(act === undefined ? {} : { act }),
  };
}

function load(name: string, run?: LoadRunView, act?: Screen['act']): Screen {
  const start = { type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES };
  return {
    name,
    page: 'load',
    messages: () =>
      run === undefined
        ? [start]
        : [
            { ...start, draft: run.draft },
            { type: 'runChanged', run },
          ],
    ...(act === undefined ? {} : { act }),
  };
}

function message(name: string, messages: readonly HostToMessage[], act?: Screen['act']): Screen {
  return { name, page: 'message', messages: () => messages, ...(act === undefined ? {} : { act }) };
}
