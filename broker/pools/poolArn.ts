/**
 * The ARN by which an alarm names a pool as its action: that of a scaling policy of Auto Scaling, whose group and policy have
 * the name of the pool.
 */
export function poolArnOf(
  { region, account }: { readonly region: string; readonly account: string },
  name: string,
): string {
  return `arn:aws:autoscaling:${region}:${account}:scalingPolicy:${POLICY_ID}:autoScalingGroupName/${name}:policyName/${name}`;
}

/** Tools expect a UUID there; the names already tell pools apart. */
const POLICY_ID = '00000000-0000-0000-0000-000000000000';

const POOL_ARN =
  /^arn:[\w-]+:autoscaling:([a-z0-9-]+):(\d{12}):scalingPolicy:[0-9a-f-]{36}:autoScalingGroupName\/([\w-]{1,80}):policyName\/[^:]+$/;

export function isPoolArn(arn: string): boolean {
  return POOL_ARN.test(arn);
}

/** The name of the pool of this account and region that an ARN names. */
export function findPoolName(
  { region, account }: { readonly region: string; readonly account: string },
  arn: string,
): string | undefined {
  const [, arnRegion, arnAccount, name] = POOL_ARN.exec(arn) ?? [];
  return arnRegion === region && arnAccount === account ? name : undefined;
}
