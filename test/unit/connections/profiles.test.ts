import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readProfiles } from '../../../broker/connections/profiles.ts';

const CONFIG = `
[default]
region = us-east-1

[profile static]
region = eu-central-1
aws_account_id = 111122223333

[profile admin]
role_arn = arn:aws:iam::222233334444:role/Admin
source_profile = static
mfa_serial = arn:aws:iam::111122223333:mfa/me

[profile sso]
sso_session = acme
sso_account_id = 333344445555
sso_role_name = Developer
region = eu-west-1

[profile oldSso]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1

[profile process]
credential_process = /usr/bin/keys
use_fips_endpoint = true
use_dualstack_endpoint = true

[profile machine]
role_arn = arn:aws:iam::222233334444:role/Machine
credential_source = Ec2InstanceMetadata

[profile onMachine]
role_arn = arn:aws:iam::222233334444:role/Other
source_profile = machine

[profile web]
role_arn = arn:aws:iam::222233334444:role/Web
web_identity_token_file = /tmp/token

[profile console]
login_session = arn:aws:iam::111122223333:user/me

[profile localstack]
endpoint_url = http://localhost:4566

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1

[services mine]
sqs =
  endpoint_url = http://localhost:4566
`;

const KEYS = `
[static]
aws_access_key_id = AKIDSTATIC
aws_secret_access_key = secret

[onlyKeys]
aws_access_key_id = AKIDONLY
aws_secret_access_key = secret
`;

describe('The AWS profiles of a machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-profiles-'));
  const files = { configFilepath: join(folder, 'config'), filepath: join(folder, 'credentials') };
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are read with what their files say, without their keys', async () => {
    writeFileSync(files.configFilepath, CONFIG);
    writeFileSync(files.filepath, KEYS);
    const plain = { needsMfa: false, fips: false, dualStack: false };
    const profiles = await readProfiles(files);
    assert.deepEqual(profiles, [
      { name: 'admin', kind: 'role', account: '222233334444', ...plain, needsMfa: true },
      { name: 'console', kind: 'login', ...plain },
      { name: 'default', kind: 'none', region: 'us-east-1', ...plain },
      { name: 'localstack', kind: 'none', ...plain, endpoint: 'http://localhost:4566' },
      { name: 'machine', kind: 'role', account: '222233334444', ...plain, asksMachine: true },
      { name: 'oldSso', kind: 'sso', ...plain },
      { name: 'onMachine', kind: 'role', account: '222233334444', ...plain, asksMachine: true },
      { name: 'onlyKeys', kind: 'keys', ...plain },
      { name: 'process', kind: 'process', ...plain, fips: true, dualStack: true },
      { name: 'sso', kind: 'sso', region: 'eu-west-1', account: '333344445555', ...plain },
      { name: 'static', kind: 'keys', region: 'eu-central-1', account: '111122223333', ...plain },
      { name: 'web', kind: 'webIdentity', account: '222233334444', ...plain },
    ]);
    assert.doesNotMatch(JSON.stringify(profiles), /AKID|secret/);
  });

  it('are read again when the files have changed', async () => {
    writeFileSync(files.configFilepath, '[profile one]\nregion = eu-central-1\n');
    writeFileSync(files.filepath, '');
    assert.deepEqual(
      (await readProfiles(files)).map(({ name }) => name),
      ['one'],
    );
    writeFileSync(files.configFilepath, '[profile two]\nregion = eu-central-1\n');
    assert.deepEqual(
      (await readProfiles(files)).map(({ name }) => name),
      ['two'],
    );
  });

  it('are none without files', async () => {
    const none = { configFilepath: join(folder, 'no'), filepath: join(folder, 'none') };
    assert.deepEqual(await readProfiles(none), []);
  });

  it('can be 5,000', async () => {
    const text = Array.from(
      { length: 5_000 },
      (_, index) =>
        `[profile account-${index}]\nsso_session = acme\nsso_account_id = 333344445555\nsso_role_name = Developer\nregion = eu-west-1\n`,
    ).join('\n');
    writeFileSync(files.configFilepath, text);
    assert.equal((await readProfiles(files)).length, 5_000);
  });

  it('cannot change what objects are', async () => {
    writeFileSync(
      files.configFilepath,
      '[profile __proto__]\nregion = evil\n[profile constructor]\nregion = x\n',
    );
    await readProfiles(files);
    assert.equal(({} as Record<string, unknown>)['region'], undefined);
  });
});
