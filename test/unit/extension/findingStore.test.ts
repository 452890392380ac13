import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { Finding } from '../../../broker/protocol/findings.ts';
import { writeFindingReport } from '../../../extension/findings/findingReport.ts';
import { FindingStore, queueOfFinding } from '../../../extension/findings/findingStore.ts';
import { ScriptedSession } from '../../support/connections/scriptedSession.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeFinding(id: string, lastSeen: number): Finding {
  return {
    id,
    rule: 'slowHandler',
    severity: 'warning',
    title: `Finding ${id}`,
    queueArn: QUEUE,
    messageIds: [],
    firstSeen: 0,
    lastSeen,
    count: 1,
    explanation: 'It took 41 s.',
    remedy: 'Give it more time.',
  };
}

function makeEmitter() {
  const listeners = new Set<(value: void) => unknown>();
  return {
    event: (listener: (value: void) => unknown) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: () => listeners.forEach((listener) => listener()),
    dispose: () => listeners.clear(),
  };
}

describe('the findings of the local broker and of gateways', () => {
  let local: ScriptedSession;
  let gateway: ScriptedSession;
  let opened: { readonly connection: never; readonly client: never }[];
  let changes: ReturnType<typeof makeEmitter>;
  let store: FindingStore;
  let changeCount: number;

  beforeEach(async () => {
    local = new ScriptedSession([]);
    gateway = new ScriptedSession([]);
    for (const [session, findings] of [
      [local, [makeFinding('1', 10), makeFinding('2', 30)]],
      [gateway, [makeFinding('1', 20)]],
    ] as const) {
      session.answer('findings/list', { findings });
      session.answer('findings/dismiss', null);
      session.answer('findings/clear', null);
    }
    opened = [];
    changes = makeEmitter();
    store = new FindingStore(local as never, makeEmitter(), () => true);
    changeCount = 0;
    store.onDidChange(() => {
      changeCount += 1;
    });
    store.followGateways({
      get sessions() {
        return opened;
      },
      onDidChange: changes.event as never,
    });
    await settle();
  });

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }

  async function openGateway(): Promise<void> {
    opened = [{ connection: { id: 'production', name: 'Production' } as never, client: gateway as never }];
    changes.fire();
    await settle();
  }

  const list = () => store.findings.map(({ id, connection }) => [id, connection?.name]);

  it('are listed together, newest first, with the connection of those of gateways', async () => {
    await openGateway();
    assert.deepEqual(list(), [
      ['2', undefined],
      ['production/1', 'Production'],
      ['1', undefined],
    ]);
    assert.equal(store.find('production/1')?.title, 'Finding 1');
  });

  it('are dismissed where they are', async () => {
    await openGateway();
    for (const id of ['production/1', '2']) {
      const finding = store.find(id);
      assert.ok(finding);
      await store.dismiss(finding);
    }
    assert.deepEqual(gateway.asked('findings/dismiss'), [{ findingId: '1' }]);
    assert.deepEqual(local.asked('findings/dismiss'), [{ findingId: '2' }]);
  });

  it('are cleared everywhere, without starting a gateway', async () => {
    await openGateway();
    await store.clear();
    assert.equal(gateway.asked('findings/clear').length, 1);
    gateway.setState({ kind: 'stopped' });
    await store.clear();
    assert.equal(gateway.asked('findings/clear').length, 1);
    assert.equal(local.asked('findings/clear').length, 2);
  });

  it('go with their gateway', async () => {
    await openGateway();
    const before = changeCount;
    opened = [];
    changes.fire();
    assert.deepEqual(list(), [
      ['1', undefined],
      ['2', undefined],
    ]);
    assert.equal(changeCount, before + 1);
    gateway.notify('findings/changed', { findings: [makeFinding('9', 90)] });
    assert.equal(store.find('production/9'), undefined);
  });

  it('are about queues of their connection', async () => {
    await openGateway();
    const finding = store.find('production/1');
    assert.ok(finding);
    assert.deepEqual(queueOfFinding(finding), { connectionId: 'production', arn: QUEUE });
    assert.match(writeFindingReport(QUEUE, [finding]).text, /^# Findings about orders of Production\n/);
  });
});
