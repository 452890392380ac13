import assert from 'node:assert/strict';
import { SqsCaller } from '../../../broker/client/sqsCaller.ts';

describe('A caller of a queue’s endpoint', () => {
  it('takes an IPv6 address for what it is, and looks up no name', async () => {
    // Nothing listens on this port, and a machine may have no IPv6: what matters is that the address was tried.
    const caller = new SqsCaller(new URL('http://[::1]:1'), { userAgent: 'test' });
    const { status, error } = await caller.call('ListQueues', {});
    caller.close();
    assert.equal(status, 0);
    assert.match(error, /^(?:ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH|EHOSTUNREACH)$/);
  });
});
