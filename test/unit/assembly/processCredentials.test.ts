import assert from 'node:assert/strict';
import { ProcessCredentials } from '../../../broker/assembly/processCredentials.ts';
import type { SessionCredential } from '../../../broker/calls/sessionCredential.ts';
import { fail, succeed } from '../../../broker/engine/base/result.ts';
import { ConsumerRegistry } from '../../../broker/trace/consumers.ts';
import { unwrap } from '../../support/engineHarness.ts';

describe('The credentials of processes of pools', () => {
  let consumers: ConsumerRegistry;
  let sessions: SessionCredential[];
  let credentials: ProcessCredentials;

  beforeEach(() => {
    consumers = new ConsumerRegistry();
    sessions = [];
    credentials = new ProcessCredentials({
      consumers,
      admitSession: (session) => {
        if (session.user === 'eve') return fail('InvalidParameterValue', 'There is no such user.');
        sessions.push(session);
        return succeed(undefined);
      },
    });
  });

  it('are different for each process, and sign as its user', () => {
    const [one, other] = [1, 2].map((number) => unwrap(credentials.admit(`workers #${number}`, 'worker')));
    assert.notEqual(one?.accessKeyId, other?.accessKeyId);
    assert.match(one?.accessKeyId ?? '', /^QSD[A-Z0-9]{17}$/);
    assert.deepEqual(sessions[0], { ...one, user: 'worker' });
    assert.equal(credentials.admit('workers #3', 'eve').ok, false);
  });

  it('are known for as long as the process runs, however many come after it', () => {
    const { accessKeyId } = unwrap(credentials.admit('workers #1', ''));
    credentials.setProcessId(accessKeyId, 4711);
    for (let number = 2; number < 2500; number++) {
      credentials.remove(unwrap(credentials.admit(`workers #${number}`, '')).accessKeyId);
    }
    assert.ok(consumers.isRegistered(accessKeyId));
    assert.ok(sessions.slice(-1000).some((session) => session.accessKeyId === accessKeyId));
    credentials.remove(accessKeyId);
    for (let number = 0; number < 1100; number++) credentials.admit('others', '');
    assert.equal(consumers.isRegistered(accessKeyId), false);
  });
});
