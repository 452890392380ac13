import * as l10n from '@vscode/l10n';
import type { ActionName } from '../api/actions.ts';
import type { ServiceAction } from '../calls/serviceRequest.ts';
import { forgetOldest } from '../engine/base/forgetOldest.ts';
import { type Failure, fail, type Result, succeed } from '../engine/base/result.ts';
import type { CredentialBook, UserCredential } from './credentials.ts';
import { type Decision, decideAccess, type PolicySet } from './decision.ts';
import { denyAccess, explainDecision } from './explanation.ts';
import type { Policy } from './policy.ts';
import { PolicyCache } from './policyCache.ts';
import { parsePolicyText } from './policyParser.ts';
import type { Principal } from './principal.ts';
import { groupHeaders, type HttpRequest, readHeader } from './request.ts';
import { verifySignature } from './signature.ts';
import type { SessionCredential } from '../calls/sessionCredential.ts';
import { SigningKeyCache } from './signingKey.ts';

/** `off`: no checks; `signatures`: signatures must be valid; `policies`: policies must also allow the call. */
export type AuthMode = 'off' | 'signatures' | 'policies';

export interface AuthorityOptions {
  readonly mode: AuthMode;
  readonly credentials: CredentialBook;
  /** Regions that a signature may name; undefined: all. */
  readonly regions?: ReadonlySet<string> | undefined;
  /**
   * Encrypted queues refuse plain HTTP, as on the service. Only where the broker serves TLS at all: queues are
   * encrypted by default, and without TLS no program could call.
   */
  readonly demandsTls: boolean;
  /** Epoch ms on the broker's clock, for conditions on time. */
  now(): number;
  /** Epoch ms on the clock of the machine, by which clients sign however the broker's clock was moved. */
  signingNow(): number;
}

/**
 * Authenticates and authorizes calls. Fronts know only this interface, so that a broker with `auth: off` does not load
 * the rest.
 */
export interface Authority {
  readonly mode: AuthMode;
  /**
   * Returns who made a request: with `off`, the caller that it claims; anonymous for a request without a signature.
   * @param service that signatures must be for; default: `sqs`
   * Errors: IncompleteSignature, InvalidClientTokenId, ExpiredToken, SignatureDoesNotMatch.
   */
  authenticate(request: HttpRequest, service?: string): Result<Authentication>;
  /**
   * Checks whether a principal may make the call. An action on several queues is checked once for each.
   * Errors: AccessDenied, InvalidSecurity.
   */
  permit(authentication: Authentication, request: HttpRequest, target: AccessTarget): Authorization;
  /**
   * Lets a key pair that no file names sign as one of the users, until {@link MAX_SESSIONS} newer ones have come.
   * Errors: InvalidParameterValue when there is no such user, or a user has the access key id already.
   */
  admitSession(session: SessionCredential): Result<undefined>;
  /** As {@link admitSession}, until it is revoked: the caller bounds how many there are. */
  admitProcess(session: SessionCredential): Result<undefined>;
  /** The key pair of a process no longer signs anything. */
  revokeProcess(accessKeyId: string): void;
  /** What is wrong with the text of a queue's policy, after "The policy"; undefined when it can be evaluated. */
  findPolicyProblem(text: string): string | undefined;
}

const MAX_SESSIONS = 1000;

/** The options, with what is kept between calls. */
interface Rules extends AuthorityOptions {
  readonly keys: SigningKeyCache;
  readonly policies: PolicyCache;
  /** Debug sessions by access key id, the oldest first. */
  readonly sessions: Map<string, UserCredential>;
  /** Processes that the broker orders, by access key id. */
  readonly processes: Map<string, UserCredential>;
}

export function createAuthority(options: AuthorityOptions): Authority {
  const rules: Rules = {
    ...options,
    keys: new SigningKeyCache(),
    policies: new PolicyCache(),
    sessions: new Map(),
    processes: new Map(),
  };
  return {
    mode: rules.mode,
    authenticate: (request, service = 'sqs') => authenticate(rules, request, service),
    permit: (authentication, request, target) => permit(rules, authentication, request, target),
    admitSession: (session) => {
      const admitted = findUser(rules, session);
      if (!admitted.ok) return admitted;
      rules.sessions.delete(session.accessKeyId);
      rules.sessions.set(session.accessKeyId, admitted.value);
      forgetOldest(rules.sessions, MAX_SESSIONS);
      return succeed(undefined);
    },
    admitProcess: (session) => {
      const admitted = findUser(rules, session);
      if (!admitted.ok) return admitted;
      rules.processes.set(session.accessKeyId, admitted.value);
      return succeed(undefined);
    },
    revokeProcess: (accessKeyId) => void rules.processes.delete(accessKeyId),
    findPolicyProblem,
  };
}

/** The caller of a request, according to its signature. */
export interface Authentication {
  readonly principal: Principal;
  readonly policies: readonly Policy[];
  /** From the scope of a signature that holds. */
  readonly region: string | undefined;
}

/** What an authenticated request wants. */
export interface AccessTarget {
  readonly action: ActionName | ServiceAction;
  readonly region: string;
  /** The queue, or the resource of another service, whether it exists or not; undefined for actions without one. */
  readonly queue: TargetQueue | undefined;
  /** Tags that the call carries. */
  readonly requestTags?: Readonly<Record<string, string | undefined>>;
}

export interface TargetQueue {
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  /** The `Policy` attribute. */
  readonly policy: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** By SSE-SQS or SSE-KMS. */
  readonly isEncrypted: boolean;
}

/** The answer to a call, and with `policies` how it came about. */
export interface Authorization {
  readonly result: Result<Principal>;
  readonly decision: Decision | undefined;
  /** For a denial by policies, the explanation in sentences; otherwise empty. */
  readonly explanation: readonly string[];
}

const UNVERIFIED: Authentication = { principal: { kind: 'unverified' }, policies: [], region: undefined };
const ANONYMOUS: Authentication = { principal: { kind: 'anonymous' }, policies: [], region: undefined };

function authenticate(rules: Rules, request: HttpRequest, service: string): Result<Authentication> {
  if (rules.mode === 'off') return succeed(UNVERIFIED);
  const verified = verifySignature<UserCredential>(request, {
    findCredential: (accessKeyId) => findCredential(rules, accessKeyId),
    service,
    regions: rules.regions,
    now: () => rules.signingNow(),
    keys: rules.keys,
  });
  if (!verified.ok) return verified;
  if (verified.value === undefined) return succeed(ANONYMOUS);
  const { credential, claim } = verified.value;
  return succeed({
    principal: credential.principal,
    policies: credential.policies,
    region: claim.scope.region,
  });
}

function findCredential(
  { credentials, processes, sessions }: Rules,
  accessKeyId: string,
): UserCredential | undefined {
  return credentials.get(accessKeyId) ?? processes.get(accessKeyId) ?? sessions.get(accessKeyId);
}

/** The user that a key pair signs as, with that pair. */
function findUser(rules: Rules, session: SessionCredential): Result<UserCredential> {
  const { accessKeyId, secretAccessKey, user } = session;
  if (rules.credentials.has(accessKeyId)) {
    return fail(
      'InvalidParameterValue',
      l10n.t('The access key ID {0} belongs to a user.', accessKeyId),
      'accessKeyId',
    );
  }
  const users = [...rules.credentials.values()];
  const chosen = user === '' ? users[0] : users.find(({ principal }) => principal.name === user);
  if (chosen === undefined) {
    return fail('InvalidParameterValue', l10n.t('The credential file has no user {0}.', user), 'user');
  }
  const { principal, policies } = chosen;
  return succeed({
    accessKeyId,
    secretAccessKey,
    sessionToken: undefined,
    expiresAt: undefined,
    principal: { ...principal, accessKeyId, isTemporary: false },
    policies,
  });
}

function findPolicyProblem(text: string): string | undefined {
  const parsed = parsePolicyText(text, { kind: 'resource', name: 'queue policy' });
  if (parsed.ok) return undefined;
  const { path, message } = parsed.problem;
  return path === '' ? message : `${path} ${message}`;
}

function permit(
  rules: Rules,
  authentication: Authentication,
  request: HttpRequest,
  target: AccessTarget,
): Authorization {
  const { principal } = authentication;
  if (rules.mode === 'off') return decideWithout(succeed(principal));
  if (rules.mode === 'signatures') {
    const denial = principal.kind === 'anonymous' ? denyAnonymous(request) : undefined;
    return decideWithout(denial ?? checkSecurity(rules, principal, request, target));
  }
  const headers = groupHeaders(request.rawHeaders);
  const decision = decideAccess(
    {
      principal,
      action: target.action,
      at: rules.now(),
      isSecure: request.isSecure,
      remoteAddress: request.remoteAddress,
      userAgent: readHeader(headers, 'user-agent'),
      region: target.region,
      resourceArn: target.queue?.arn ?? '*',
      resourceAccount: target.queue?.account ?? (principal.kind === 'user' ? principal.account : ''),
      resourceTags: target.queue?.tags ?? {},
      requestTags: target.requestTags ?? {},
    },
    policySetFor(rules, authentication, target.queue),
  );
  const result = decision.isAllowed
    ? checkSecurity(rules, principal, request, target)
    : denyAccess(decision, principal, addressOf(request));
  return { result, decision, explanation: decision.isAllowed ? [] : explainDecision(decision) };
}

function decideWithout(result: Result<Principal>): Authorization {
  return { result, decision: undefined, explanation: [] };
}

function policySetFor(rules: Rules, { policies }: Authentication, queue: TargetQueue | undefined): PolicySet {
  const text = queue?.policy;
  if (queue === undefined || text === undefined || text === '') {
    return { identity: policies, queue: undefined, unreadable: undefined };
  }
  const parsed = rules.policies.parse(queue.arn, text);
  return parsed.ok
    ? { identity: policies, queue: parsed.policy, unreadable: undefined }
    : {
        identity: policies,
        queue: undefined,
        unreadable: { ...parsed.problem, policy: { kind: 'resource', name: queue.arn } },
      };
}

/** Encrypted queues want a signature and, where it is offered, TLS (contract §9.5). */
function checkSecurity(
  rules: Rules,
  principal: Principal,
  request: HttpRequest,
  { queue }: AccessTarget,
): Result<Principal> {
  const isOpen = principal.kind === 'anonymous' || (rules.demandsTls && !request.isSecure);
  return queue?.isEncrypted === true && isOpen
    ? fail('InvalidSecurity', 'All requests to this queue must use HTTPS and SigV4.')
    : succeed(principal);
}

function denyAnonymous(request: HttpRequest): Failure {
  return fail('AccessDenied', `Access to the resource ${addressOf(request)} is denied.`);
}

function addressOf(request: HttpRequest): string {
  const host = readHeader(groupHeaders(request.rawHeaders), 'host') ?? 'localhost';
  return `${request.isSecure ? 'https' : 'http'}://${host}${request.path}`;
}
