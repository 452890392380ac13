import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chooseDefaultLevel, soundsLikeProduction } from '../../../broker/protection/defaultLevel.ts';

const AWS = 'https://sqs.eu-central-1.amazonaws.com';

const LEVELS = [
  ['http://127.0.0.1:9324', ['orders'], 'open'],
  ['http://localhost:4566', ['local'], 'open'],
  ['http://[::1]:4566', ['local'], 'open'],
  ['http://127.0.0.1.example.com', ['orders'], 'confirm'],
  ['http://sqs.us-east-1.localhost.localstack.cloud:4566', ['orders'], 'confirm'],
  [AWS, ['orders', 'staging'], 'confirm'],
  [AWS, [], 'confirm'],
  [AWS, ['orders', 'acme-prod'], 'readOnly'],
  ['http://127.0.0.1:9324', ['copy of prod'], 'readOnly'],
] as const;

const NAMES = [
  ['prod', true],
  ['orders-prod', true],
  ['PROD', true],
  ['ProdAdmin', true],
  ['acmeProd', true],
  ['acme.production2', true],
  ['prd_eu', true],
  ['live', true],
  ['eu/live/admin', true],
  ['product', false],
  ['products-dev', false],
  ['delivery', false],
  ['alive', false],
  ['reproduction', false],
  ['', false],
] as const;

describe('The protection level of a new connection', () => {
  for (const [endpoint, names, level] of LEVELS) {
    it(`is ${level} for ${endpoint} by the names ${JSON.stringify(names)}`, () => {
      assert.equal(chooseDefaultLevel(endpoint, names), level);
    });
  }

  for (const [name, expected] of NAMES) {
    it(`takes the name ${JSON.stringify(name)} for ${expected ? '' : 'no '}production`, () => {
      assert.equal(soundsLikeProduction(name), expected);
    });
  }
});
