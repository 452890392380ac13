import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Authority } from '../auth/authorize.ts';
import type { BrokerConfig } from '../process/config.ts';

/** Authorizes calls; undefined with `auth: off`. An error explains what is wrong with the configuration. */
export type OpenedAuthority =
  | { readonly ok: true; readonly value: Authority | undefined }
  | { readonly ok: false; readonly message: string };

/**
 * Authenticates programs by the key pairs of their launches, which {@link Authority.admitSession} is given: no file has users. Calls
 * without a signature are anonymous.
 * @param account 12 digits; that of all launches
 */
export async function openLaunchAuthority(
  account: string,
  regions: ReadonlySet<string> | undefined,
): Promise<Authority> {
  const { createAuthority } = await import('../auth/authorize.ts');
  const accessKeyId = 'queueside-launches';
  const arn = `arn:aws:iam::${account}:user/launch`;
  const user = {
    accessKeyId,
    // No program has it.
    secretAccessKey: randomUUID(),
    sessionToken: undefined,
    expiresAt: undefined,
    policies: [],
    principal: {
      kind: 'user',
      arn,
      account,
      name: 'launch',
      accessKeyId,
      tags: {},
      organizationId: undefined,
      isTemporary: false,
    },
  } as const;
  const now = (): number => Date.now();
  return createAuthority({
    mode: 'signatures',
    credentials: new Map([[accessKeyId, user]]),
    regions,
    demandsTls: false,
    now,
    signingNow: now,
  });
}

/**
 * Reads the users, and loads the authorization code: with `auth: off` it is never loaded.
 * @param now epoch ms on the broker's clock
 */
export async function openAuthority(
  config: Pick<BrokerConfig, 'auth' | 'credentials' | 'account' | 'tlsPort'>,
  now: () => number,
): Promise<OpenedAuthority> {
  const { auth: mode, credentials: path, account } = config;
  if (mode === 'off') return { ok: true, value: undefined };
  if (path === undefined) {
    return {
      ok: false,
      message: l10n.t('--auth {0} needs --credentials FILE with the users that may call.', mode),
    };
  }
  const { loadCredentials } = await import('../auth/credentialFile.ts');
  const { createAuthority } = await import('../auth/authorize.ts');
  const loaded = loadCredentials(path, account);
  if (!loaded.ok) return loaded;
  const { credentials } = loaded;
  const demandsTls = config.tlsPort !== undefined;
  const value = createAuthority({ mode, credentials, demandsTls, now, signingNow: () => Date.now() });
  return { ok: true, value };
}
