import assert from 'node:assert/strict';
import type { Delivery } from '../../../broker/engine/state/delivery.ts';
import { Leases } from '../../../broker/pools/leases.ts';

describe('The messages that a process has in flight', () => {
  it('are not all looked at to see that some are left', () => {
    let looks = 0;
    let isOver = false;
    const deliveries = Array.from({ length: 1000 }, () => {
      const message = {
        get state() {
          looks++;
          return isOver ? 'deleted' : 'inFlight';
        },
        delivery: undefined as unknown,
      };
      const delivery = { message };
      message.delivery = delivery;
      return delivery as unknown as Delivery;
    });
    const leases = new Leases();
    for (const delivery of deliveries) leases.add(delivery);
    looks = 0;
    for (let asked = 0; asked < 1000; asked++) assert.equal(leases.isEmpty, false);
    assert.ok(looks <= 1000, `${looks} looks`);
    isOver = true;
    assert.equal(leases.isEmpty, true);
    assert.equal(leases.count, 0);
  });
});
