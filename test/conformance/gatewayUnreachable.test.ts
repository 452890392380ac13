import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'mocha';
import { CALL_LIMITS } from '../../broker/connections/callBounds.ts';
import { receiveOnce, UNKNOWN_EFFECT } from '../support/gateway/failingCall.ts';
import { startGateway } from '../support/gateway/testGateway.ts';
import { startRawUpstream } from '../support/gateway/rawUpstream.ts';
import { startHttpsBroker } from '../support/httpsBroker.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';

describe('A gateway whose endpoint cannot be reached, or does not respond', () => {
  it('says so when nothing listens there: the call had no effect', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const refused = await startGateway(`http://127.0.0.1:${port}`);
    const outcome = await receiveOnce(refused.endpoint);
    assert.equal(outcome.status, 503);
    assert.match(outcome.message, /Nothing listens at http:\/\/127/);
    assert.ok(!outcome.message.endsWith(UNKNOWN_EFFECT));
    await refused.close();
  });

  it('says so when the certificate is not trusted, and sends nothing', async () => {
    const broker = await startHttpsBroker('memory');
    const untrusted = await startGateway(`https://127.0.0.1:${broker.securePort}`);
    const outcome = await receiveOnce(untrusted.endpoint);
    assert.equal(outcome.status, 503);
    assert.match(outcome.message, /certificate of https:\/\/127.* is not trusted/);
    assert.ok(!outcome.message.endsWith(UNKNOWN_EFFECT));
    await untrusted.close();
    await broker.close();
  });

  it('gives up a handshake that takes too long: the call had no effect', async () => {
    const schedule = new ManualSchedule();
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const silent = await startGateway(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      parts: { schedule: schedule.after },
    });
    const answered = receiveOnce(silent.endpoint);
    await once(server, 'connection');
    schedule.advance(CALL_LIMITS.connectMs);
    const outcome = await answered;
    assert.equal(outcome.status, 503);
    assert.match(outcome.message, /did not respond in time/);
    assert.ok(!outcome.message.endsWith(UNKNOWN_EFFECT));
    await silent.close();
    server.close();
  });

  it('ends a call whose endpoint does not respond in time', async () => {
    const schedule = new ManualSchedule();
    const upstream = await startRawUpstream();
    const slow = await startGateway(upstream.endpoint, { parts: { schedule: schedule.after } });
    const came = new Promise<void>((resolve) => {
      upstream.script = () => resolve();
    });
    const answered = receiveOnce(slow.endpoint);
    await came;
    schedule.advance(CALL_LIMITS.answerMs);
    const outcome = await answered;
    assert.equal(outcome.status, 503);
    assert.match(outcome.message, /did not respond in time/);
    assert.ok(outcome.message.endsWith(UNKNOWN_EFFECT));
    await slow.close();
  });
});
