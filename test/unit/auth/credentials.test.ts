import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCredentials } from '../../../broker/auth/credentialFile.ts';
import { parseCredentials } from '../../../broker/auth/credentials.ts';

const SECRET = 'do-not-show-this-secret';
const ALICE = { name: 'alice', accessKeyId: 'AKIDALICE', secretAccessKey: SECRET };

function write(...users: object[]): string {
  return JSON.stringify({ users }, undefined, 2);
}

describe('a credential file', () => {
  it('gives users with principal and policies', () => {
    const parsed = parseCredentials(
      `{
        // comments are fine
        "users": [${JSON.stringify({
          ...ALICE,
          sessionToken: 'token',
          expiration: '2026-01-15T12:00:00Z',
          tags: { team: 'orders' },
          organizationId: 'o-1',
          policies: [
            { Version: '2012-10-17', Id: 'send', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
          ],
        })},
        ]
      }`,
      '000000000000',
    );
    assert.ok(parsed.ok);
    const alice = parsed.credentials.get('AKIDALICE');
    assert.deepEqual(alice?.principal, {
      kind: 'user',
      arn: 'arn:aws:iam::000000000000:user/alice',
      account: '000000000000',
      name: 'alice',
      accessKeyId: 'AKIDALICE',
      tags: { team: 'orders' },
      organizationId: 'o-1',
      isTemporary: true,
    });
    assert.equal(alice?.expiresAt, Date.UTC(2026, 0, 15, 12));
    assert.deepEqual(
      alice?.policies.map((policy) => policy.source),
      [{ kind: 'identity', name: 'alice/send' }],
    );
  });

  const accounts: readonly [object, string, string][] = [
    [{}, '000000000000', 'arn:aws:iam::000000000000:user/alice'],
    [{ account: '111122223333' }, '111122223333', 'arn:aws:iam::111122223333:user/alice'],
    [{ accessKeyId: '111122223333' }, '111122223333', 'arn:aws:iam::111122223333:user/alice'],
    [
      { arn: 'arn:aws:sts::111122223333:assumed-role/worker/job' },
      '111122223333',
      'arn:aws:sts::111122223333:assumed-role/worker/job',
    ],
  ];
  for (const [members, account, arn] of accounts) {
    it(`with ${JSON.stringify(members)} gives a principal of account ${account}`, () => {
      const parsed = parseCredentials(write({ ...ALICE, ...members }), '000000000000');
      assert.ok(parsed.ok);
      const [credential] = parsed.credentials.values();
      assert.deepEqual([credential?.principal.account, credential?.principal.arn], [account, arn]);
    });
  }

  const rows: readonly [string, string, number, string, RegExp][] = [
    ['that is no JSON', '{\n  "users": [,]\n}', 2, '', /not valid JSON/],
    ['without users', '{}', 1, 'users', /list of users/],
    ['with an unknown member', '{\n "user": []\n}', 2, 'user', /not a known member/],
    ['with a user that is no object', '{"users": [1]}', 1, 'users[0]', /object/],
    [
      'without a secret',
      write({ ...ALICE, secretAccessKey: undefined }),
      3,
      'users[0].secretAccessKey',
      /missing/,
    ],
    [
      'with an empty secret',
      write({ ...ALICE, secretAccessKey: '' }),
      6,
      'users[0].secretAccessKey',
      /non-empty/,
    ],
    ['with a name of blanks', write({ ...ALICE, name: ' ' }), 4, 'users[0].name', /form/],
    [
      'with one key id twice',
      write(ALICE, { ...ALICE, name: 'bob' }),
      8,
      'users[1].accessKeyId',
      /another user/,
    ],
    ['with a short account', write({ ...ALICE, account: '1' }), 7, 'users[0].account', /form/],
    [
      'with an ARN of another account',
      write({ ...ALICE, account: '000000000000', arn: 'arn:aws:iam::111122223333:user/alice' }),
      8,
      'users[0].arn',
      /not in the account/,
    ],
    [
      'with a mistake inside a policy',
      write({ ...ALICE, policies: [{ Statement: [{ Effect: 'allow', Action: '*', Resource: '*' }] }] }),
      11,
      'users[0].policies[0].Statement[0].Effect',
      /"Allow" or "Deny"/,
    ],
    [
      'that expires without a token',
      write({ ...ALICE, expiration: '2026-01-15T12:00:00Z' }),
      7,
      'users[0].expiration',
      /sessionToken/,
    ],
  ];
  for (const [what, text, line, path, message] of rows) {
    it(`${what} is refused, and the line and the member are named`, () => {
      const parsed = parseCredentials(text, '000000000000');
      assert.ok(!parsed.ok);
      assert.deepEqual([parsed.problem.line, parsed.problem.path], [line, path]);
      assert.match(parsed.problem.message, message);
      assert.ok(!JSON.stringify(parsed.problem).includes(SECRET));
    });
  }

  describe('on the disk', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-credentials-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });
    const put = (text: string, mode: number): string => {
      const path = join(folder, 'credentials.json');
      writeFileSync(path, text);
      chmodSync(path, mode);
      return path;
    };

    it('is read when only its owner may read it', () => {
      const loaded = loadCredentials(put(write(ALICE), 0o600), '000000000000');
      assert.ok(loaded.ok);
      assert.deepEqual([...loaded.credentials.keys()], ['AKIDALICE']);
    });

    for (const mode of [0o644, 0o640, 0o602]) {
      it(`is refused with mode 0${mode.toString(8)}`, function () {
        if (process.platform === 'win32') this.skip();
        const path = put(write(ALICE), mode);
        assert.deepEqual(loadCredentials(path, '000000000000'), {
          ok: false,
          message: `The credential file ${path} is open to others (mode 0${mode.toString(8)}): it must have mode 0600.`,
        });
      });
    }

    it('is refused when it is not there, or is a folder', () => {
      for (const path of [join(folder, 'none'), folder]) assert.ok(!loadCredentials(path, '000000000000').ok);
    });

    for (const [what, text] of [
      ['lists', '['.repeat(500_000)],
      ['lists that are closed by braces', '[},'.repeat(300_000)],
      ['objects', `{"users":${'{"a":'.repeat(100_000)}`],
      ['tags', write({ ...ALICE, tags: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) })],
      ['a policy', write({ ...ALICE, policies: [JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`)] })],
    ] as const) {
      it(`is refused, and ends nothing, with ${what} nested without end`, () => {
        const loaded = loadCredentials(put(text, 0o600), '000000000000');
        assert.ok(!loaded.ok);
        assert.match(loaded.message, /:\d+: the file is nested more than 32 levels deep\.$/);
      });
    }

    describe('in a folder', () => {
      let inner: string;
      let path: string;

      beforeEach(function () {
        if (process.platform === 'win32') this.skip();
        inner = join(folder, 'shared', 'inner');
        mkdirSync(inner, { recursive: true });
        path = join(inner, 'users.json');
        writeFileSync(path, write(ALICE), { mode: 0o600 });
      });

      for (const [what, mode] of [
        ['that everybody may write', 0o777],
        ['that everyone may write and no other user may list', 0o733],
      ] as const) {
        it(`${what} is refused: another user could put another file in its place`, () => {
          chmodSync(inner, mode);
          assert.deepEqual(loadCredentials(path, '000000000000'), {
            ok: false,
            message: `The credential file ${path} is in the folder ${inner}, which other users can write to (mode 0${mode.toString(8)}); close that with "chmod go-w ${inner}".`,
          });
        });
      }

      it('is rejected below a folder that every user can write to', () => {
        chmodSync(join(folder, 'shared'), 0o777);
        const loaded = loadCredentials(path, '000000000000');
        assert.ok(
          !loaded.ok &&
            loaded.message.includes(
              `is in the folder ${join(folder, 'shared')}, which other users can write to`,
            ),
        );
      });

      it('that a link in a shared folder leads to is refused', () => {
        const shared = join(folder, 'links');
        mkdirSync(shared);
        chmodSync(shared, 0o777);
        const link = join(shared, 'users.json');
        symlinkSync(path, link);
        const loaded = loadCredentials(link, '000000000000');
        assert.ok(
          !loaded.ok && loaded.message.includes(`is in the folder ${shared}, which other users can write to`),
        );
      });

      it('that is shared behind a link is refused', () => {
        chmodSync(inner, 0o777);
        const link = join(folder, 'users.json');
        symlinkSync(path, link);
        assert.ok(!loadCredentials(link, '000000000000').ok);
      });

      it('where only owners may move their files, as in /tmp, is read', () => {
        chmodSync(inner, 0o1777);
        assert.ok(loadCredentials(path, '000000000000').ok);
      });

      it('of another user is refused', function () {
        // Only root can give a folder away.
        if (process.getuid?.() !== 0) return;
        chownSync(inner, 4321, 4321);
        assert.ok(!loadCredentials(path, '000000000000').ok);
      });
    });

    it('is refused in one line that names file, line and member', () => {
      const path = put('{\n  "users": 1\n}', 0o600);
      assert.deepEqual(loadCredentials(path, '000000000000'), {
        ok: false,
        message: `${path}:2: users must be a list of users.`,
      });
    });
  });
});
