import assert from 'node:assert/strict';
import { ACTIONS } from '../../../broker/sqs/actions/actions.ts';
import { ERROR_TABLE } from '../../../broker/sqs/wire/errorCodes.ts';
import type { Shape } from '../../../broker/api/shapes.ts';
import { type ModelShape, type ModelStructure, readServiceModel } from '../../support/serviceModel.ts';

const MODEL = readServiceModel();

/** The older name of a member that clients may still send, which the model has too. */
type Described = string | { readonly [member: string]: Described } | readonly [Described];

/** A shape as plain data, members in alphabetical order. */
function describeModel(shape: ModelShape): Described {
  switch (shape.kind) {
    case 'list':
      return [describeModel(shape.member)];
    case 'map':
      return { '*': describeModel(shape.value) };
    case 'structure':
      return sortKeys(shape.members.map(({ name, shape: member }) => [name, describeModel(member)]));
    default:
      return shape.kind;
  }
}

function describeBroker(shape: Shape): Described {
  switch (shape.kind) {
    case 'list':
      return [describeBroker(shape.member)];
    case 'map':
      return { '*': describeBroker(shape.value) };
    case 'structure':
      return sortKeys(Object.entries(shape.members).map(([name, member]) => [name, describeBroker(member)]));
    default:
      return shape.kind;
  }
}

function sortKeys(entries: readonly (readonly [string, Described])[]): Described {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Answers carry base64 text, and lists of values that the service never built are left out of them. */
function describeAnswer(shape: ModelStructure): Described {
  return JSON.parse(
    JSON.stringify(describeModel(shape), (key, value: unknown) =>
      key === 'StringListValues' || key === 'BinaryListValues'
        ? undefined
        : value === 'blob'
          ? 'string'
          : value,
    ),
  ) as Described;
}

function queryNames(shape: ModelShape, found = new Map<string, string>()): Map<string, string> {
  if (shape.kind === 'list') queryNames(shape.member, found);
  if (shape.kind === 'map') queryNames(shape.value, found);
  if (shape.kind === 'structure') {
    for (const member of shape.members) {
      if (member.queryName !== undefined) found.set(member.name, member.queryName);
      queryNames(member.shape, found);
    }
  }
  return found;
}

function brokerQueryNames(shape: Shape, found = new Map<string, string>()): Map<string, string> {
  if (shape.kind === 'list') brokerQueryNames(shape.member, found);
  if (shape.kind === 'map') brokerQueryNames(shape.value, found);
  if (shape.kind === 'structure') {
    for (const [name, member] of Object.entries(shape.members)) {
      if (member.kind === 'list' || member.kind === 'map') found.set(name, member.queryName);
      brokerQueryNames(member, found);
    }
  }
  return found;
}

describe("The service's published model", () => {
  it('has the actions that the broker has', () => {
    assert.deepEqual(
      MODEL.map(({ name }) => name),
      [...ACTIONS.keys()].sort(),
    );
  });

  for (const { name, input, output, errors } of MODEL) {
    describe(name, () => {
      const action = ACTIONS.get(name);

      it('takes the members of the model', () => {
        assert.ok(action);
        assert.deepEqual(describeBroker(action.input), describeModel(input));
      });

      it('answers the members of the model', () => {
        if (output === undefined) assert.equal(action?.output, undefined);
        else {
          assert.ok(action?.output);
          assert.deepEqual(describeBroker(action.output), describeAnswer(output));
        }
      });

      it('spells lists and maps in the Query protocol as the model does', () => {
        const spelt = queryNames(input);
        assert.ok(action);
        for (const [member, queryName] of brokerQueryNames(action.input)) {
          if (spelt.has(member)) assert.equal(queryName, spelt.get(member), member);
        }
      });

      it('declares errors that the error table has', () => {
        const known = new Set(Object.values(ERROR_TABLE).map(({ jsonType }) => jsonType.split('#')[1]));
        assert.deepEqual(
          errors.filter((error) => !known.has(error)),
          [],
        );
      });
    });
  }
});
