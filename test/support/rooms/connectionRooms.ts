import { NODE, TEXTS, room, type Room } from './room.ts';

/** Other places with queues, which the extension host calls, and the broker never. */
export const CONNECTION_ROOMS: Readonly<Record<string, Room>> = {
  'broker/protection': room('what has to happen before an action is called on queues that others use', {
    runs: 'extension',
    imports: ['broker/addresses', 'broker/api'],
  }),
  'broker/connections': room('other places with queues: their definitions, profiles, regions and addresses', {
    runs: 'extension host',
    imports: ['broker/addresses', 'broker/protection'],
    packages: [NODE, TEXTS, '@smithy/core/config'],
  }),
  'broker/connections/client': room('the gate to another place with queues, and the AWS SDK behind it', {
    runs: 'extension host',
    imports: ['broker/api', 'broker/connections', 'broker/protection'],
    packages: [NODE, TEXTS, '@aws-sdk/*', '@smithy/*'],
  }),
};
