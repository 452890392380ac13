import type { Caller } from '../../broker/engine/base/caller.ts';

/** A caller for tests that do not care who calls. */
export function makeCaller(members: Partial<Caller> = {}): Caller {
  return {
    consumerId: 'AKIDTEST aws-sdk-js/3.1169.0',
    accessKeyId: 'AKIDTEST',
    account: '000000000000',
    region: 'us-east-1',
    userAgent: 'aws-sdk-js/3.1169.0 ua/2.1 lang/js md/nodejs#20.20.2',
    requestId: '00000000-0000-4000-8000-000000000000',
    action: 'SendMessage',
    ...members,
  };
}
