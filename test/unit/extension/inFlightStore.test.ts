import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { InFlightMessage } from '../../../broker/protocol/message.ts';
import { type GatewaysInUse, InFlightStore } from '../../../extension/debug/inFlightStore.ts';
import { ScriptedSession } from '../../support/connections/scriptedSession.ts';

const NOTHING = () => ({ dispose: () => undefined });

function makeMessage(messageId: string, receivedAt: number): InFlightMessage {
  return {
    messageId,
    receivedAt,
    queueArn: 'arn:aws:sqs:eu-central-1:123456789012:orders',
    state: 'inFlight',
    sentAt: 0,
    receiveCount: 1,
    sizeBytes: 2,
    preview: messageId,
  };
}

function programs(...keys: readonly string[]) {
  return {
    onDidChange: NOTHING,
    programs: keys.map((key) => ({ key, name: `Debug ${key}`, consumerId: key })),
  };
}

describe('the messages in flight of programs that are debugged', () => {
  let local: ScriptedSession;
  let gateway: ScriptedSession;
  let opened: GatewaysInUse['sessions'];
  let store: InFlightStore;

  beforeEach(() => {
    local = new ScriptedSession([]);
    gateway = new ScriptedSession([]);
    local.answer('message/listInFlight', { messages: [makeMessage('local', 20)] });
    gateway.answer('message/listInFlight', {
      messages: [{ ...makeMessage('remote', 10), isExtended: true }],
    });
    const session = gateway as never;
    opened = [
      { connection: { id: 'production', name: 'Production' }, client: session, consumers: programs('AKIA2') },
    ];
  });

  afterEach(() => store.dispose());

  function open(...keys: readonly string[]): void {
    store = new InFlightStore({
      session: local as never,
      queues: { onDidChange: NOTHING } as never,
      consumers: programs(...keys) as never,
      clock: { onDidChange: NOTHING } as never,
      emitter: { event: NOTHING, fire: () => undefined, dispose: () => undefined },
    });
    store.followGateways({
      get sessions() {
        return opened;
      },
      onDidChange: NOTHING,
    });
  }

  it('are those of the local broker and of gateways, the oldest receive first', async () => {
    open('AKIA1');
    await store.refresh();
    assert.deepEqual(
      store.messages.map(({ messageId, connection, program, isExtended }) => [
        messageId,
        connection?.name,
        program.name,
        isExtended,
      ]),
      [
        ['remote', 'Production', 'Debug AKIA2', true],
        ['local', undefined, 'Debug AKIA1', undefined],
      ],
    );
    assert.deepEqual(gateway.asked('listInFlight'), [{ consumerId: 'AKIA2', limit: 200 }]);
  });

  it('are shown for a gateway if no program calls the local broker', async () => {
    open();
    await store.refresh();
    assert.deepEqual(
      store.messages.map(({ messageId }) => messageId),
      ['remote'],
    );
    assert.equal(store.hasSeenTraffic, true);
    assert.deepEqual(local.asked('listInFlight'), []);
  });

  it('are never asked of a gateway that does not run: the question would start it', async () => {
    open('AKIA1');
    gateway.setState({ kind: 'stopped' });
    await store.refresh();
    assert.deepEqual(
      store.messages.map(({ messageId }) => messageId),
      ['local'],
    );
    assert.deepEqual(gateway.requests, []);
  });

  it('of the others stay when a gateway is lost', async () => {
    open('AKIA1');
    gateway.request = () => Promise.reject(new Error('lost'));
    await store.refresh();
    assert.deepEqual(
      store.messages.map(({ messageId }) => messageId),
      ['local'],
    );
  });
});
