import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopBroker, type StoryWords, tellPackagedStory } from './support/packagedStory.ts';

const ENGLISH: StoryWords = {
  name: 'story',
  queuesView: 'Queues',
  createQueue: 'Create Queue',
  noDeadLetterQueue: 'None',
  standardQueue: 'standard queue',
  composeMessage: 'Send Message',
  compose: 'Compose',
  addAttribute: 'Add Attribute',
  attributeName: 'Name of attribute 1',
  attributeValue: 'Value of attribute 1',
  send: 'Send',
  sentTo: 'Sent to image-tasks at',
  visible: '1 visible',
  inFlight: '1 in flight',
  inFlightView: 'Messages in Flight',
  held: /held, \d+ s left/,
  timeoutsPaused: 'timeouts paused',
  openTrace: 'Queueside Trace: Open Trace',
  traceToolbar: 'Trace filters and actions',
  events: { sent: 'Sent', received: 'Received', held: 'Held', deleted: 'Deleted' },
  receivedByWorker: 'Received by Worker',
  deletedByWorker: 'Deleted by Worker',
  stopBroker: 'Queueside Broker: Stop Broker',
  startBroker: 'Start Broker',
};

describe('the main job, by the user interface of the packaged extension', () => {
  const openedWindow = tellPackagedStory(ENGLISH);

  it('has let the sample worker do its work', () => {
    const { workspace } = openedWindow();
    const watermarked = join(workspace, 'bucket', 'watermarked', 'sunset.png');
    assert.ok(existsSync(watermarked));
    const original = readFileSync(join(workspace, 'bucket', 'uploads', 'sunset.png'));
    assert.notDeepEqual(readFileSync(watermarked), original);
  });

  it('ends with the broker', async () => {
    await stopBroker(openedWindow(), ENGLISH);
  });
});
