import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { INFO, ScriptedGateway } from '../../support/gateway/gatewayUse.ts';

async function open(heldCount: number) {
  const { code, window } = await createConnectionWorld();
  const gateway = new ScriptedGateway();
  const notice = new code.LostHoldsNotice(gateway);
  gateway.holds.count = heldCount;
  gateway.setPaused(true);
  return { window, gateway, notice };
}

describe('The loss of a gateway that holds messages', () => {
  for (const [heldCount, what] of [
    [1, 'What 1 paused program received before is no longer held. Its'],
    [2, 'What 2 paused programs received before is no longer held. Their'],
  ] as const) {
    it(`is reported once with ${heldCount} paused`, async () => {
      const { window, gateway } = await open(heldCount);
      gateway.setState({ kind: 'restarting', attempt: 1, retryAt: 0 });
      gateway.setState({ kind: 'restarting', attempt: 2, retryAt: 0 });
      gateway.setState({ kind: 'failed', reason: 'no port' });
      assert.deepEqual(window.said, [
        `The gateway of “In memory” ended unexpectedly. ${what} messages become visible again when their visibility timeouts end, mostly within 60 s.`,
      ]);
    });
  }

  it('is reported again at the next one', async () => {
    const { window, gateway } = await open(1);
    for (let round = 0; round < 2; round += 1) {
      gateway.setState({ kind: 'restarting', attempt: 1, retryAt: 0 });
      gateway.setState({ kind: 'running', info: INFO });
      gateway.setPaused(true);
    }
    assert.equal(window.said.length, 2);
  });

  it('is not reported if no program is paused, nor if the user stopped it', async () => {
    const { window, gateway } = await open(1);
    gateway.holds.count = 0;
    gateway.setPaused(false);
    gateway.setState({ kind: 'restarting', attempt: 1, retryAt: 0 });
    gateway.setState({ kind: 'running', info: INFO });
    gateway.holds.count = 1;
    gateway.setPaused(true);
    gateway.setState({ kind: 'stopped' });
    assert.deepEqual(window.said, []);
  });
});
