import { NODE, TEXTS, room, type Room } from './room.ts';

/** Other places with queues, which the extension host and the gateway call, and the broker never. */
export const CONNECTION_ROOMS: Readonly<Record<string, Room>> = {
  'broker/protection': room('what has to happen before an action is called on queues that others use', {
    runs: 'extension, gateway',
    imports: ['broker/addresses', 'broker/api'],
  }),
  'broker/connections': room('other places with queues: their definitions, profiles, regions and addresses', {
    runs: 'extension host, gateway',
    imports: ['broker/addresses', 'broker/protection'],
    typesOf: ['broker/api'],
    packages: [NODE, TEXTS, '@smithy/core/config'],
  }),
  'broker/connections/client': room('the gate to another place with queues, and the AWS SDK behind it', {
    runs: 'extension host, gateway',
    imports: [
      'broker/api',
      'broker/calls',
      'broker/connections',
      'broker/programs',
      'broker/protection',
      'broker/time',
    ],
    packages: [NODE, TEXTS, '@aws-sdk/*', '@smithy/*'],
  }),
  'broker/gateway': room(
    'the program between programs and an endpoint: the front of SQS, with an upstream instead of the engine',
    {
      runs: 'gateway',
      imports: [
        'broker/addresses',
        'broker/api',
        'broker/assembly',
        'broker/auth',
        'broker/calls',
        'broker/connections',
        'broker/contents',
        'broker/control',
        'broker/engine',
        'broker/faults',
        'broker/files',
        'broker/findings',
        'broker/http',
        'broker/language',
        'broker/process',
        'broker/protection',
        'broker/protocol',
        'broker/sqs',
        'broker/time',
        'broker/trace',
      ],
      packages: [NODE, TEXTS],
    },
  ),
};
