import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-cloudwatch';
import { describe, it } from 'mocha';
import { OPERATIONS } from '../../../broker/cloudwatch/operations/operations.ts';
import type { OperationDeclaration } from '../../../broker/cloudwatch/operations/declaration.ts';
import type { Shape } from '../../../broker/calls/shapes/shape.ts';

/*
 * The service's model, as the official SDK carries it: schemas as nested arrays, whose first element is the kind; see
 * test/support/serviceModel.ts.
 */
type Schema = readonly unknown[];
const LIST = 1;
const STRUCTURE = 3;
const OPERATION = 9;

/** Members of the model that are not served: composite alarms, alarms of logs, anomaly bands, and what is new in 2026. */
const LEFT_OUT: readonly string[] = [
  'ActionConfiguration',
  'AlarmContributorAttributes',
  'AlarmContributorId',
  'EntityMetricData',
  'EvaluationCriteria',
  'EvaluationInterval',
  'EvaluationState',
  'EvaluationWindow',
  'IncludeLinkedAccounts',
  'LogAlarms',
  'OwningAccount',
  'OwningAccounts',
  'StrictEntityValidation',
  'ThresholdMetricId',
  'WarmUpConfiguration',
];

function listLeftOut(): readonly string[] {
  const paths = Object.entries<OperationDeclaration>(OPERATIONS).flatMap(([name, { input, output }]) => {
    const [, , , , modelInput, modelOutput] = findOperation(name);
    return [
      ...compare(input, modelInput, name, true),
      ...(output === undefined ? [] : compare(output, modelOutput, name, false)),
    ];
  });
  return [...new Set(paths.map((path) => path.slice(path.lastIndexOf('.') + 1)))].toSorted();
}

function findOperation(name: string): Schema {
  const found = Object.values(sdk as Record<string, unknown>).find(
    (value): value is Schema => Array.isArray(value) && value[0] === OPERATION && value[2] === name,
  );
  assert.ok(found, `the SDK has no operation ${name}`);
  return found;
}

function unwrap(schema: unknown): unknown {
  const known: unknown = typeof schema === 'function' ? (schema as () => unknown)() : schema;
  // A schema with traits is a pair.
  return Array.isArray(known) && known.length === 2 ? unwrap(known[0]) : known;
}

/** Compares the members of a structure by name; what is required of an input must be the same. */
function compare(shape: Shape, schema: unknown, path: string, isInput: boolean): readonly string[] {
  const model = unwrap(schema);
  if (shape.kind === 'list' && Array.isArray(model) && model[0] === LIST) {
    return compare(shape.member, model[4], path, isInput);
  }
  if (shape.kind !== 'structure' || !Array.isArray(model) || model[0] !== STRUCTURE) return [];
  // Lists that are always empty.
  if (Object.keys(shape.members).length === 0) return [];
  const [, , , , names, shapes, requiredCount = 0] = model as [
    number,
    string,
    string,
    unknown,
    string[],
    unknown[],
    number?,
  ];
  const unknown = Object.keys(shape.members).filter((name) => !names.includes(name));
  assert.deepEqual(unknown, [], `${path} has members that the model does not have`);
  return names.flatMap((name, index) => {
    const member = shape.members[name];
    if (member === undefined) return [`${path}.${name}`];
    if (isInput) assert.equal(member.isRequired, index < requiredCount, `${path}.${name}`);
    return compare(member.shape, shapes[index], `${path}.${name}`, isInput);
  });
}

describe('The operations of CloudWatch', () => {
  it('have the members of the model, and require the same', () => {
    assert.deepEqual(listLeftOut(), LEFT_OUT);
  });
});
