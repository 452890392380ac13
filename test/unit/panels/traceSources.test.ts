import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { WebviewView } from 'vscode';
import type { Connection } from '../../../extension/connections/connection.ts';
import type { TracePanelActions } from '../../../extension/trace/traceViewProvider.ts';
import type { HostToTrace, TraceToHost } from '../../../webview/protocol.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { ScriptedSession } from '../../support/connections/scriptedSession.ts';
import { makeQueue, makeTraceEvents } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders').arn;
const REMOTE = { level: 'confirm', color: 'orange', state: 'open', problem: undefined };
const STOPPED = { kind: 'stopped' } as const;
const RUNNING = { kind: 'running', info: { pid: 7, startedAt: 1 } } as never;

/** As VS Code's, with what was posted to its page. */
interface FakeView {
  readonly posted: HostToTrace[];
  description?: string;
  receive(message: TraceToHost): void;
}

function makeGateway(events: readonly object[] = []): ScriptedSession {
  const session = new ScriptedSession([]);
  session.setState(STOPPED);
  session.answer('trace/subscribe', { subscriptionId: 's', firstSequence: 1, lastSequence: events.length });
  session.answer('trace/unsubscribe', null);
  session.answer('trace/read', { events });
  session.answer('trace/clear', { lastSequence: events.length });
  session.answer('findings/list', { findings: [{ id: 'f' }] });
  session.answer('findings/dismiss', null);
  session.answer('message/getSent', { queueArn: ORDERS, messageId: 'm', body: 'whole', attributes: [] });
  return session;
}

describe('the trace of the local broker and of gateways', () => {
  let world: ConnectionWorld;
  let production: Connection;
  let gateway: ScriptedSession;
  let sessions: { readonly connection: Connection; readonly client: never }[];
  let changes: { fire(): void; readonly event: never };
  let calls: unknown[][];
  let provider: InstanceType<ConnectionWorld['code']['TraceViewProvider']>;
  let view: FakeView;

  beforeEach(async () => {
    world = await createConnectionWorld();
    for (const name of ['trace/subscribe', 'trace/read', 'findings/list', 'clock/get'])
      world.session.answer(name, {
        subscriptionId: 's',
        firstSequence: 1,
        lastSequence: 0,
        events: [],
        findings: [],
      });
    world.session.answer('trace/unsubscribe', null);
    production = Object.assign(new MemoryConnection('production', [makeQueue('orders')]), {
      name: 'Production',
      remote: REMOTE as never,
    });
    world.connections.add(production);
    gateway = makeGateway(makeTraceEvents(3));
    sessions = [];
    changes = new world.code.EventEmitter<void>() as never;
    calls = [];
    const note =
      (name: string) =>
      (...all: unknown[]): never =>
        void calls.push([name, ...all]) as never;
    const actions = Object.fromEntries(
      ['showLog', 'openComposer', 'noteSavedTrace', 'noteRunning', 'explainDenial', 'exportMessages'].map(
        (name) => [name, note(name)],
      ),
    ) as unknown as TracePanelActions;
    provider = new world.code.TraceViewProvider(
      { extensionUri: 'extension' } as never,
      {
        session: world.session as never,
        connections: world.connections,
        gateways: {
          get sessions() {
            return sessions;
          },
          onDidChange: changes.event,
        },
      },
      actions,
    );
    const panel = world.code.window.createWebviewPanel('', '', undefined as never) as unknown as FakeView & {
      readonly onDidChangeViewState: never;
    };
    view = Object.assign(panel, { onDidChangeVisibility: panel.onDidChangeViewState });
    provider.resolveWebviewView(view as unknown as WebviewView);
    view.receive({ type: 'ready' });
    await settle();
  });

  afterEach(() => provider.dispose());

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  /** A program was launched with the connection. */
  async function launch(): Promise<void> {
    sessions = [{ connection: production, client: gateway as never }];
    gateway.setState(RUNNING);
    changes.fire();
    provider.showSource('production');
    await settle();
  }

  function lastOf<K extends HostToTrace['type']>(type: K): Extract<HostToTrace, { readonly type: K }> {
    const found = view.posted.findLast((message) => message.type === type);
    assert.ok(found, `Nothing posted of ${type}`);
    return found as Extract<HostToTrace, { readonly type: K }>;
  }

  it('begins with the local broker, the only source', () => {
    const { sourceId, sources } = lastOf('sourceChanged');
    assert.equal(sourceId, 'local');
    assert.deepEqual(sources, [{ id: 'local', name: 'Local broker' }]);
    assert.equal(view.description, '');
  });

  it('follows a launch to its gateway, with its name, colour and level', async () => {
    await launch();
    assert.deepEqual(lastOf('sourceChanged'), {
      type: 'sourceChanged',
      sourceId: 'production',
      sources: [
        { id: 'local', name: 'Local broker' },
        {
          id: 'production',
          name: 'Production',
          place: { id: 'production', name: 'Production', level: 'confirm', color: 'orange', state: 'open' },
        },
      ],
    });
    assert.deepEqual(lastOf('brokerChanged').broker, { kind: 'running' });
    assert.equal(lastOf('events').events.length, 3);
    assert.deepEqual(lastOf('findingsChanged').findings, [{ id: 'f' }]);
    assert.equal(view.description, 'Production');
    assert.deepEqual(
      calls.findLast(([name]) => name === 'noteRunning'),
      ['noteRunning', true],
    );
  });

  it('asks a gateway for nothing that it does not know', async () => {
    await launch();
    assert.deepEqual(gateway.asked('queue/list'), []);
    assert.deepEqual(gateway.asked('clock/get'), []);
    assert.ok(lastOf('clockTold').now > 1_700_000_000_000);
  });

  it('goes back to the local broker when the user chooses it, and when the gateway is gone', async () => {
    await launch();
    view.receive({ type: 'chooseSource', sourceId: 'local' });
    await settle();
    assert.equal(lastOf('sourceChanged').sourceId, 'local');
    provider.showSource('production');
    sessions = [];
    changes.fire();
    await settle();
    // It is still a connection: its place is shown, and what to do.
    assert.equal(lastOf('sourceChanged').sourceId, 'production');
    assert.deepEqual(lastOf('brokerChanged').broker, STOPPED);
    assert.deepEqual(lastOf('events').events, []);
  });

  it('shows a connection without a gateway, starts none, and fills when one is opened', async () => {
    provider.showLive({ queueArn: ORDERS }, 'production');
    await settle();
    assert.deepEqual(
      provider.listSources().map(({ connection }) => connection.id),
      ['local', 'production'],
    );
    assert.deepEqual(lastOf('brokerChanged').broker, STOPPED);
    assert.deepEqual(lastOf('setFilter').filter, { queueArn: ORDERS });
    await launch();
    assert.equal(lastOf('events').events.length, 3);
  });

  it('reads bodies from what the gateway remembers, and never receives', async () => {
    await launch();
    view.receive({ type: 'loadBody', queueArn: ORDERS, messageId: 'm' });
    await settle();
    const { outcome } = lastOf('bodyLoaded');
    assert.equal(outcome.ok && outcome.message.body, 'whole');
    assert.deepEqual(gateway.asked('message/get'), []);
  });

  it('starts no gateway for a body, a finding or a life of one that has stopped', async () => {
    await launch();
    gateway.setState(STOPPED);
    const before = gateway.requests.length;
    view.receive({ type: 'loadBody', queueArn: ORDERS, messageId: 'm' });
    view.receive({ type: 'loadHistory', messageId: 'm' });
    view.receive({ type: 'dismissFinding', findingId: 'f' });
    view.receive({ type: 'clearFindings' });
    view.receive({ type: 'startBroker' });
    await provider.clear();
    await settle();
    assert.equal(gateway.requests.length, before);
    const { outcome } = lastOf('bodyLoaded');
    assert.ok(!outcome.ok && outcome.gone);
  });

  it('dismisses findings and clears the trace where they are', async () => {
    await launch();
    view.receive({ type: 'dismissFinding', findingId: 'f' });
    await provider.clear();
    assert.deepEqual(gateway.asked('findings/dismiss'), [{ findingId: 'f' }]);
    assert.deepEqual(gateway.asked('trace/clear'), [{}]);
    assert.deepEqual(world.session.asked('trace/clear'), []);
  });

  it('opens the composer for the queue of the connection, and for a file for the local one', async () => {
    await launch();
    const draft = { body: 'again' };
    view.receive({ type: 'sendAgain', queueArn: ORDERS, draft });
    assert.deepEqual(calls.at(-1), ['openComposer', { connectionId: 'production', arn: ORDERS }, draft]);
    const trace = {
      events: [],
      contents: new Map(),
      omittedCount: 0,
      unreadableCount: 0,
      connection: 'Elsewhere',
    };
    provider.setSaved({ file: { fsPath: '/tmp/a.jsonl' } as never, trace });
    view.receive({ type: 'sendAgain', queueArn: ORDERS, draft });
    assert.deepEqual(calls.at(-1), ['openComposer', { connectionId: 'local', arn: ORDERS }, draft]);
    assert.deepEqual(lastOf('savedChanged').saved, {
      fileName: 'a.jsonl',
      omittedCount: 0,
      unreadableCount: 0,
      connection: 'Elsewhere',
    });
  });

  it('keeps showing a file when a program is launched, and its gateway after that', async () => {
    const trace = { events: makeTraceEvents(5), contents: new Map(), omittedCount: 0, unreadableCount: 0 };
    provider.setSaved({ file: { fsPath: '/tmp/a.jsonl' } as never, trace });
    await launch();
    assert.equal(lastOf('events').events.length, 5);
    assert.equal(view.description, 'a.jsonl');
    view.receive({ type: 'closeSavedTrace' });
    await settle();
    assert.equal(lastOf('events').events.length, 3);
    assert.equal(view.description, 'Production');
  });

  it('puts a file away when the user asks for the trace of a connection', async () => {
    await launch();
    const trace = { events: [], contents: new Map(), omittedCount: 0, unreadableCount: 0 };
    provider.setSaved({ file: { fsPath: '/tmp/a.jsonl' } as never, trace });
    provider.showLive(undefined, 'local');
    assert.equal(provider.saved, undefined);
    assert.equal(lastOf('sourceChanged').sourceId, 'local');
    assert.equal(lastOf('savedChanged').saved, undefined);
  });

  it('says that a gateway stopped', async () => {
    await launch();
    gateway.setState({ kind: 'failed', reason: 'No keys.' });
    assert.deepEqual(lastOf('brokerChanged').broker, { kind: 'failed', reason: 'No keys.' });
    assert.deepEqual(calls.at(-1), ['noteRunning', false]);
  });
});
