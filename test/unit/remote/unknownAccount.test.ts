import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { replyError, startRecordingServer } from '../../support/upstream/recordingServer.ts';

describe('A connection that cannot ask whose its keys are', () => {
  it('connects if only the network is in the way, and says that the account is unknown', async function () {
    this.timeout(10_000);
    const { endpoint } = await startRecordingServer();
    const world = createRemoteWorld(endpoint, {}, { identityEndpoint: 'http://127.0.0.1:1' });
    let settled = 0;
    world.onSettle(() => {
      settled += 1;
    });
    const { connection, helped } = world;
    await connection.open();
    assert.deepEqual(
      [connection.isOpen, connection.remote.description, helped, settled],
      [true, 'account unknown · us-east-1 · open', [], 0],
    );
  });

  for (const [status, code] of [
    [500, 'InternalFailure'],
    [503, 'ServiceUnavailable'],
    [429, 'Throttling'],
  ] as const) {
    it(`connects if that service responds with ${status}: the level for an unknown account applies`, async () => {
      const { endpoint } = await startRecordingServer();
      const sts = await startRecordingServer(replyError(status, code));
      const world = createRemoteWorld(endpoint, {}, { identityEndpoint: sts.endpoint });
      let settled = 0;
      world.onSettle(() => {
        settled += 1;
      });
      const { connection, helped } = world;
      await connection.open();
      assert.deepEqual(
        [connection.isOpen, connection.remote.description, helped, settled],
        [true, 'account unknown · us-east-1 · open', [], 0],
      );
    });
  }

  it('does not connect if its keys are rejected', async () => {
    const { endpoint, requests } = await startRecordingServer();
    const sts = await startRecordingServer(replyError(403, 'InvalidClientTokenId'));
    const { connection } = createRemoteWorld(endpoint, {}, { identityEndpoint: sts.endpoint });
    await connection.open();
    assert.equal(connection.isOpen, false);
    assert.equal(requests.length, 0);
  });
});
