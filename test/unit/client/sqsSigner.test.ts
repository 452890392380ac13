import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SqsSigner } from '../../../broker/client/sqsSigner.ts';
import { credentialOf, parseCredential } from '../../../broker/sqs/wire/credentials.ts';

describe('The signer of a program', () => {
  it('names the access key and the region also without a secret', () => {
    const signer = new SqsSigner({ accessKeyId: 'AKIDLOAD', region: 'eu-west-1' });
    const call = { host: 'localhost', contentType: 'text/plain', target: 'AmazonSQS.ListQueues', body: '{}' };
    const { Authorization = '' } = signer.sign(call, new Date(0));
    assert.deepEqual(parseCredential(credentialOf(Authorization).credential), {
      accessKeyId: 'AKIDLOAD',
      region: 'eu-west-1',
    });
  });
});
