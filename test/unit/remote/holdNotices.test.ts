import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type HoldFailedParams, holdFailed } from '../../../broker/protocol/gateway.ts';
import { GATHER_MS } from '../../../extension/remote/programs/gatherMs.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { ScriptedGateway } from '../../support/gateway/gatewayUse.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { waitFor } from '../../support/waitFor.ts';

const NOW = new Date(2026, 10, 30, 14, 2, 48).getTime();

const FAILURE: HoldFailedParams = {
  program: 'worker',
  accessKeyId: 'QS1',
  queueArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
  messageId: '6a0b',
  reason: 'AccessDenied: no\npermission',
  isDenied: true,
  returnsAt: NOW + 24_000,
};

async function open() {
  const { code, window } = await createConnectionWorld();
  const gateway = new ScriptedGateway();
  const schedule = new ManualSchedule();
  const notices = new code.HoldNotices({ use: gateway, schedule: schedule.after, readNow: () => NOW });
  const fail = (...failures: readonly Partial<HoldFailedParams>[]) => {
    for (const failure of failures) gateway.report(holdFailed, { ...FAILURE, ...failure });
    schedule.advance(GATHER_MS);
  };
  const executed = (code.commands as unknown as { executed: (readonly [string, unknown])[] }).executed;
  return { code, window, gateway, notices, fail, executed };
}

describe('A message that cannot be held', () => {
  it('is reported with the program, the queue, the moment and the reason', async () => {
    const { window, fail } = await open();
    fail({});
    assert.match(
      String(window.said),
      /^“worker” is paused, but its message 6a0b of “orders” on “In memory” becomes visible again at (14|2):03:12.* \(in 24 s\): AccessDenied: no permission$/,
    );
  });

  it('is counted with the others of its reason, by the first that comes back', async () => {
    const { window, fail } = await open();
    fail({ returnsAt: NOW + 60_000 }, {}, { returnsAt: NOW + 30_000 }, { reason: 'It failed.' });
    assert.equal(window.said.length, 2);
    assert.match(
      window.said[0] ?? '',
      /3 of its messages of “orders”.* become visible again, the first at .*\(in 24 s\)/,
    );
  });

  it('is reported without a moment where none is known', async () => {
    const { window, gateway, fail } = await open();
    const { returnsAt: _, ...unknown } = FAILURE;
    gateway.report(holdFailed, unknown);
    fail();
    assert.match(String(window.said), /becomes visible again when its visibility timeout ends: Acc/);
    gateway.report(holdFailed, { ...unknown, reason: 'Other.' });
    gateway.report(holdFailed, { ...unknown, reason: 'Other.' });
    fail();
    assert.match(window.said[1] ?? '', /2 of its messages .* when their visibility timeouts end: Other\./);
  });

  it('is reported once for a pause, and again at the next one', async () => {
    const { window, gateway, fail } = await open();
    fail({});
    fail({ messageId: '7' });
    gateway.setPaused(true);
    fail({ messageId: '8' });
    assert.equal(window.said.length, 1);
    gateway.setPaused(false);
    fail({ messageId: '9' });
    assert.equal(window.said.length, 2);
  });

  it('is reported by the window that launched the program', async () => {
    const { window, fail } = await open();
    fail({ accessKeyId: 'QS2' });
    assert.deepEqual(window.said, []);
  });

  it('leads to the trace', async () => {
    const { window, fail, executed } = await open();
    window.press = 'Open Trace';
    fail({});
    await waitFor(() => executed.length > 0 || undefined);
    assert.deepEqual(executed, [['queueside.openTrace', { connectionId: 'orders-prod' }]]);
  });

  for (const isDenied of [true, false]) {
    it(`${isDenied ? 'offers' : 'does not offer'} the policy if ${isDenied ? 'the keys lack a permission' : 'that would not help'}`, async () => {
      const { code, window, gateway, fail } = await open();
      const clipboard = code.env.clipboard as unknown as { text: string };
      clipboard.text = '';
      Object.assign(gateway.connection, { remote: { level: 'confirm', writePolicy: async () => '{}' } });
      window.press = 'Copy Required Policy';
      fail({ isDenied });
      if (isDenied) await waitFor(() => clipboard.text === '{}' || undefined);
      else assert.equal(window.said.length, 1);
    });
  }
});
