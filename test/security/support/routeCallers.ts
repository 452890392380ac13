import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { parseCredentials } from '../../../broker/auth/credentials.ts';
import { type AuthMode, type Authority, createAuthority } from '../../../broker/auth/authorize.ts';
import { Sha256 } from '../../support/sha256.ts';
import { TOKEN } from '../../support/testBroker.ts';

export const ACCOUNT = '000000000000';
export const OTHER_ACCOUNT = '111122223333';
const SECRET = 'a-secret-of-the-tests';

const EVERYTHING = { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } };
const USERS = [
  { name: 'denied', accessKeyId: 'AKIDDENIED', policies: [] },
  { name: 'stranger', accessKeyId: 'AKIDSTRANGER', account: OTHER_ACCOUNT, policies: [EVERYTHING] },
  { name: 'allowed', accessKeyId: 'AKIDALLOWED', policies: [EVERYTHING] },
].map((user) => ({ ...user, secretAccessKey: SECRET }));

/**
 * An anonymous caller; a key that no file names; a user whom no policy allows anything; a user of another account who may do
 * everything there; a user who may do everything; the editor's token, which is for the control channel.
 */
export const CALLERS = ['anonymous', 'unknown', 'denied', 'stranger', 'allowed', 'token'] as const;
export type CallerName = (typeof CALLERS)[number];

/** What decides in a mode, over the users of this file. */
export function createTestAuthority(mode: AuthMode): Authority | undefined {
  if (mode === 'off') return undefined;
  const parsed = parseCredentials(JSON.stringify({ users: USERS }), ACCOUNT);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const now = (): number => Date.now();
  return createAuthority({ mode, credentials: parsed.credentials, demandsTls: true, now, signingNow: now });
}

export interface RouteRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RouteAnswer {
  readonly status: number;
  readonly text: string;
}

/** The headers by which a caller says who it is. */
export async function identify(
  caller: CallerName,
  endpoint: string,
  { method, path, headers = {}, body = '' }: RouteRequest,
): Promise<Record<string, string>> {
  if (caller === 'anonymous') return {};
  if (caller === 'token') return { authorization: `Bearer ${TOKEN}` };
  const signer = new SignatureV4({
    service: 'sqs',
    region: 'us-east-1',
    sha256: Sha256,
    credentials: { accessKeyId: `AKID${caller.toUpperCase()}`, secretAccessKey: SECRET },
  });
  const url = new URL(path, endpoint);
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    body,
  });
  return signed.headers;
}

/** Sends a request as one of the callers, on a connection of its own. */
export async function askAs(
  caller: CallerName,
  endpoint: string,
  request: RouteRequest,
  certificateAuthority?: string,
): Promise<RouteAnswer> {
  const identity = await identify(caller, endpoint, request);
  const url = new URL(endpoint);
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const sent = send(
      {
        host: url.hostname,
        port: url.port,
        method: request.method,
        path: request.path,
        headers: { host: url.host, ...request.headers, ...identity },
        agent: false,
        ca: certificateAuthority,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.once('error', reject);
    sent.end(request.body);
  });
}
