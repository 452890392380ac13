import assert from 'node:assert/strict';
import { MAXIMUM_CREDENTIALS, ProcessCredentials } from '../../../broker/assembly/processCredentials.ts';
import type { SessionCredential } from '../../../broker/calls/sessionCredential.ts';
import { fail, succeed } from '../../../broker/engine/base/result.ts';
import { ConsumerRegistry } from '../../../broker/trace/consumers.ts';
import { unwrap } from '../../support/engineHarness.ts';

describe('The credentials of processes of pools', () => {
  let consumers: ConsumerRegistry;
  let valid: Map<string, SessionCredential>;
  let credentials: ProcessCredentials;

  beforeEach(() => {
    consumers = new ConsumerRegistry();
    valid = new Map();
    credentials = new ProcessCredentials({
      consumers,
      admitProcess: (session) => {
        if (session.user === 'eve') return fail('InvalidParameterValue', 'There is no such user.');
        valid.set(session.accessKeyId, session);
        return succeed(undefined);
      },
      revokeProcess: (accessKeyId) => valid.delete(accessKeyId),
    });
  });

  it('are different for each process, and sign as its user', () => {
    const [one, other] = [1, 2].map((number) => unwrap(credentials.admit(`workers #${number}`, 'worker')));
    assert.notEqual(one?.accessKeyId, other?.accessKeyId);
    assert.match(one?.accessKeyId ?? '', /^QSD[A-Z0-9]{17}$/);
    assert.deepEqual(valid.get(one?.accessKeyId ?? ''), { ...one, user: 'worker' });
    assert.equal(credentials.admit('workers #3', 'eve').ok, false);
  });

  it('are valid for as long as the process runs, however many come after it, and no longer', () => {
    const { accessKeyId } = unwrap(credentials.admit('workers #1', ''));
    credentials.setProcessId(accessKeyId, 4711);
    for (let number = 2; number < 2500; number++) {
      credentials.revoke(unwrap(credentials.admit(`workers #${number}`, '')).accessKeyId);
    }
    assert.deepEqual([...valid.keys()], [accessKeyId]);
    assert.ok(consumers.isRegistered(accessKeyId));
    credentials.revoke(accessKeyId);
    assert.equal(valid.size, 0);
    assert.ok(consumers.isRegistered(accessKeyId), 'the trace still names it');
    for (let number = 0; number < 1000; number++) consumers.register(`other ${number}`, 'other');
    assert.equal(consumers.isRegistered(accessKeyId), false);
  });

  it('are never taken from a process that runs: beyond the limit, no other one gets any', () => {
    const admitted = Array.from({ length: MAXIMUM_CREDENTIALS }, (_, number) =>
      unwrap(credentials.admit(`workers #${number}`, '')),
    );
    const refused = credentials.admit('one more', '');
    assert.ok(!refused.ok);
    assert.equal(refused.code, 'OverLimit');
    assert.match(refused.message, /5000 processes .* is the limit/);
    assert.ok(
      admitted.every(({ accessKeyId }) => valid.has(accessKeyId) && consumers.isRegistered(accessKeyId)),
    );
    credentials.revoke(admitted[0]?.accessKeyId ?? '');
    assert.ok(credentials.admit('one more', '').ok);
  });
});
