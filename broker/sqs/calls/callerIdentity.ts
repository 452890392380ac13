import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Authentication } from '../../auth/authorize.ts';
import type { Result } from '../../engine/base/result.ts';
import { type FormNode, readParameter } from '../../calls/form.ts';
import { truncateText } from '../../calls/truncateText.ts';
import { formatConsumerId } from './consumer.ts';
import {
  accountOf,
  type ClaimedCredentials,
  credentialOf,
  NOBODY,
  parseCredential,
} from '../wire/credentials.ts';
import type { FrontOptions } from './front.ts';

/** The trace remembers it; those of SDKs have up to 300 characters. */
const MAXIMUM_USER_AGENT_LENGTH = 512;

/** The program at the other end of a connection, as its requests describe it. */
export interface CallerIdentity {
  readonly userAgent: string;
  readonly accessKeyId: string;
  readonly account: string;
  readonly region: string;
  readonly consumerId: string;
}

interface KnownIdentity extends CallerIdentity {
  /** What the `Authorization` headers of this program start with; the rest is another signature each time. */
  readonly authorizationPrefix: string;
}

/** A connection mostly carries the calls of one program, so that what was read of one request serves for the next. */
const identities = new WeakMap<Socket, KnownIdentity>();

/** Who a request with an `Authorization` header, or without any credentials, is from. */
export function readClaimedIdentity(front: FrontOptions, request: IncomingMessage): CallerIdentity {
  const { authorization = '', 'user-agent': userAgent = '' } = request.headers;
  const known = identities.get(request.socket);
  if (
    known !== undefined &&
    known.userAgent === userAgent &&
    known.authorizationPrefix !== '' &&
    authorization.startsWith(known.authorizationPrefix)
  ) {
    return known;
  }
  const { credential, prefix } = credentialOf(authorization);
  const peer = {
    ...describeIdentity(front, parseCredential(credential), userAgent),
    authorizationPrefix: prefix,
  };
  identities.set(request.socket, peer);
  return peer;
}

/** Who a Query request is from: by a signed header, else a presigned request's parameter, else that of signature version 2. */
export function readQueryIdentity(
  front: FrontOptions,
  request: IncomingMessage,
  root: FormNode,
): CallerIdentity {
  const credential = readParameter(root, 'X-Amz-Credential') ?? readParameter(root, 'AWSAccessKeyId');
  const { headers } = request;
  if (headers.authorization !== undefined || credential === undefined)
    return readClaimedIdentity(front, request);
  return describeIdentity(front, parseCredential(credential), headers['user-agent'] ?? '');
}

export function describeIdentity(
  front: FrontOptions,
  credentials: ClaimedCredentials,
  userAgent: string,
): CallerIdentity {
  const { accessKeyId, region } = credentials;
  return {
    userAgent: truncateText(userAgent, MAXIMUM_USER_AGENT_LENGTH),
    accessKeyId,
    account: accountOf(accessKeyId, front.config.account),
    region: region ?? front.config.region,
    consumerId: (front.identifyConsumer ?? formatConsumerId)(accessKeyId, userAgent),
  };
}

/** What was verified counts, not what was claimed; with `auth: off`, and for a refusal, the claim is all there is. */
export function identifyCaller(
  front: FrontOptions,
  claimed: CallerIdentity,
  who: Result<Authentication>,
): CallerIdentity {
  if (!who.ok || who.value.principal.kind === 'unverified') return claimed;
  const { principal, region } = who.value;
  if (principal.kind !== 'user') return describeIdentity(front, NOBODY, claimed.userAgent);
  const { accessKeyId, account } = principal;
  return { ...describeIdentity(front, { accessKeyId, region }, claimed.userAgent), account };
}
