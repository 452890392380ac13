import type { ContractQueue } from './contractQueue.ts';
import { type CallInput, refuse, type World } from './world.ts';

const GRANTABLE = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
];

interface PolicyDocument {
  readonly Statement: readonly { readonly Sid?: string }[];
}

function readPolicy(queue: ContractQueue): PolicyDocument {
  const text = queue.attributes['Policy'];
  if (text === undefined)
    return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] } as PolicyDocument;
  const document = JSON.parse(text) as PolicyDocument;
  return { ...document, Statement: [document.Statement].flat() };
}

function writePolicy(world: World, queue: ContractQueue, document: PolicyDocument): void {
  queue.attributes = { ...queue.attributes, Policy: JSON.stringify(document) };
  if (document.Statement.length === 0) delete queue.attributes['Policy'];
  queue.modifiedAt = world.agenda.now;
}

export function addPermission(world: World, input: CallInput): void {
  const queue = world.queueOf(input.QueueUrl);
  const { Label: label = '', AWSAccountIds: accounts = [], Actions: actions = [] } = input;
  if (label === '') refuse('MissingParameter');
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) refuse('InvalidParameterValue');
  if (actions.length === 0) refuse('MissingParameter');
  if (actions.length > 7) refuse('OverLimit');
  if (!actions.every((action) => GRANTABLE.includes(action))) refuse('InvalidParameterValue');
  if (accounts.length === 0) refuse('MissingParameter');
  if (!accounts.every((account) => /^\d{12}$/.test(account))) refuse('InvalidParameterValue');
  const document = readPolicy(queue);
  if (document.Statement.some(({ Sid }) => Sid === label)) refuse('InvalidParameterValue');
  if (document.Statement.length === 20) refuse('OverLimit');
  const oneOrMany = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  writePolicy(world, queue, { ...document, Statement: [...document.Statement, statement] });
}

export function removePermission(world: World, input: CallInput): void {
  const queue = world.queueOf(input.QueueUrl);
  if ((input.Label ?? '') === '') refuse('MissingParameter');
  const document = readPolicy(queue);
  const rest = document.Statement.filter(({ Sid }) => Sid !== input.Label);
  if (rest.length === document.Statement.length) refuse('InvalidParameterValue');
  writePolicy(world, queue, { ...document, Statement: rest });
}
