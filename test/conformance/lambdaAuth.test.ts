import assert from 'node:assert/strict';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { type AuthMode, createAuthority } from '../../broker/auth/authorize.ts';
import { parseCredentials } from '../../broker/auth/credentials.ts';
import {
  callLambda,
  connectLambda,
  type LambdaServer,
  startLambdaServer,
} from '../support/lambda/lambdaServer.ts';
import { FUNCTION, PLACE } from '../support/mappingWorld.ts';

const SECRET = 'a-secret-of-the-tests';
const FUNCTION_ARN = `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:${FUNCTION}`;

const allow = (Action: string | string[], Resource = '*') => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource },
});
const USERS = [
  {
    name: 'deployer',
    accessKeyId: 'AKIDDEPLOYER',
    policies: [allow(['lambda:*EventSourceMapping*', 'sqs:*Message', 'sqs:GetQueueAttributes'])],
  },
  {
    name: 'stranger',
    accessKeyId: 'AKIDSTRANGER',
    policies: [allow(['lambda:*', 'sqs:ReceiveMessage', 'sqs:GetQueueAttributes'])],
  },
  { name: 'caller', accessKeyId: 'AKIDCALLER', policies: [allow('lambda:InvokeFunction', FUNCTION_ARN)] },
  { name: 'queues', accessKeyId: 'AKIDQUEUES', policies: [allow('sqs:*')] },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

async function start(mode: AuthMode): Promise<LambdaServer> {
  const parsed = parseCredentials(JSON.stringify({ users: USERS }), PLACE.account);
  assert.ok(parsed.ok);
  const now = (): number => Date.now();
  const { credentials } = parsed;
  const authority = createAuthority({ mode, credentials, demandsTls: false, now, signingNow: now });
  return startLambdaServer(authority);
}

describe('Lambda of a broker that asks for signatures', () => {
  let server: LambdaServer;
  before(async () => {
    server = await start('signatures');
  });

  it('takes signatures for the service lambda, and no others', async () => {
    const { EventSourceMappings } = await connectLambda(server, 'AKIDQUEUES', SECRET).send(
      new ListEventSourceMappingsCommand({ FunctionName: `${FUNCTION_ARN}:live` }),
    );
    assert.deepEqual(EventSourceMappings, []);
    const liar = connectLambda(server, 'AKIDQUEUES', 'another secret');
    await assert.rejects(liar.send(new ListEventSourceMappingsCommand({})), {
      name: 'InvalidSignatureException',
    });
    const unsigned = await callLambda(server, '/2015-03-31/event-source-mappings');
    assert.deepEqual([unsigned.status, unsigned.error], [403, 'AccessDeniedException']);
  });

  it('takes no request of a browser', async () => {
    const { status } = await fetch(`${server.endpoint}/2015-03-31/event-source-mappings`, {
      headers: { origin: 'https://example.com' },
    });
    assert.equal(status, 403);
  });
});

describe('Lambda of a broker with policies', () => {
  let server: LambdaServer;
  before(async () => {
    server = await start('policies');
  });

  it('asks policies for the operation, and for the function or mapping', async () => {
    const [deployer, caller, queues] = ['AKIDDEPLOYER', 'AKIDCALLER', 'AKIDQUEUES'].map((key) =>
      connectLambda(server, key, SECRET),
    );
    assert.ok(deployer && caller && queues);
    const create = new CreateEventSourceMappingCommand({
      FunctionName: FUNCTION,
      EventSourceArn: server.queue.arn,
    });
    await assert.rejects(queues.send(create), {
      name: 'AccessDeniedException',
      message: /not authorized to perform: lambda:createeventsourcemapping/,
    });
    const stranger = connectLambda(server, 'AKIDSTRANGER', SECRET);
    const notPermitted = {
      name: 'InvalidParameterValueException',
      message: 'The provided execution role does not have permissions to call DeleteMessage on SQS',
    };
    await assert.rejects(stranger.send(create), notPermitted);
    const { UUID } = await deployer.send(create);
    await assert.rejects(
      stranger.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 5 })),
      notPermitted,
    );
    await assert.rejects(caller.send(new DeleteEventSourceMappingCommand({ UUID })), {
      name: 'AccessDeniedException',
      message: new RegExp(`:event-source-mapping:${UUID} because`),
    });
    await deployer.send(new DeleteEventSourceMappingCommand({ UUID }));
    server.functions.respond = ({ returns }) => returns();
    const invoke = new InvokeCommand({ FunctionName: FUNCTION });
    assert.equal((await caller.send(invoke)).StatusCode, 200);
    await assert.rejects(deployer.send(invoke), { name: 'AccessDeniedException' });
  });
});
