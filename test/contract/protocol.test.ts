import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { createHandlers } from '../../broker/control/dispatch/createHandlers.ts';
import type { ControlServices } from '../../broker/control/services.ts';
import { listDeclared, METHODS, type Subject, SUBJECTS } from '../../broker/protocol/methods.ts';
import { PROTOCOL_VERSION } from '../../broker/protocol/version.ts';
import { putFaultSchema, putFaultTable } from '../support/faultPages.ts';
import { putPolicyActions } from '../support/policyPages.ts';
import { printSchema, putMethods } from '../support/protocolPages.ts';

const PAGE = 'docs/protocol.md';
const SCHEMA = 'docs/protocol.schema.json';
const CREDENTIALS = 'extension/schemas/queueside.credentials.schema.json';
const DEFINITIONS = 'extension/schemas/queueside.schema.json';
const DECLARED = (Object.keys(SUBJECTS) as Subject[]).flatMap(listDeclared);

/** Compares a file with what the declarations make of it. */
function hold(file: string, expected: string): void {
  assert.equal(readFileSync(file, 'utf8'), expected, `${file} differs: "npm run protocol" writes it`);
}

describe('The control protocol', () => {
  it('declares each method once', () => {
    const names = DECLARED.map(([, { method }]) => method);
    assert.ok(names.length > 20);
    assert.deepEqual(names, [...new Set(names)]);
    for (const name of names) assert.match(name, /^queueside\/[a-z]+\/[a-zA-Z]+$/);
  });

  it('has no two requests of one name in different files', () => {
    const keys = DECLARED.filter(([, { kind }]) => kind === 'request').map(([key]) => key);
    assert.deepEqual(Object.keys(METHODS), keys);
  });

  it('has a handler for every request, and no other', () => {
    const handlers = createHandlers({} as ControlServices);
    assert.deepEqual(Object.keys(handlers).sort(), Object.keys(METHODS).sort());
  });

  it('is what docs/protocol.md says', () => {
    const page = readFileSync(PAGE, 'utf8');
    hold(PAGE, putFaultTable(putMethods(page)));
    const versions = [...page.matchAll(/version \*\*(\d+)\*\*|"queuesideProtocol": (\d+)/g)];
    assert.equal(versions.length, 4);
    for (const [, said, sent] of versions) assert.equal(Number(said ?? sent), PROTOCOL_VERSION);
  });

  it('has the faults that the schema of the definitions has', () => {
    const schema = readFileSync(DEFINITIONS, 'utf8');
    const hint = `${DEFINITIONS} differs: "npm run protocol" writes it`;
    assert.deepEqual(JSON.parse(schema), JSON.parse(putFaultSchema(schema)), hint);
  });

  it('knows the actions that the schema of the credentials file offers to policies', () => {
    const schema = readFileSync(CREDENTIALS, 'utf8');
    const hint = `${CREDENTIALS} differs: "npm run protocol" writes it`;
    assert.deepEqual(JSON.parse(schema), JSON.parse(putPolicyActions(schema)), hint);
  });

  it('is what docs/protocol.schema.json says', () => hold(SCHEMA, printSchema()));
});
