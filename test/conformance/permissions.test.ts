import assert from 'node:assert/strict';
import { describeAction } from './support/suite.ts';

describeAction('Permissions', (suite) => {
  it('become statements of the policy, and go away with the last', async () => {
    const QueueUrl = await suite.createQueue();
    const readPolicy = async () => {
      const output = await suite.client.expect('GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['Policy', 'QueueArn'],
      });
      return output['Attributes'];
    };
    const grant = { QueueUrl, Label: 'first', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] };
    await suite.client.expect('AddPermission', grant);
    const { Policy, QueueArn } = await readPolicy();
    assert.deepEqual(JSON.parse(Policy), {
      Version: '2008-10-17',
      Id: `${QueueArn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'first',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'SQS:SendMessage',
          Resource: QueueArn,
        },
      ],
    });
    await suite.client.expectError(
      'AddPermission',
      grant,
      'InvalidParameterValue',
      'Value first for parameter Label is invalid. Reason: Already exists.',
    );
    await suite.client.expect('RemovePermission', { QueueUrl, Label: 'first' });
    assert.equal((await readPolicy())['Policy'], undefined);
    await suite.client.expectError(
      'RemovePermission',
      { QueueUrl, Label: 'first' },
      'InvalidParameterValue',
      "Value first for parameter Label is invalid. Reason: can't find label.",
    );
  });

  it('name seven actions at most', async () => {
    const input = {
      QueueUrl: await suite.createQueue(),
      Label: 'l',
      AWSAccountIds: ['111122223333'],
      Actions: Array.from({ length: 8 }, () => 'SendMessage'),
    };
    await suite.client.expectError(
      'AddPermission',
      input,
      'OverLimit',
      '8 Actions were found, maximum allowed is 7.',
    );
  });

  it('name accounts and actions that there are', async () => {
    const QueueUrl = await suite.createQueue();
    const add = (change: object) => ({
      QueueUrl,
      Label: 'l',
      AWSAccountIds: ['111122223333'],
      Actions: ['SendMessage'],
      ...change,
    });
    await suite.client.expectError(
      'AddPermission',
      add({ AWSAccountIds: ['nobody'] }),
      'InvalidParameterValue',
      'Value [nobody] for parameter PrincipalId is invalid. Reason: Unable to verify.',
    );
    await suite.client.expectError(
      'AddPermission',
      add({ Actions: ['Foo'] }),
      'InvalidParameterValue',
      /^Value SQS:Foo for parameter ActionName is invalid\./,
    );
  });
});
