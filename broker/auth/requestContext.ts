import type { ActionName } from '../api/actions.ts';
import type { ServiceAction } from '../calls/serviceRequest.ts';
import type { RequestContext } from './condition.ts';
import type { Principal } from './principal.ts';

/** One call, in the terms of policies. */
export interface AccessRequest {
  readonly principal: Principal;
  readonly action: ActionName | ServiceAction;
  /** Epoch ms. */
  readonly at: number;
  readonly isSecure: boolean;
  readonly remoteAddress: string;
  readonly userAgent: string | undefined;
  readonly region: string;
  /** ARN of the queue; of the one that would be, for a queue that is not there; `*` for actions without a queue. */
  readonly resourceArn: string;
  /** 12 digits; of the queue, or of the caller where there is none. */
  readonly resourceAccount: string;
  readonly resourceTags: Readonly<Record<string, string>>;
  /** Tags that the call itself carries (CreateQueue, TagQueue), or keys of tags that it names (UntagQueue). */
  readonly requestTags: Readonly<Record<string, string | undefined>>;
}

/** The keys of contract §9.3 that a local call can have. Keys are lower case. */
export function buildContext(request: AccessRequest): RequestContext {
  const { principal } = request;
  const context = new Map<string, readonly string[]>();
  const set = (key: string, value: string | undefined): void => {
    if (value !== undefined) context.set(key.toLowerCase(), [value]);
  };
  set('aws:CurrentTime', new Date(request.at).toISOString());
  set('aws:EpochTime', String(Math.floor(request.at / 1000)));
  set('aws:SecureTransport', String(request.isSecure));
  set('aws:SourceIp', request.remoteAddress);
  set('aws:UserAgent', request.userAgent);
  set('aws:RequestedRegion', request.region);
  set('aws:ResourceAccount', request.resourceAccount);
  for (const [key, value] of Object.entries(request.resourceTags)) set(`aws:ResourceTag/${key}`, value);
  for (const [key, value] of Object.entries(request.requestTags)) set(`aws:RequestTag/${key}`, value);
  const tagKeys = Object.keys(request.requestTags);
  if (tagKeys.length > 0) context.set('aws:tagkeys', tagKeys);
  set('aws:PrincipalIsAWSService', String(principal.kind === 'service'));
  if (principal.kind === 'user') {
    set('aws:PrincipalArn', principal.arn);
    set('aws:PrincipalAccount', principal.account);
    set('aws:PrincipalOrgID', principal.organizationId);
    set('aws:PrincipalType', principal.arn.includes(':assumed-role/') ? 'AssumedRole' : 'User');
    set('aws:userid', principal.accessKeyId);
    set('aws:username', principal.arn.includes(':user/') ? principal.name : undefined);
    for (const [key, value] of Object.entries(principal.tags)) set(`aws:PrincipalTag/${key}`, value);
    // Long-term keys have no such key at all, which policies with BoolIfExists are about.
    if (principal.isTemporary) set('aws:MultiFactorAuthPresent', 'false');
  } else {
    set('aws:PrincipalType', 'Anonymous');
    if (principal.kind === 'service') {
      set('aws:PrincipalType', 'Service');
      set('aws:PrincipalServiceName', principal.name);
      set('aws:SourceArn', principal.sourceArn);
      set('aws:SourceAccount', principal.sourceAccount);
    }
  }
  return context;
}
