import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import { findPlace } from '../../../broker/connections/place.ts';
import type { Profile } from '../../../broker/connections/profiles.ts';

const COMMON = { id: 'x', name: 'x', queues: [], refreshSeconds: 60 };
const profile = (name: string, more: Partial<Profile> = {}): Profile => ({
  name,
  kind: 'keys',
  needsMfa: false,
  fips: false,
  dualStack: false,
  ...more,
});
const PROFILES = [
  profile('default', { region: 'us-west-2' }),
  profile('eu', { region: 'eu-central-1' }),
  profile('diverted', { region: 'eu-central-1', endpoint: 'http://evil.example.com' }),
  profile('hostile', { region: 'evil.example.com/' }),
  profile('nowhere'),
  profile('machine', { region: 'eu-west-1', asksMachine: true }),
  profile('fips', { region: 'us-gov-west-1', fips: true, dualStack: true }),
];
const ENVIRONMENT = {
  AWS_ENDPOINT_URL: 'http://evil.example.com',
  AWS_ENDPOINT_URL_SQS: 'http://evil.example.com',
  AWS_REGION: 'eu-west-3',
};
const KEYS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'x' };

type Members = Partial<ConnectionDefinition> & Pick<ConnectionDefinition, 'kind'>;
const define = (members: Members) => ({ ...COMMON, ...members }) as ConnectionDefinition;

const PLACES: readonly (readonly [string, Members, NodeJS.ProcessEnv, object])[] = [
  [
    'an endpoint is where it says',
    { kind: 'endpoint', endpoint: 'http://127.0.0.1:4566/' },
    ENVIRONMENT,
    { endpoint: 'http://127.0.0.1:4566', region: 'us-east-1', partition: 'aws' },
  ],
  [
    'an endpoint of AWS is asked whose the keys are',
    { kind: 'endpoint', endpoint: 'https://sqs.eu-central-1.amazonaws.com', region: 'eu-central-1' },
    {},
    {
      endpoint: 'https://sqs.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      partition: 'aws',
      identityEndpoint: 'https://sts.eu-central-1.amazonaws.com',
    },
  ],
  [
    'a profile is in its region',
    { kind: 'profile', profile: 'eu' },
    ENVIRONMENT,
    {
      endpoint: 'https://sqs.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      partition: 'aws',
      profile: 'eu',
      identityEndpoint: 'https://sts.eu-central-1.amazonaws.com',
    },
  ],
  [
    'the endpoint of a profile does not count',
    { kind: 'profile', profile: 'diverted' },
    ENVIRONMENT,
    {
      endpoint: 'https://sqs.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      partition: 'aws',
      profile: 'diverted',
      identityEndpoint: 'https://sts.eu-central-1.amazonaws.com',
    },
  ],
  [
    'the region of a connection counts more than that of its profile',
    { kind: 'profile', profile: 'eu', region: 'cn-north-1' },
    {},
    {
      endpoint: 'https://sqs.cn-north-1.amazonaws.com.cn',
      region: 'cn-north-1',
      partition: 'aws-cn',
      profile: 'eu',
      identityEndpoint: 'https://sts.cn-north-1.amazonaws.com.cn',
    },
  ],
  [
    'a profile chooses FIPS and dual stack',
    { kind: 'profile', profile: 'fips' },
    {},
    {
      endpoint: 'https://sqs-fips.us-gov-west-1.api.aws',
      region: 'us-gov-west-1',
      partition: 'aws-us-gov',
      profile: 'fips',
      identityEndpoint: 'https://sts-fips.us-gov-west-1.api.aws',
    },
  ],
  [
    'an endpoint that is not AWS is not asked whose the keys are',
    { kind: 'profile', profile: 'eu', endpoint: 'http://127.0.0.1:4566' },
    {},
    { endpoint: 'http://127.0.0.1:4566', region: 'eu-central-1', partition: 'aws', profile: 'eu' },
  ],
  [
    'keys of the environment count more than a profile',
    { kind: 'environment' },
    { ...ENVIRONMENT, ...KEYS, AWS_PROFILE: 'eu' },
    {
      endpoint: 'https://sqs.eu-west-3.amazonaws.com',
      region: 'eu-west-3',
      partition: 'aws',
      identityEndpoint: 'https://sts.eu-west-3.amazonaws.com',
    },
  ],
  [
    'the environment names a profile',
    { kind: 'environment' },
    { AWS_PROFILE: 'eu', AWS_USE_FIPS_ENDPOINT: 'true' },
    {
      endpoint: 'https://sqs-fips.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      partition: 'aws',
      profile: 'eu',
      identityEndpoint: 'https://sts-fips.eu-central-1.amazonaws.com',
    },
  ],
  [
    'the environment without anything is the default profile',
    { kind: 'environment' },
    {},
    {
      endpoint: 'https://sqs.us-west-2.amazonaws.com',
      region: 'us-west-2',
      partition: 'aws',
      profile: 'default',
      identityEndpoint: 'https://sts.us-west-2.amazonaws.com',
    },
  ],
];

const MISSING: readonly (readonly [string, Members, NodeJS.ProcessEnv, RegExp])[] = [
  [
    'a profile that does not exist',
    { kind: 'profile', profile: 'gone' },
    {},
    /no AWS profile “gone”.*aws configure --profile gone/,
  ],
  [
    'a profile whose keys come from the machine, past what checks the host of each call',
    { kind: 'profile', profile: 'machine' },
    {},
    /“machine” gets its keys from the machine \(credential_source\)/,
  ],
  [
    'a profile without a region',
    { kind: 'profile', profile: 'nowhere' },
    {},
    /“nowhere” has no region. Set “region”/,
  ],
  ['a profile with a host for a region', { kind: 'profile', profile: 'hostile' }, {}, /not a region of AWS/],
  [
    'an environment with a host for a region',
    { kind: 'environment' },
    { ...KEYS, AWS_REGION: 'evil.example.com#' },
    /not a region of AWS/,
  ],
  [
    'an environment of another profile',
    { kind: 'environment' },
    { AWS_PROFILE: 'gone' },
    /no AWS keys.*“gone”/,
  ],
  ['an environment without a region', { kind: 'environment' }, KEYS, /no AWS_REGION/],
];

describe('Where the calls of a connection go', () => {
  for (const [what, members, environment, place] of PLACES) {
    it(`is known: ${what}`, () => assert.deepEqual(findPlace(define(members), PROFILES, environment), place));
  }

  for (const [what, members, environment, problem] of MISSING) {
    it(`is not known for ${what}`, () => {
      const place = findPlace(define(members), PROFILES, environment);
      assert.match(typeof place === 'string' ? place : '', problem);
    });
  }
});
