import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';

interface Executed {
  readonly execution: { readonly process: string; readonly args: readonly string[] };
}

async function signIn(command: 'sso login' | 'login', profile: string, press = 'Sign In') {
  const { code, window } = await createConnectionWorld();
  const tasks = code.tasks as unknown as { readonly executed: Executed[] };
  tasks.executed.length = 0;
  window.press = press;
  const done = await code.offerSignIn('Abgemeldet.', { command, profile });
  return { done, runs: tasks.executed.map(({ execution }) => ({ ...execution })), said: [...window.said] };
}

describe('The sign-in with an AWS profile', () => {
  it('starts the command of the failure directly, without a shell', async () => {
    for (const [command, words] of [
      ['sso login', ['sso', 'login']],
      ['login', ['login']],
    ] as const) {
      const { done, runs } = await signIn(command, 'acme dev');
      assert.deepEqual([done, runs], [true, [{ process: 'aws', args: [...words, '--profile', 'acme dev'] }]]);
    }
  });

  it('runs nothing if the user does not press the button', async () => {
    const { done, runs } = await signIn('login', 'acme', '');
    assert.deepEqual([done, runs], [false, []]);
  });

  for (const profile of [
    `x'; touch /tmp/y; '`,
    'x" & calc & "',
    '${command:workbench.action.quit}',
    'x`y`',
    '%PATH%',
    'x\ny',
    '--debug',
  ]) {
    it(`runs nothing for a profile that is called ${JSON.stringify(profile)}`, async () => {
      const { done, runs, said } = await signIn('login', profile);
      assert.deepEqual([done, runs], [false, []]);
      assert.match(said.at(-1) ?? '', /characters that a terminal could run as a command/);
    });
  }
});
