import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { checkQueueKey } from '../../../broker/kms/checkQueueKey.ts';
import { type KeyGrant, type KmsKey, keyArnOf } from '../../../broker/kms/key.ts';
import { Kms, openKms } from '../../../broker/kms/kms.ts';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import type { Principal } from '../../../broker/auth/principal.ts';
import { unwrap } from '../../support/engineHarness.ts';
import { ACCOUNT, OTHER_ACCOUNT, user } from '../../support/policyHarness.ts';

const DAY_MS = 86_400_000;
const HOME = { region: 'us-east-1', account: ACCOUNT };
const UNVERIFIED: Principal = { kind: 'unverified' };

describe('the local KMS', () => {
  let now: number;
  let masterKey: MasterKey;
  let kms: Kms;
  let key: KmsKey;
  beforeEach(() => {
    now = 1_700_000_000_000;
    masterKey = new MasterKey(randomBytes(32));
    kms = new Kms({ masterKey, now: () => now });
    key = unwrap(kms.createKey(HOME));
  });

  const check = (
    reference: string | undefined,
    purpose: 'send' | 'receive' = 'send',
    principal: Principal = UNVERIFIED,
  ): string => {
    const result = checkQueueKey(kms, { ...HOME, kmsMasterKeyId: reference }, principal, purpose);
    return result.ok ? 'ok' : result.code;
  };

  describe('finds the key of a queue', () => {
    it('by id, ARN, alias and ARN of the alias', () => {
      unwrap(kms.addAlias(key.id, 'alias/orders'));
      const references = [
        key.id,
        keyArnOf(key),
        'alias/orders',
        `arn:aws:kms:us-east-1:${ACCOUNT}:alias/orders`,
      ];
      for (const reference of references) {
        assert.equal(unwrap(kms.findKey(reference, HOME)).id, key.id, reference);
      }
    });

    it('not in another region or account', () => {
      assert.equal(kms.findKey(key.id, { ...HOME, region: 'eu-west-1' }).ok, false);
      assert.equal(kms.findKey(`arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:key/${key.id}`, HOME).ok, false);
    });

    it('that the service manages, made when it is asked for and then the same', () => {
      const managed = unwrap(kms.findKey('alias/aws/sqs', HOME));
      assert.equal(unwrap(kms.findKey('alias/aws/sqs', HOME)).id, managed.id);
      assert.ok(managed.isManaged);
      assert.equal(kms.setEnabled(managed.id, false).ok, false);
      assert.equal(kms.scheduleDeletion(managed.id).ok, false);
    });
  });

  describe('lets a queue', () => {
    it('without a key of the KMS send', () => {
      assert.equal(check(undefined), 'ok');
    });

    const rows: readonly [string, (key: KmsKey) => string, string][] = [
      ['with a key send and receive', (given) => given.id, 'ok'],
      ['with the managed key send', () => 'alias/aws/sqs', 'ok'],
      ['with an unknown key do nothing', () => '11111111-2222-3333-4444-555555555555', 'KmsNotFound'],
      ['with an unknown alias do nothing', () => 'alias/none', 'KmsNotFound'],
      [
        'with a disabled key do nothing',
        (given) => unwrap(kms.setEnabled(given.id, false)).id,
        'KmsDisabled',
      ],
      [
        'with a key that is enabled again send',
        (given) => {
          kms.setEnabled(given.id, false);
          return unwrap(kms.setEnabled(given.id, true)).id;
        },
        'ok',
      ],
      [
        'with a key that waits for its deletion do nothing',
        (given) => unwrap(kms.scheduleDeletion(given.id, 7)).id,
        'KmsInvalidState',
      ],
      [
        'with a key whose deletion was called off do nothing yet',
        (given) => {
          kms.scheduleDeletion(given.id);
          return unwrap(kms.cancelDeletion(given.id)).id;
        },
        'KmsDisabled',
      ],
      [
        'with a deleted key do nothing',
        (given) => {
          kms.scheduleDeletion(given.id, 7);
          now += 7 * DAY_MS;
          return given.id;
        },
        'KmsNotFound',
      ],
      [
        'with a key that only signs do nothing',
        () => unwrap(kms.createKey({ ...HOME, usage: 'SIGN_VERIFY' })).id,
        'KmsInvalidKeyUsage',
      ],
      [
        'with a key without grants do nothing',
        () => unwrap(kms.createKey({ ...HOME, grants: [] })).id,
        'KmsAccessDenied',
      ],
    ];
    for (const [what, prepare, outcome] of rows) {
      it(what, () => {
        const reference = prepare(key);
        assert.equal(check(reference), outcome);
        assert.equal(check(reference, 'receive'), outcome);
      });
    }
  });

  describe('asks the grants of a key', () => {
    const alice = user();
    const decrypt = (principal: string): KeyGrant => ({ principal, operations: ['Decrypt'] });
    const both = (principal: string): KeyGrant => ({ principal, operations: ['GenerateDataKey', 'Decrypt'] });
    const rows: readonly [string, readonly KeyGrant[], Principal, string, string][] = [
      ['everybody', [both('*')], { kind: 'anonymous' }, 'ok', 'ok'],
      ['the user', [both(alice.arn)], alice, 'ok', 'ok'],
      ['the account', [both(ACCOUNT)], alice, 'ok', 'ok'],
      ['the root of the account', [both(`arn:aws:iam::${ACCOUNT}:root`)], alice, 'ok', 'ok'],
      ['a consumer', [decrypt(alice.arn)], alice, 'KmsAccessDenied', 'ok'],
      ['another user', [both(`${alice.arn}2`)], alice, 'KmsAccessDenied', 'KmsAccessDenied'],
      ['another account', [both(OTHER_ACCOUNT)], alice, 'KmsAccessDenied', 'KmsAccessDenied'],
      [
        'a service',
        [both('sns.amazonaws.com')],
        { kind: 'service', name: 'sns.amazonaws.com', sourceArn: undefined, sourceAccount: undefined },
        'ok',
        'ok',
      ],
      ['users, when callers are not verified', [decrypt(alice.arn)], UNVERIFIED, 'KmsAccessDenied', 'ok'],
    ];
    for (const [what, grants, principal, sends, receives] of rows) {
      it(`for ${what}`, () => {
        kms.setGrants(key.id, grants);
        assert.deepEqual(
          [check(key.id, 'send', principal), check(key.id, 'receive', principal)],
          [sends, receives],
        );
      });
    }

    it('and names the principal and the operation in the refusal', () => {
      kms.setGrants(key.id, []);
      const result = checkQueueKey(kms, { ...HOME, kmsMasterKeyId: key.id }, alice, 'send');
      assert.ok(!result.ok);
      assert.equal(
        result.message,
        `User: ${alice.arn} is not authorized to perform: kms:GenerateDataKey on resource: ${keyArnOf(key)} because no resource-based policy allows the kms:GenerateDataKey action`,
      );
    });
  });

  describe('makes data keys', () => {
    it('that it opens again, and never the same twice', () => {
      const one = unwrap(kms.generateDataKey(key.id, HOME));
      const other = unwrap(kms.generateDataKey(key.id, HOME));
      assert.notDeepEqual(one.plain, other.plain);
      assert.deepEqual(unwrap(kms.decryptDataKey(one.wrapped)), one.plain);
    });

    it('that do not open while the key is disabled, or when they were changed', () => {
      const { wrapped } = unwrap(kms.generateDataKey(key.id, HOME));
      const changed = Buffer.from(wrapped);
      changed[40] = (changed[40] as number) ^ 1;
      const refused = kms.decryptDataKey(changed);
      assert.ok(!refused.ok);
      assert.equal(refused.code, 'KmsInvalidKeyUsage');
      kms.setEnabled(key.id, false);
      const disabled = kms.decryptDataKey(wrapped);
      assert.ok(!disabled.ok);
      assert.equal(disabled.code, 'KmsDisabled');
    });

    it('of no other key', () => {
      const result = kms.decryptDataKey(randomBytes(80));
      assert.ok(!result.ok);
      assert.equal(result.code, 'KmsNotFound');
    });
  });

  describe('refuses', () => {
    const rows: readonly [string, () => { readonly ok: boolean }][] = [
      ['a name that is no alias', () => kms.addAlias(key.id, 'orders')],
      ["an alias of the service's own", () => kms.addAlias(key.id, 'alias/aws/mine')],
      [
        'an alias that is taken',
        () => {
          unwrap(kms.addAlias(key.id, 'alias/orders'));
          return kms.addAlias(key.id, 'alias/orders');
        },
      ],
      ['to remove an alias that is not there', () => kms.removeAlias(key.id, 'alias/none')],
      ['to delete sooner than in a week', () => kms.scheduleDeletion(key.id, 6)],
      ['to call off what was not scheduled', () => kms.cancelDeletion(key.id)],
      ['to change an unknown key', () => kms.setEnabled('none', true)],
    ];
    for (const [what, act] of rows) {
      it(what, () => {
        assert.equal(act().ok, false);
      });
    }
  });

  describe('survives as a snapshot', () => {
    it('of plain JSON, with its data keys', () => {
      const { plain, wrapped } = unwrap(kms.generateDataKey(key.id, HOME));
      const text = JSON.stringify(kms.snapshot());
      const reopened = openKms(JSON.parse(text), { masterKey, now: () => now });
      assert.ok(reopened instanceof Kms);
      assert.deepEqual(unwrap(reopened.decryptDataKey(wrapped)), plain);
    });

    it('that another master key does not open', () => {
      const other = new MasterKey(randomBytes(32));
      assert.equal(
        openKms(kms.snapshot(), { masterKey: other, now: () => now }),
        `The keys were wrapped by the master key ${masterKey.id}; the one given is ${other.id}.`,
      );
    });

    it('and under another master key, its data keys as they were', () => {
      const { plain, wrapped } = unwrap(kms.generateDataKey(key.id, HOME));
      const next = new MasterKey(randomBytes(32));
      const rewrapped = kms.rewrap(next);
      assert.deepEqual(unwrap(rewrapped.decryptDataKey(wrapped)), plain);
      assert.ok(openKms(rewrapped.snapshot(), { masterKey: next, now: () => now }) instanceof Kms);
    });

    it('that is sent with every change', () => {
      const snapshots: number[] = [];
      const watched = new Kms({
        masterKey,
        now: () => now,
        onChange: ({ keys }) => snapshots.push(keys.length),
      });
      const { id } = unwrap(watched.createKey(HOME));
      watched.setEnabled(id, false);
      assert.deepEqual(snapshots, [1, 1]);
    });
  });
});
