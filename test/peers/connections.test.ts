import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import {
  createEndpointStory,
  type EndpointStory,
  STORY_STEPS,
  type StoryDifferences,
} from '../support/upstream/endpointStory.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';
import { OWNER_KEYS, startSecureBroker } from '../support/upstream/secureBroker.ts';
import { trustAuthority } from '../support/upstream/trustedAuthority.ts';

interface Endpoint {
  readonly name: string;
  /** What the stage could not build. */
  readonly missing?: string;
  readonly start: () => Promise<OtherEndpoint>;
  readonly differences?: StoryDifferences;
}

function other(name: string, differences: StoryDifferences): Endpoint {
  const start = findStart(name);
  return 'missing' in start
    ? { name, ...start, start: () => Promise.reject(new Error(start.missing)) }
    : { name, start: () => startOtherEndpoint(start.argv), differences };
}

const ENDPOINTS: readonly Endpoint[] = [
  { name: 'a second broker, over HTTPS and with policies', start: startTrustedBroker },
  other('ElasticMQ', {
    'the endpoint filters by the beginning of a name, and gives pages': {
      sees: [2, undefined, 4, 4, undefined],
      because: 'it lists all queues at once, whatever MaxResults is',
    },
  }),
  other('moto', {
    'dead letters go back to their queue by a task of the service': {
      sees: [
        '1',
        ['orders'],
        '“x” failed with status 500, several times in a row. Try again later.',
        '1',
        '0',
      ],
      because: 'it has no redrive, and says so with status 500',
    },
    'a program calls every action': {
      sees: {
        CancelMessageMoveTask:
          'needs StartMessageMoveTask: “x” failed with status 500, several times in a row. Try again later.',
        ListMessageMoveTasks: 'busy: “x” failed with status 500, several times in a row. Try again later.',
        StartMessageMoveTask: 'busy: “x” failed with status 500, several times in a row. Try again later.',
      },
      because: 'it has no redrive, and says so with status 500',
    },
  }),
  other('fauxqs', {
    'queues are created by a program, with attributes and tags': {
      sees: false,
      because: 'its URLs have another host, which no call goes to',
    },
    'the endpoint filters by the beginning of a name, and gives pages': {
      sees: [2, undefined, 3, 3, undefined],
      because: 'it gives the first page without a token for the next',
    },
    'a sample shows messages, and gives them back with a receive more': {
      sees: Array.from({ length: 10 }, () => 'x visible 0'),
      because: 'it lists them for developers, so nothing has to be received',
    },
    'a body has characters of all planes of Unicode': {
      sees: 'SendMessage failed on “x”: Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.',
      because: 'it rejects those above #xFFFF, which the service takes',
    },
    'dead letters go back to their queue by a task of the service': {
      sees: ['1', undefined, '“x” does not have the action ListMessageMoveTasks.', '1', '0'],
      because: 'it has no redrive',
    },
    'a program calls every action': {
      sees: {
        AddPermission: 'call: “x” does not have the action AddPermission.',
        CancelMessageMoveTask:
          'needs StartMessageMoveTask: “x” does not have the action StartMessageMoveTask.',
        ListDeadLetterSourceQueues: 'call: “x” does not have the action ListDeadLetterSourceQueues.',
        ListMessageMoveTasks: 'call: “x” does not have the action ListMessageMoveTasks.',
        RemovePermission: 'needs AddPermission: “x” does not have the action AddPermission.',
        StartMessageMoveTask: 'call: “x” does not have the action StartMessageMoveTask.',
      },
      because: 'it has no redrive, permissions and list of sources',
    },
  }),
];

for (const { name, missing, start, differences = {} } of ENDPOINTS) {
  describe(`A connection to ${name}`, () => {
    if (missing !== undefined) {
      it.skip(missing);
      return;
    }
    let server: OtherEndpoint | undefined;
    let story: EndpointStory;

    before(async () => {
      server = await start();
      story = createEndpointStory(server.endpoint, OWNER_KEYS);
    });

    after(() => server?.close());

    for (const step of STORY_STEPS) {
      const difference = differences[step.name];
      it(`${step.name}${difference === undefined ? '' : `; ${difference.because}`}`, async () => {
        assert.deepEqual(await step.run(story), difference === undefined ? step.sees : difference.sees);
      });
    }
  });
}

async function startTrustedBroker(): Promise<OtherEndpoint> {
  const { endpoint, authorityPath, close } = await startSecureBroker();
  const distrust = trustAuthority(readFileSync(authorityPath, 'utf8'));
  return {
    endpoint,
    close: async () => {
      distrust();
      await close();
    },
  };
}
