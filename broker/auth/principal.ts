/** A user whose signature was verified. */
export interface UserPrincipal {
  readonly kind: 'user';
  /** Such as `arn:aws:iam::000000000000:user/alice`, or that of a role's session. */
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
  readonly accessKeyId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly organizationId: string | undefined;
  /** The credentials came with a session token. */
  readonly isTemporary: boolean;
}

/** A service of the cloud that delivers into a queue, such as `sns.amazonaws.com`. Only the broker itself can be one. */
export interface ServicePrincipal {
  readonly kind: 'service';
  readonly name: string;
  /** The topic, bucket or rule on whose behalf it calls. */
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

/** The request was not signed. */
export interface AnonymousPrincipal {
  readonly kind: 'anonymous';
}

/** With `auth: off`, nothing is verified: the caller is what the request claims. */
export interface UnverifiedPrincipal {
  readonly kind: 'unverified';
}

/** Who makes a call. */
export type Principal = UserPrincipal | ServicePrincipal | AnonymousPrincipal | UnverifiedPrincipal;

const ASSUMED_ROLE = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

/** The ARNs by which policies may name a user: its own, and for a role's session that of the role. */
export function namesOf(principal: UserPrincipal): readonly string[] {
  const [, partition, account, role] = ASSUMED_ROLE.exec(principal.arn) ?? [];
  if (role === undefined) return [principal.arn];
  return [principal.arn, `arn:${partition}:iam::${account}:role/${role}`];
}
