/** The ARN of a function, without a version or an alias. @param partition `aws`, or another part of AWS such as `aws-cn` */
export function functionArnOf(
  { region, account }: { readonly region: string; readonly account: string },
  name: string,
  partition = 'aws',
): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}
